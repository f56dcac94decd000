"""The laws of an answer: what more knowledge, another order, or one criterion alone may change."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coverline.decide.determine import determine
from coverline.decide.facts import Contradiction
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Known, Service
from coverline.model.determination import Determination, Explanation, Outcome
from coverline.model.quantity import Span
from tests.laws.generated import CODES, World, stated_facts, worlds

# Facts that are drawn at random often contradict each other or the law's condition.
filtering = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
TIMES = {"began": ("began", "began_ago"), "began_ago": ("began", "began_ago")}
ANSWERS = {Outcome.MET: "yes", Outcome.NOT_MET: "no", Outcome.NEEDS_INFORMATION: "unknown"}


def decided(world: World) -> Determination | None:
    """The answer, None where facts contradict each other."""
    try:
        return determine(world.case, PolicyPlan(world.versions, world.vocabulary), CODES, "hash")
    except Contradiction:
        return None


def knowing(world: World, facts: dict[str, Known]) -> World:
    return replace(world, case=replace(world.case, facts={**world.case.facts, **facts}))


def unknown(world: World, facts: dict[str, Known]) -> dict[str, Known]:
    """Those facts that the case does not state under any name."""
    stated = {name for known in world.case.facts for name in TIMES.get(known, (known,))}
    return {name: each for name, each in facts.items() if name not in stated}


def presumes(world: World) -> bool:
    return any(each.unless_stated for each in world.vocabulary.follows)


@filtering
@given(worlds(), st.data())
def test_a_known_fact_never_changes_a_decided_answer(world: World, data: st.DataObject) -> None:
    assume(not presumes(world))
    before = decided(world)
    assume(before is not None and before.outcome is not Outcome.NEEDS_INFORMATION)
    more = unknown(world, data.draw(stated_facts(world.case.date_of_service)))
    after = decided(knowing(world, more))
    assume(after is not None)
    assert after.outcome is before.outcome


@filtering
@given(worlds(), st.data())
def test_a_fact_that_is_not_missing_leaves_the_answer_as_it_is(world: World, data: st.DataObject) -> None:
    assume(not presumes(world) and world.case.date_of_service.is_exact)
    before = decided(world)
    assume(before is not None and before.outcome is Outcome.NEEDS_INFORMATION)
    named = {each.fact for each in before.missing}
    drawn = unknown(world, data.draw(stated_facts(world.case.date_of_service)))
    unnamed = {name: each for name, each in drawn.items() if world.vocabulary.variable(name) not in named}
    assume(unnamed)
    name = data.draw(st.sampled_from(sorted(unnamed)))
    after = decided(knowing(world, {name: unnamed[name]}))
    assume(after is not None)
    event(after.outcome.value)
    still = {each.fact for each in after.missing}
    assert after.outcome is Outcome.NEEDS_INFORMATION or named - still
    assert still <= named or named - still


@filtering
@given(worlds(), st.data())
def test_answering_what_is_missing_decides(world: World, data: st.DataObject) -> None:
    asked = set()
    for _ in range(20):
        found = decided(world)
        assume(found is not None)
        if found.outcome is not Outcome.NEEDS_INFORMATION:
            return
        assert found.missing
        name = found.missing[0].fact
        assert name not in asked
        asked.add(name)
        world = answered(world, name, data)
    raise AssertionError("twenty answers did not decide")


def answered(world: World, name: str, data: st.DataObject) -> World:
    case = world.case
    if name == "date_of_service":
        return replace(world, case=replace(case, date_of_service=Span.exactly(case.date_of_service.last)))
    (service,) = case.services
    if name == "technique":
        known = data.draw(st.sampled_from(CODES.find(service.code).techniques))
        return with_service(world, replace(service, technique=known))
    if name == "levels":
        return with_service(world, replace(service, levels=(data.draw(st.sampled_from(["U1", "L1"])),)))
    facts = data.draw(stated_facts(Span.exactly(case.date_of_service.last)))
    assume(name in facts)
    if name == "began":
        return knowing(world, {name: Known(name, Span.exactly(facts[name].value.first))})
    return knowing(world, {name: facts[name]})


def with_service(world: World, service: Service) -> World:
    return replace(world, case=replace(world.case, services=(service,)))


@filtering
@given(worlds())
def test_every_node_is_what_it_is_alone(world: World) -> None:
    assume(world.case.services[0].code == "11111" and len(world.versions) == 1)
    assume(world.versions[0].version.last_day is None)
    found = decided(world)
    assume(found is not None)
    for node in nodes(found.explanation):
        (position, *others) = world.versions[0].positions
        alone = replace(position, criteria=node.criterion)
        policy = replace(world.versions[0], positions=(alone, *others))
        answer = decided(replace(world, versions=(policy,)))
        assert ANSWERS[answer.outcome] == node.result.value, node.criterion.id


def nodes(explained: Explanation) -> list[Explanation]:
    return [explained, *(below for child in explained.children for below in nodes(child))]


@filtering
@given(worlds())
def test_the_order_of_facts_changes_nothing(world: World) -> None:
    facts = dict(reversed(world.case.facts.items()))
    assert decided(replace(world, case=replace(world.case, facts=facts))) == decided(world)


@filtering
@given(worlds(), worlds())
def test_services_are_decided_as_if_alone(world: World, other: World) -> None:
    one, two = world.case.services[0], other.case.services[0]
    assume(one.levels and two.levels)
    alone = [decided(with_service(world, each)) for each in (one, two)]
    together = decided(replace(world, case=replace(world.case, services=(one, two))))
    backward = decided(replace(world, case=replace(world.case, services=(two, one))))
    assume(together is not None)
    assert [parts_alike(each) for each in together.services] == [
        parts_alike(each.services[0]) for each in alone
    ]
    assert backward.outcome is together.outcome
    assert {each.fact for each in backward.missing} == {each.fact for each in together.missing}


def parts_alike(part: Determination) -> Determination:
    return replace(part, part=None)
