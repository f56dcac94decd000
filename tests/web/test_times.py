"""Times as people say them: the day on which a thing began is the same however it is said and moved."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.model.case import Case, Known, Service
from coverline.model.quantity import Duration, Span, Unit, back, month
from coverline.search.knowing import Place
from coverline.web.mistakes import Mistaken
from coverline.web.question_step import Typed, answer_known, read_typed
from coverline.web.times import lasted, moved
from tests.web.forms import LIBRARY

TREATED, BROKEN = "conservative_treatment_duration", "fracture_date"
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
LENGTHS = st.builds(Duration, st.integers(0, 40), st.sampled_from(Unit))


def case_on(day: Span, **facts: Duration | Span) -> Case:
    known = {name: Known(name, value) for name, value in facts.items()}
    return Case("cigna", day, (Service("22513"),), facts=known)


def typed(fact: str, answer: Typed, case: Case) -> Known:
    return read_typed(Place(fact), answer, case, LIBRARY)


def began(known: Known, case: Case) -> date:
    if isinstance(known.value, Span):
        return known.value.last
    assert isinstance(known.value, Duration)
    return back(case.date_of_service.last, known.value)


@given(service=DAYS, ago=st.integers(0, 3000))
def test_a_length_leads_back_to_the_day_it_was_counted_from(service: date, ago: int) -> None:
    day = service - timedelta(days=ago)
    assert back(service, lasted(day, service)) == day


@given(service=DAYS, length=LENGTHS, earlier=st.integers(0, 400), fact=st.sampled_from([TREATED, BROKEN]))
def test_so_long_as_of_a_day_began_that_long_before_it(
    service: date, length: Duration, earlier: int, fact: str
) -> None:
    as_of = service - timedelta(days=earlier)
    case = case_on(Span.exactly(service))
    known = typed(fact, Typed(count=str(length.count), unit=length.unit.value, as_of=str(as_of)), case)
    assert began(known, case) == back(as_of, length)


@given(service=DAYS, other=DAYS, length=LENGTHS, stays=LENGTHS)
def test_another_date_of_service_leaves_every_beginning_where_it_was(
    service: date, other: date, length: Duration, stays: Duration
) -> None:
    case = case_on(Span.exactly(service), **{TREATED: length, BROKEN: Span.exactly(back(service, stays))})
    if back(service, length) > other:
        with pytest.raises(Mistaken, match="began"):
            moved(case, Span.exactly(other), "day")
        return
    there = moved(case, Span.exactly(other), "day")
    assert there.facts[BROKEN] == case.facts[BROKEN]
    assert began(there.facts[TREATED], there) == back(service, length)


@given(service=DAYS, length=LENGTHS)
def test_an_answer_shown_again_and_sent_unchanged_stays_what_it_was(service: date, length: Duration) -> None:
    case = case_on(Span.exactly(service), **{TREATED: length})
    again = typed(TREATED, answer_known(Place(TREATED), case), case)
    assert began(again, case) == back(service, length)


def test_a_length_on_a_day_that_is_not_known_keeps_its_words() -> None:
    case, six_weeks = case_on(month(2024, 5)), Duration(6, Unit.WEEKS)
    assert typed(TREATED, Typed(count="6", unit="weeks"), case).value == six_weeks
    again = answer_known(Place(TREATED), case_on(month(2024, 5), **{TREATED: six_weeks}))
    assert again == Typed(count="6", unit="weeks")


@pytest.mark.parametrize(
    "answer", [Typed(day="2024-04-01"), Typed(count="6", unit="weeks", as_of="2024-04-30")]
)
def test_a_length_cannot_be_counted_up_to_a_day_that_is_not_known(answer: Typed) -> None:
    with pytest.raises(Mistaken, match="date of service"):
        typed(TREATED, answer, case_on(month(2024, 5)))


def test_a_day_that_is_known_cannot_become_a_month_while_lengths_are_counted_from_it() -> None:
    case = case_on(Span.exactly(date(2024, 5, 20)), **{TREATED: Duration(6, Unit.WEEKS)})
    with pytest.raises(Mistaken, match="2024-04-08"):
        moved(case, month(2024, 5), "day")
