"""The values that paths name: at the nearest boundary, as the policy prints it."""

from datetime import date
from fractions import Fraction

import pytest

from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Service, written
from coverline.model.criteria import Amount, Body, Comparison, Elapsed, Includes, Inclusion, Test
from coverline.model.quantity import Duration, Span, Unit
from coverline.search.paths import Search
from tests.laws.generated import CODES, numbered, policy, vocabulary

SERVICE = date(2024, 3, 31)
BELOW, ABOVE = Comparison.LESS_THAN, Comparison.MORE_THAN


def values(body: Body) -> list[str]:
    plan = PolicyPlan((policy(numbered(body, "one").body, None, False, (None, None)),), vocabulary((), False))
    case = Case("payer", Span.exactly(SERVICE), (Service("11111", None, ("U1",)),))
    paths = Search(case, plan, CODES).paths()
    return [written(step.value) for (step,) in paths]


def lasted(fact: str, comparison: Comparison, unit: Unit = Unit.MONTHS) -> Test:
    return Test(fact, Elapsed(comparison, Duration(1, unit)))


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (lasted("tried", Comparison.AT_LEAST), ["1 month"]),
        (lasted("tried", Comparison.AT_MOST), ["1 month"]),
        (lasted("tried", ABOVE), ["32 days"]),
        (lasted("tried", BELOW), ["30 days"]),
        (lasted("began", Comparison.AT_LEAST), ["2024-02-29"]),
        (lasted("began", BELOW, Unit.WEEKS), ["2024-03-25"]),
        (Test("height", Amount(Comparison.AT_LEAST, Fraction(34))), ["34 percent"]),
        (Test("height", Amount(ABOVE, Fraction(34))), ["35 percent"]),
        (Test("height", Amount(BELOW, Fraction(34))), ["33 percent"]),
        (Test("height", Amount(BELOW, Fraction(100, 3))), ["33 percent"]),
        (Test("height", Amount(ABOVE, Fraction(199, 2))), ["99.75 percent"]),
        (Test("height", Amount(BELOW, Fraction(1, 2))), ["0.25 percent"]),
        (Test("tools", Includes(Inclusion.ANY, frozenset({"awl", "bit"}))), ["awl", "bit"]),
        (Test("tools", Includes(Inclusion.ALL, frozenset({"awl", "bit"}))), ["awl and bit"]),
        (Test("tools", Includes(Inclusion.NONE, frozenset({"awl"}))), ["none"]),
    ],
    ids=str,
)
def test_the_nearest_value_is_named(test: Test, expected: list[str]) -> None:
    assert values(test) == expected
