"""The days of service of a question, one for each way in which calendar months can be long before them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coverline.model.policy import Version
from coverline.model.quantity import Duration, back

# Where a version prints no day at either end, its days are those of these four years.
UNDATED = date(2021, 1, 1)
# Any four years in a row hold every length that a month and its neighbours can have.
FOUR_YEARS = timedelta(days=4 * 365)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of service, and how many days back each duration reaches from each of them.

    `days` stand for all days of the question: no other day has a row of `reaches` of its own.
    """

    days: tuple[date, ...]
    reaches: Mapping[Duration, tuple[int, ...]]

    @classmethod
    def of(cls, days: Iterable[date], durations: Iterable[Duration]) -> "Calendar":
        """The first of these days for each combination of reaches."""
        lengths = tuple(dict.fromkeys(durations))
        first: dict[tuple[int, ...], date] = {}
        for day in days:
            first.setdefault(tuple((day - back(day, each)).days for each in lengths), day)
        columns = {each: tuple(row[place] for row in first) for place, each in enumerate(lengths)}
        return cls(tuple(first.values()), columns)


def days_in_force(versions: Iterable[Version]) -> tuple[date, ...]:
    """Up to four years of days on which all versions are in force; none where they never are together."""
    limits = [(each.first_day, each.last_day) for each in versions]
    first = max((day for day, _ in limits if day is not None), default=None)
    last = min((day for _, day in limits if day is not None), default=None)
    if last is None:
        last = (first or UNDATED) + FOUR_YEARS
    earliest = last - FOUR_YEARS
    return tuple(_between(earliest if first is None else max(first, earliest), last))


def _between(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
