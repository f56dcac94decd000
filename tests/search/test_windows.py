"""Windows on calendar edges, where two tests of one unknown time meet, and at the ends of the calendar."""

from dataclasses import replace
from datetime import date, timedelta

from coverline.decide.determine import determine
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known, Service
from coverline.model.criteria import AnyOf, Body, Comparison, Criterion, Elapsed, Test
from coverline.model.determination import Outcome
from coverline.model.quantity import Duration, Span, Unit, month
from coverline.search.alone import parts_under
from coverline.search.passage import Passage
from coverline.search.windows import Window, windows
from tests.laws.generated import CITE, CODES, numbered, policy, vocabulary

SERVICE = date(2024, 3, 1)
WORDS = vocabulary((), False)


def plan_of(body: Body, first: date | None = None, last: date | None = None) -> PolicyPlan:
    return PolicyPlan((policy(numbered(body, "one").body, None, False, (first, last)),), WORDS)


def asked(**facts: object) -> Case:
    known = {name: Known(name, value) for name, value in facts.items()}  # type: ignore[arg-type]
    return Case("payer", Span.exactly(SERVICE), (Service("11111", None, ("U1",)),), facts=known)


def found(plan: PolicyPlan, case: Case) -> tuple[Window, ...]:
    (part,) = parts_under(case, plan, CODES)
    return windows(Passage(part, case, plan))


def on(case: Case, day: date) -> Case:
    return replace(case, date_of_service=Span.exactly(day))


def began(comparison: Comparison, count: int, unit: Unit) -> Test:
    return Test("began", Elapsed(comparison, Duration(count, unit)))


def either(*tests: Test) -> AnyOf:
    return AnyOf(tuple(Criterion("", "a label", CITE, test) for test in tests))


def test_a_month_of_fewer_days_ends_a_window_on_its_last_day() -> None:
    plan = plan_of(began(Comparison.AT_MOST, 1, Unit.MONTHS))
    case = asked(began=Span.exactly(date(2024, 1, 31)))
    assert found(plan, case) == (Window(date(2024, 1, 31), date(2024, 3, 1) - timedelta(days=1)),)


def test_a_version_that_is_always_met_has_the_windows_of_its_days() -> None:
    always = either(began(Comparison.AT_LEAST, 1, Unit.WEEKS), began(Comparison.LESS_THAN, 1, Unit.WEEKS))
    assert found(plan_of(always), asked()) == (Window(None, None),)
    assert found(plan_of(always, SERVICE), asked()) == (Window(SERVICE, None),)
    assert found(plan_of(always, None, SERVICE), asked()) == (Window(None, SERVICE),)


def test_bounds_in_days_and_months_close_a_gap_only_in_months_of_that_length() -> None:
    body = either(began(Comparison.AT_LEAST, 31, Unit.DAYS), began(Comparison.AT_MOST, 1, Unit.MONTHS))
    plan = plan_of(body)
    for case in (asked(), asked(began=month(2024, 2))):
        spans = found(plan, case)
        for number in range(400):
            day = SERVICE + timedelta(days=number)
            outcome = determine(on(case, day), plan, CODES, "hash").outcome
            inside = any((each.first or day) <= day <= (each.last or day) for each in spans)
            assert inside == (outcome is Outcome.MET), day
    assert len(found(plan, asked())) > 100
