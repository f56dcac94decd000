"""The values of a draft: text, lists and records without a place, and what is still to be written.

What was not found in a document is not said to be absent: that is a todo too.
"""

from collections.abc import Iterable

from coverline.document import Entries, Items, Node, Scalar
from coverline.sources.register import Lines


def text(value: str) -> Scalar:
    """A text."""
    return Scalar(value, False, "", 0, 0)


def record(*pairs: tuple[str, Node], flow: bool = False) -> Entries:
    """A mapping; with `flow` on one line where it fits."""
    return Entries(tuple((text(name), value) for name, value in pairs), "", 0, 0, flow)


def rows(values: Iterable[Node]) -> Items:
    """A list with a row for each value."""
    return Items(tuple(values), "", 0, 0, False)


def names(values: Iterable[str]) -> Items:
    """A list of names on one line."""
    return Items(tuple(map(text, values)), "", 0, 0, True)


def todo(advice: str = "") -> Scalar:
    """A value that somebody has to write, with advice."""
    return text(f"todo: {advice}" if advice else "todo")


def cited(lines: Lines) -> Scalar:
    """Lines as a citation: `37` or `40-43`."""
    return text(spelled(lines))


def at(lines: Lines) -> str:
    """Lines in a sentence: `line 37`, `lines 40-43`."""
    return f"line{'' if lines[0] == lines[1] else 's'} {spelled(lines)}"


def spelled(lines: Lines) -> str:
    """Lines with a hyphen between the first and the last."""
    first, last = lines
    return str(first) if first == last else f"{first}-{last}"
