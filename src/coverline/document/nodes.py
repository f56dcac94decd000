"""The located tree: every scalar is text, every node knows its line and column (from 1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from coverline.problem import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as text; `quoted` tells the text "null" from nothing."""

    text: str
    quoted: bool
    file: str
    line: int
    column: int

    @property
    def is_nothing(self) -> bool:
        """Whether this is null, or a key without a value."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    file: str
    line: int
    column: int
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping in the order of the file; no key appears twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    file: str
    line: int
    column: int
    flow: bool = False

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None where the key is absent."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Items | Entries


class Flawed(Unreadable):
    """Text with problems that left its structure whole, so that what `node` holds can be read on."""

    def __init__(self, problems: Sequence[Problem], node: Node) -> None:
        super().__init__(problems)
        self.node = node
