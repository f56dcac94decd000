"""Asking ends decided when all is answered, asks nothing that cannot matter, and as little as it can."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coverline.decide.determine import determine
from coverline.decide.facts import Contradiction
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known, Service, Value
from coverline.model.determination import Determination, Outcome
from coverline.model.quantity import Span
from coverline.search.expected import FEW
from coverline.search.knowing import Place, knowing
from coverline.search.next_question import NextQuestion, interview, next_question
from tests.laws.generated import (
    CODES,
    SERVICE_DAYS,
    YES_NO,
    World,
    bodies_of,
    policy,
    stated_facts,
    tests_of_choices,
    vocabulary,
    worlds,
)

filtering = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def decided(case: Case, plan: PolicyPlan) -> Determination | None:
    try:
        return determine(case, plan, CODES, "hash")
    except Contradiction:
        return None


def drawn(fact: str, case: Case, data: st.DataObject) -> Known:
    """An exact answer to a question."""
    day = case.date_of_service.last
    if fact == "date_of_service":
        return Known(fact, Span.exactly(day))
    if fact == "technique":
        techniques = CODES.find(case.services[0].code).techniques
        return Known(fact, data.draw(st.sampled_from(techniques)))
    if fact == "levels":
        return Known(fact, frozenset({data.draw(st.sampled_from(["U1", "L1"]))}))
    known = data.draw(stated_facts(Span.exactly(day)))
    assume(fact in known)
    value = known[fact].value
    return Known(fact, Span.exactly(value.first)) if isinstance(value, Span) else known[fact]


@filtering
@given(worlds(), st.data())
def test_asking_decides_and_asks_only_what_is_missing(world: World, data: st.DataObject) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)
    before = decided(world.case, plan)
    assume(before is not None)

    def answer(question: NextQuestion, case: Case) -> tuple[Known, ...]:
        found = decided(case, plan)
        assume(found is not None)
        assert question.place.fact in {each.fact for each in found.missing}
        return (drawn(question.place.fact, case, data),)

    try:
        found = interview(world.case, plan, CODES, answer)
    except Contradiction:
        assume(False)
    event(f"{len(found.asked)} questions")
    after = decided(found.case, plan)
    assert after is not None
    assert after.outcome is not Outcome.NEEDS_INFORMATION
    assert len(set(found.asked)) == len(found.asked)
    assert bool(found.asked) == (before.outcome is Outcome.NEEDS_INFORMATION)


@filtering
@given(worlds())
def test_what_is_not_documented_is_asked_once_and_left_as_it_is(world: World) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)
    before = decided(world.case, plan)
    assume(before is not None and before.outcome is Outcome.NEEDS_INFORMATION)
    found = interview(world.case, plan, CODES, lambda _question, _case: ())
    assert found.case == world.case
    assert sorted(found.asked) == sorted(each.fact for each in before.missing)


@filtering
@given(worlds(), worlds())
def test_a_part_that_is_unmet_ends_the_questions(world: World, other: World) -> None:
    services = (*world.case.services, *other.case.services)
    case = replace(world.case, services=services)
    plan = PolicyPlan(world.versions, world.vocabulary)
    before = decided(case, plan)
    assume(before is not None and before.outcome is Outcome.NOT_MET)
    assert interview(case, plan, CODES, lambda _question, _case: ()).asked == ()


ENUMERATED: dict[str, list[Value]] = {
    **{name: [True, False] for name in YES_NO},
    "judged": [True, False],
    "color": ["red", "green", "blue", "none"],
    "levels": [frozenset({"U1"}), frozenset({"L1"})],
}


class Expected:
    """The mean number of questions over all answers, each value that contradicts nothing equally likely."""

    def __init__(self, plan: PolicyPlan, choose: Callable[[Case], list[str]]) -> None:
        self.plan = plan
        self.choose = choose
        self.known: dict[str, float] = {}

    def questions(self, case: Case) -> float:
        """The least of what `choose` gives to ask first."""
        key = str(case)
        if key not in self.known:
            asked = [] if self.is_decided(case) else self.choose(case)
            self.known[key] = min((self.asking(fact, case) for fact in asked), default=0)
        return self.known[key]

    def is_decided(self, case: Case) -> bool:
        found = decided(case, self.plan)
        assert found is not None
        return found.outcome is not Outcome.NEEDS_INFORMATION

    def asking(self, fact: str, case: Case) -> float:
        after = [knowing(case, Place(fact), Known(fact, value)) for value in ENUMERATED[fact]]
        left = [self.questions(each) for each in after if decided(each, self.plan) is not None]
        return 1 + sum(left) / len(left)


@st.composite
def worlds_of_few_choices(draw: st.DrawFn) -> World:
    """A policy that asks for choices only, and a case in which none is made."""
    pairs = draw(st.sets(st.sampled_from([0, 1, 2]), max_size=3))
    version = policy(draw(bodies_of(tests_of_choices)), None, True, (None, None))
    service = Service("11111", draw(st.sampled_from(["first", "third"])), ())
    case = Case("payer", Span.exactly(SERVICE_DAYS[0]), (service,))
    return World(vocabulary(tuple(sorted(pairs)), False), (version,), case)


@filtering
@given(worlds_of_few_choices())
def test_no_other_order_of_few_questions_is_expected_to_be_shorter(world: World) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)
    missing = decided(world.case, plan).missing
    assume(1 < len(missing) <= FEW + 1)

    def every(asked: Case) -> list[str]:
        return [each.fact for each in decided(asked, plan).missing]

    def ours(asked: Case) -> list[str]:
        return [next_question(asked, plan, CODES).place.fact]

    event(f"{len(missing)} missing")
    found = Expected(plan, ours).questions(world.case)
    assert found == pytest.approx(Expected(plan, every).questions(world.case))
