"""Exact quantities: calendar durations, days that are known in part, percentages."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

EARLIEST_YEAR = 1900
LONGEST_YEARS = 150


class Unit(Enum):
    """What a duration is counted in; a year is twelve calendar months."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of days, weeks, calendar months or years."""

    count: int
    unit: Unit

    @property
    def days(self) -> int | None:
        """The length in days, or None where the calendar decides it."""
        days = DAYS.get(self.unit)
        return None if days is None else days * self.count

    @property
    def months(self) -> int:
        """The length in calendar months; 0 for days and weeks."""
        return MONTHS.get(self.unit, 0) * self.count

    @property
    def longer_by_one(self) -> "Duration":
        """The next longer duration in the same unit."""
        return Duration(self.count + 1, self.unit)

    def __str__(self) -> str:
        unit = self.unit.value
        return f"{self.count} {unit[:-1] if self.count == 1 else unit}"


def back(day: date, duration: Duration) -> date:
    """The day that lies `duration` before `day` on the calendar.

    Months keep the day of the month; where the shorter month lacks it, its last day counts.
    """
    days = duration.days
    return day - timedelta(days=days) if days is not None else _months_on(day, -duration.months)


def forward(day: date, duration: Duration) -> date:
    """The first day on which at least `duration` has passed since `day`."""
    if duration.days is not None:
        return day + timedelta(days=duration.days)
    reached = _months_on(day, duration.months)
    return reached if back(reached, duration) >= day else reached + timedelta(days=1)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date can be, both ends included; no `first` means any earlier day."""

    first: date | None
    last: date

    @classmethod
    def exactly(cls, day: date) -> "Span":
        """A date whose day is known."""
        return cls(day, day)

    @property
    def is_exact(self) -> bool:
        """Whether only one day is possible."""
        return self.first == self.last

    def moved(self, by: timedelta) -> "Span":
        """The same days, so much later."""
        return Span(self.first + by if self.first is not None else None, self.last + by)

    def overlap(self, other: "Span") -> "Span | None":
        """The days in both, or None where there are none."""
        starts = [first for first in (self.first, other.first) if first is not None]
        first = max(starts) if starts else None
        last = min(self.last, other.last)
        return Span(first, last) if first is None or first <= last else None

    def __str__(self) -> str:
        """The ISO form: 2024-05-01, 2024-05 or 2024; other spans with both ends."""
        if self.first is None:
            return f"until {self.last}"
        if self.is_exact:
            return self.last.isoformat()
        if (self.first.day, self.last) == (1, date(self.first.year, 12, 31)) and self.first.month == 1:
            return f"{self.first.year:04}"
        if self.first.day == 1 and self.last == date(self.first.year, self.first.month, _length(self.first)):
            return self.first.isoformat()[:7]
        return f"{self.first} to {self.last}"


def month(year: int, number: int) -> Span:
    """All days of one month."""
    first = date(year, number, 1)
    return Span(first, date(year, number, _length(first)))


def year(number: int) -> Span:
    """All days of one year."""
    return Span(date(number, 1, 1), date(number, 12, 31))


def _length(first: date) -> int:
    return monthrange(first.year, first.month)[1]


def percent(value: Fraction) -> str:
    """A percentage in words: 33 percent, one third."""
    if value == Fraction(100, 3):
        return "one third"
    return f"{(Decimal(value.numerator) / value.denominator).normalize():f} percent"
