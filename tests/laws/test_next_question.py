"""Asking ends decided when all is answered, and never asks what cannot matter."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coverline.decide.determine import determine
from coverline.decide.facts import Contradiction
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known
from coverline.model.determination import Determination, Outcome
from coverline.model.quantity import Span
from coverline.search.next_question import NextQuestion, interview
from tests.laws.generated import CODES, World, stated_facts, worlds

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
