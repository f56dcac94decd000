"""Three-valued truth after Kleene: what nobody recorded is unknown, not no."""

from collections.abc import Iterable
from enum import Enum
from typing import assert_never


class Truth(Enum):
    """The result of a criterion."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    # There is one of each, and results are looked up by the thousand.
    __hash__ = object.__hash__

    @classmethod
    def of(cls, value: bool) -> "Truth":
        """The truth of something that is known."""
        return cls.YES if value else cls.NO


def opposite(value: Truth) -> Truth:
    """No for yes, yes for no, unknown for unknown."""
    match value:
        case Truth.YES:
            return Truth.NO
        case Truth.NO:
            return Truth.YES
        case Truth.UNKNOWN:
            return Truth.UNKNOWN
    assert_never(value)


def every(values: Iterable[Truth]) -> Truth:
    """Yes where all are yes, no where one is no."""
    seen = set(values)
    if Truth.NO in seen:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.YES


def some(values: Iterable[Truth]) -> Truth:
    """Yes where one is yes, no where all are no."""
    return opposite(every(opposite(value) for value in values))


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """Yes where `count` or more are yes, no where too few still can be."""
    results = tuple(values)
    shown = sum(value is Truth.YES for value in results)
    possible = sum(value is not Truth.NO for value in results)
    if shown >= count:
        return Truth.YES
    return Truth.UNKNOWN if possible >= count else Truth.NO
