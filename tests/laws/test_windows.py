"""Windows agree with deciding day by day, on generated policies and on the shipped ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coverline.decide.determine import determine
from coverline.decide.facts import Contradiction, Undecidable
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known
from coverline.model.determination import Outcome
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.model.vocabulary import Vocabulary
from coverline.search.alone import parts_under
from coverline.search.passage import Passage
from coverline.search.windows import Window, windows
from tests.laws.brute_force import completed
from tests.laws.generated import CODES, World, worlds
from tests.laws.real import LIBRARY, cases

filtering = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
DAY = timedelta(days=1)
Decide = Callable[[Case], Outcome | None]


def span_days(span: Span) -> list[date]:
    assert span.first is not None
    return [span.first + each * DAY for each in range((span.last - span.first).days + 1)]


def histories(case: Case, vocabulary: Vocabulary, decide: Decide) -> list[dict[str, Known | date]]:
    """Every way in which the stated durations can have begun; the other facts as they are stated."""
    found: list[dict[str, Known | date]] = []
    for service in span_days(case.date_of_service):
        if decide(replace(case, date_of_service=Span.exactly(service))) is None:
            continue
        ways: list[dict[str, Known | date]] = [dict(case.facts)]
        for name, known in case.facts.items():
            if isinstance(known.value, Duration):
                variable = vocabulary.variable(name)
                starts = [back(service, known.value)]
                if variable != name and variable in case.facts:
                    days = span_days(case.facts[variable].value)
                    starts = [each for each in days if completed(service, each, known.value)]
                ways = [{**without(way, name), variable: start} for way in ways for start in starts]
        found += ways
    return found


def without(way: dict[str, Known | date], name: str) -> dict[str, Known | date]:
    return {each: value for each, value in way.items() if each != name}


def on(case: Case, history: dict[str, Known | date], day: date, vocabulary: Vocabulary) -> Case | None:
    """The case as it would be asked on another day; None where something has not yet begun."""
    facts = {}
    for name, value in history.items():
        if isinstance(value, Known):
            facts[name] = value
        elif value > day:
            return None
        elif vocabulary.facts[name].kind.value == "date":
            facts[name] = Known(name, Span.exactly(value))
        else:
            facts[name] = Known(name, Duration((day - value).days, Unit.DAYS))
    return replace(case, date_of_service=Span.exactly(day), facts=facts)


def met_on(case: Case, day: date, vocabulary: Vocabulary, decide: Decide, began: list) -> bool:
    asked = [on(case, each, day, vocabulary) for each in began]
    outcomes = {decide(each) for each in asked if each is not None} - {None}
    return outcomes == {Outcome.MET}


def inside(found: tuple[Window, ...], day: date) -> bool:
    return any(
        (each.first is None or each.first <= day) and (each.last is None or day <= each.last)
        for each in found
    )


@filtering
@given(worlds())
def test_windows_are_the_days_that_decide_to_be_met(world: World) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)

    def decide(case: Case) -> Outcome | None:
        try:
            return determine(case, plan, CODES, "hash").outcome
        except Contradiction:
            return None

    assume(decide(world.case) is not None)
    (part,) = parts_under(world.case, plan, CODES)
    found = windows(Passage(part, world.case, plan))
    began = histories(world.case, world.vocabulary, decide)
    event(f"{len(found)} windows")
    middle = world.case.date_of_service.last
    for day in (middle + each * DAY for each in range(-60, 60)):
        assert inside(found, day) == met_on(world.case, day, world.vocabulary, decide, began), day


@filtering
@given(cases(0.95), st.integers(-140, 140))
def test_shipped_policies_are_met_on_the_days_of_their_windows(case: Case, by: int) -> None:
    def decide(asked: Case) -> Outcome | None:
        try:
            return LIBRARY.decide(asked).outcome
        except Undecidable:
            return None

    assume(case.date_of_service.is_exact and decide(case) is not None)
    plan = LIBRARY.plan(LIBRARY.decide(case).policy.id)
    (part,) = parts_under(case, plan, LIBRARY.procedure_codes)
    found = windows(Passage(part, case, plan))
    event("a window" if found else "none")
    began = histories(case, LIBRARY.vocabulary, decide)
    edges = [day for each in found for day in (each.first, each.last) if day is not None]
    days = [edge + each * DAY for edge in edges for each in (-1, 0, 1)]
    for day in (*days, case.date_of_service.last + by * DAY):
        assert inside(found, day) == met_on(case, day, LIBRARY.vocabulary, decide, began), day
