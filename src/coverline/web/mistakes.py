"""What a person typed that cannot be taken, each beside its field; and forms that cannot be read at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from coverline.problem import Problem


@dataclass(frozen=True, slots=True)
class Mistake:
    """What to mend, and the id of the field to mend it in."""

    field: str
    text: str


class Mistaken(Exception):
    """A form whose fields are to be mended."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(each.text for each in mistakes))
        self.mistakes = tuple(mistakes)


class Refused(Exception):
    """A form that is not taken as it stands: `reasons` say what was found.

    `hidden` are the fields with which one may go on all the same.
    """

    def __init__(
        self, status: int, title: str, reasons: Sequence[str], hidden: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.reasons = tuple(reasons)
        self.hidden = hidden


def said(problem: Problem) -> str:
    """A problem without its place, for beside a field everybody sees where it is."""
    text = f"Found {problem.found}; expected {problem.expected}"
    return ended(f"{text}; {problem.hint}" if problem.hint else text)


def ended(text: str) -> str:
    """A sentence with its stop."""
    return text if text.endswith("?") else f"{text}."
