"""The example beside a test of time: what it says passes does pass, and its neighbour does fail."""

import re
from datetime import date, timedelta

import pytest

from coverline.decide.meaning import truth
from coverline.model.criteria import Among, Comparison, Elapsed, Test
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.model.truth import Truth
from coverline.model.vocabulary import Fact, Kind, Vocabulary
from coverline.publish.boundary import boundary_example

FACTS = {
    "began": Fact("began", Kind.DATE, "", ""),
    "age": Fact("age", Kind.DURATION, "", "", elapsed_of="began"),
    "tried": Fact("tried", Kind.DURATION, "", ""),
}
VOCABULARY = Vocabulary(FACTS, (), (), (), (), {}, {}, (), (), (), {}, {})
BOUNDS = [Duration(6, Unit.WEEKS), Duration(3, Unit.MONTHS), Duration(1, Unit.YEARS)]
SERVICES = [date(2024, 9, 10), date(2024, 5, 31), date(2024, 2, 29), date(2023, 3, 1)]


@pytest.mark.parametrize("comparison", Comparison)
@pytest.mark.parametrize("bound", BOUNDS, ids=str)
@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_both_dates_are_true_to_the_meaning(comparison: Comparison, bound: Duration, service: date) -> None:
    relation = Elapsed(comparison, bound)
    said = boundary_example(Test("age", relation), VOCABULARY, service)
    assert said is not None
    passes, fails = (date.fromisoformat(day) for day in re.findall(r"since (\S+)", said))
    assert truth(relation, Span.exactly(passes), service) is Truth.YES
    assert truth(relation, Span.exactly(fails), service) is Truth.NO
    assert abs(passes - fails) == timedelta(days=1)


@pytest.mark.parametrize("comparison", Comparison)
def test_both_durations_are_true_to_the_meaning(comparison: Comparison) -> None:
    relation, service = Elapsed(comparison, Duration(6, Unit.WEEKS)), date(2024, 9, 10)
    said = boundary_example(Test("tried", relation), VOCABULARY, service)
    assert said is not None
    passes, fails = (Duration(int(days), Unit.DAYS) for days in re.findall(r"(\d+) days", said))
    assert truth(relation, Span.exactly(back(service, passes)), service) is Truth.YES
    assert truth(relation, Span.exactly(back(service, fails)), service) is Truth.NO


def test_a_test_of_something_else_has_no_example() -> None:
    test = Test("hurts", Among(frozenset({True})))
    assert boundary_example(test, VOCABULARY, date(2024, 9, 10)) is None
