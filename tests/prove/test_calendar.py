"""Days of service stand for all days that are like them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coverline.model.quantity import Duration, Unit, back
from coverline.prove.calendar import FOUR_YEARS, Calendar, days_in_force
from tests.prove.edited import CIGNA, LIBRARY

THREE_MONTHS, SIX_WEEKS = Duration(3, Unit.MONTHS), Duration(6, Unit.WEEKS)
VERSION = LIBRARY.version(CIGNA).version


def version(first: date | None, last: date | None):
    return replace(VERSION, first_day=first, last_day=last)


def test_every_day_has_one_that_stands_for_it() -> None:
    days = [date(2021, 1, 1) + timedelta(days=each) for each in range(1461)]
    durations = (THREE_MONTHS, Duration(4, Unit.MONTHS), SIX_WEEKS)
    calendar = Calendar.of(days, durations)
    kept = set(zip(*(calendar.reaches[each] for each in durations), strict=True))
    assert kept == {tuple((day - back(day, each)).days for each in durations) for day in days}
    assert len(kept) == len(calendar.days)
    assert set(calendar.reaches[THREE_MONTHS]) == {89, 90, 91, 92}
    assert set(calendar.reaches[SIX_WEEKS]) == {42}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 5, 1), date(2024, 5, 3), (date(2024, 5, 1), date(2024, 5, 3))),
        (date(2017, 10, 1), None, (date(2017, 10, 1), date(2017, 10, 1) + FOUR_YEARS)),
        (None, date(2024, 10, 31), (date(2024, 10, 31) - FOUR_YEARS, date(2024, 10, 31))),
        (date(1990, 1, 1), date(2024, 10, 31), (date(2024, 10, 31) - FOUR_YEARS, date(2024, 10, 31))),
        (None, None, (date(2021, 1, 1), date(2021, 1, 1) + FOUR_YEARS)),
    ],
)
def test_the_days_in_force(first: date | None, last: date | None, expected: tuple[date, date]) -> None:
    days = days_in_force([version(first, last)])
    assert (days[0], days[-1]) == expected
    assert len(days) == (days[-1] - days[0]).days + 1


def test_versions_that_are_never_in_force_together_have_no_days() -> None:
    earlier, later = version(None, date(2020, 1, 1)), version(date(2020, 1, 2), None)
    assert days_in_force([earlier, later]) == ()
    assert days_in_force([earlier, version(date(2020, 1, 1), None)]) == (date(2020, 1, 1),)
