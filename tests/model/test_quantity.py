"""Calendar arithmetic at its edges, and the words for quantities."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.model.case import written
from coverline.model.quantity import Duration, Span, Unit, back, forward, month, percent, year

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
durations = st.builds(Duration, st.integers(0, 60), st.sampled_from(Unit))


@pytest.mark.parametrize(
    ("day", "duration", "expected"),
    [
        (date(2024, 9, 10), Duration(13, Unit.WEEKS), date(2024, 6, 11)),
        (date(2024, 9, 10), Duration(3, Unit.MONTHS), date(2024, 6, 10)),
        (date(2024, 5, 31), Duration(3, Unit.MONTHS), date(2024, 2, 29)),
        (date(2023, 5, 31), Duration(3, Unit.MONTHS), date(2023, 2, 28)),
        (date(2024, 2, 29), Duration(1, Unit.YEARS), date(2023, 2, 28)),
        (date(2024, 1, 15), Duration(1, Unit.MONTHS), date(2023, 12, 15)),
        (date(2024, 3, 1), Duration(1, Unit.DAYS), date(2024, 2, 29)),
    ],
)
def test_back_keeps_the_day_of_the_month_or_takes_the_last(
    day: date, duration: Duration, expected: date
) -> None:
    assert back(day, duration) == expected


@given(days, durations)
def test_forward_is_the_first_day_on_which_so_much_has_passed(day: date, duration: Duration) -> None:
    reached = forward(day, duration)
    assert back(reached, duration) >= day
    assert reached == day or back(reached - timedelta(days=1), duration) < day


@given(days, durations)
def test_longer_durations_never_start_later(day: date, duration: Duration) -> None:
    assert back(day, duration.longer_by_one) < back(day, duration) <= day


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span.exactly(date(2024, 5, 1)), "2024-05-01"),
        (month(2024, 2), "2024-02"),
        (year(2024), "2024"),
        (Span(None, date(2024, 5, 1)), "until 2024-05-01"),
        (Span(date(2024, 1, 1), date(2024, 2, 1)), "2024-01-01 to 2024-02-01"),
        (Span(date(2024, 1, 2), date(2024, 1, 31)), "2024-01-02 to 2024-01-31"),
    ],
)
def test_a_span_reads_as_the_case_wrote_it(span: Span, words: str) -> None:
    assert str(span) == words


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (month(2024, 5), year(2024), month(2024, 5)),
        (month(2024, 5), month(2024, 6), None),
        (Span(None, date(2024, 5, 3)), month(2024, 5), Span(date(2024, 5, 1), date(2024, 5, 3))),
        (Span(None, date(2024, 5, 3)), Span(None, date(2024, 1, 1)), Span(None, date(2024, 1, 1))),
    ],
)
def test_the_overlap_of_two_spans(one: Span, other: Span, both: Span | None) -> None:
    assert one.overlap(other) == both
    assert other.overlap(one) == both


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        (False, "no"),
        (frozenset({"mri", "ct"}), "ct and mri"),
        (frozenset(), "none"),
        (Fraction(67, 2), "33.5 percent"),
        (Fraction("33.33333333"), "33.33333333 percent"),
        (Fraction(100, 3), "one third"),
        (Duration(1, Unit.WEEKS), "1 week"),
        (Duration(6, Unit.WEEKS), "6 weeks"),
        ("hemangioma", "hemangioma"),
    ],
)
def test_values_in_words(value, words: str) -> None:
    assert written(value) == words
    assert percent(Fraction(40)) == "40 percent"


def test_a_span_moves_as_a_whole() -> None:
    week = timedelta(days=7)
    assert month(2024, 5).moved(week) == Span(date(2024, 5, 8), date(2024, 6, 7))
    assert Span(None, date(2024, 5, 1)).moved(week) == Span(None, date(2024, 5, 8))
    assert Span.exactly(date(2024, 5, 1)).is_exact
    assert not month(2024, 5).is_exact
