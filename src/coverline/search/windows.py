"""Windows: the days of service on which parts of a case are met if nothing but time passes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coverline.search.passage import DAY, LAST_DAY, Passage


@dataclass(frozen=True, slots=True)
class Window:
    """Days of service, both ends included; None is an open end."""

    first: date | None
    last: date | None


def windows(*passages: Passage) -> tuple[Window, ...]:
    """The days on which all of some parts are met, found by the days on which anything can change."""
    return tuple(_merged(passages))


def _merged(passages: tuple[Passage, ...]) -> Iterator[Window]:
    days = sorted({day for each in passages for day in each.critical_days})
    opened: date | None = None
    for day, following in pairwise((*days, LAST_DAY + DAY)):
        met = all(each.is_met(day) for each in passages)
        if met and opened is None:
            opened = day
        if opened is not None and not met:
            yield _window(opened, day - DAY, days[0])
            opened = None
        if opened is not None and following > LAST_DAY:
            yield _window(opened, None, days[0])


def _window(first: date, last: date | None, earliest: date) -> Window:
    return Window(None if first == earliest else first, last)
