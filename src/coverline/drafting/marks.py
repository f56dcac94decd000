"""The marks of the entries of lists as numbers: whether `i.` is a letter is told by what stands above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PARTS = re.compile(r"(?P<sign>\W*)(?P<number>\d+|[A-Za-z]+)(?P<end>\W*)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark is written with, and its place in the order of such marks; a bullet's place is 0."""

    form: str
    place: int = 0


def read_mark(printed: str, above: Sequence[Mark]) -> Mark:
    """The mark, in the reading that goes on with one of those that are open above, else in the likeliest."""
    readings = tuple(_readings(printed))
    going_on = [each for open_mark in reversed(above) for each in readings if follows(each, open_mark)]
    return (going_on or readings)[0]


def follows(mark: Mark, before: Mark) -> bool:
    """Whether a number comes right after another one of its form."""
    return mark.place > 0 and mark.form == before.form and mark.place == before.place + 1


def _readings(printed: str) -> Sequence[Mark]:
    """Every way to read a mark, the likeliest first: a Roman one is likelier than a ninth letter."""
    parts = _PARTS.fullmatch(printed)
    if parts is None or printed == "o":
        return (Mark(printed),)
    number, around = parts["number"], f"{parts['sign']}{{}}{parts['end']}"
    if number.isdigit():
        return (Mark(around.format("1"), int(number)),)
    small = number.casefold()
    upper = "upper" if number.isupper() else "lower"
    roman = [Mark(around.format(f"{upper} roman"), _ROMAN.index(small) + 1)] if small in _ROMAN else []
    letter = [Mark(around.format(upper), ord(small) - ord("a") + 1)] if len(small) == 1 else []
    first = roman if small == "i" or not letter else letter
    found = (*first, *(each for each in (*letter, *roman) if each not in first))
    return found or (Mark(printed),)
