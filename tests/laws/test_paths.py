"""Paths are the minimal sets of brute force, and each is met while no part of it is."""

from dataclasses import replace
from itertools import combinations, product
from math import prod

from hypothesis import HealthCheck, assume, event, given, settings

from coverline.decide import plan as plans
from coverline.decide.determine import determine
from coverline.decide.facts import Contradiction, Undecidable
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known, Value
from coverline.model.determination import Outcome
from coverline.model.quantity import Span
from coverline.search.alone import alone, parts_under
from coverline.search.passage import Passage
from coverline.search.paths import MOST_PATHS, Change, Path, Search, along
from coverline.search.windows import windows
from tests.laws.brute_force import _choices, in_force
from tests.laws.generated import CODES, World, worlds
from tests.laws.real import LIBRARY, cases

filtering = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
ENUMERATED = ("yes/no", "choice")
LARGEST = 1500
Set = frozenset[tuple[str, Value]]


def outcome(world: World, plan: PolicyPlan) -> Outcome | None:
    try:
        return determine(world.case, plan, CODES, "hash").outcome
    except Contradiction:
        return None


def settable(world: World) -> dict[str, list[Value]]:
    """What can be set: unknown facts that a criterion in force tests, technique and level."""
    day = world.case.date_of_service.last
    version = in_force(world, day)
    assume(version is not None)
    choices = _choices(world, day)
    derived = dict(decided_values(world))
    found: dict[str, list[Value]] = {}
    for name in dict.fromkeys(world.vocabulary.variable(test.fact) for test in plans.tests_of(version)):
        if name == "region":
            if "region" not in derived:
                found["levels"] = [frozenset({"U1"}), frozenset({"L1"})]
        elif name == "began":
            if "began_ago" not in world.case.facts:
                found[name] = [Span.exactly(each) for each in choices[name]]
        elif name not in derived:
            found[name] = choices[name]
    techniques = CODES.find(world.case.services[0].code).techniques
    if len(techniques) > 1:
        found["technique"] = list(techniques)
    return found


def decided_values(world: World) -> dict[str, Value]:
    plan = PolicyPlan(world.versions, world.vocabulary)
    (part,) = parts_under(world.case, plan, CODES)
    return Passage(part, world.case, plan).inquiry.closed.values | {
        name: each.value for name, each in world.case.facts.items() if not isinstance(each.value, Span)
    }


def setting(case: Case, values: Set) -> Case:
    (service,) = case.services
    facts = dict(case.facts)
    for name, value in values:
        if name == "technique":
            service = replace(service, technique=value)
        elif name == "levels":
            service = replace(service, levels=tuple(value))
        else:
            facts[name] = Known(name, value)
    return replace(case, services=(service,), facts=facts)


def minimal_sets(world: World, plan: PolicyPlan, values: dict[str, list[Value]]) -> list[Set]:
    found: list[Set] = []
    for count in range(len(values) + 1):
        for names in combinations(values, count):
            for chosen in product(*(values[name] for name in names)):
                each = frozenset(zip(names, chosen, strict=True))
                if any(part <= each for part in found):
                    continue
                if outcome(replace(world, case=setting(world.case, each)), plan) is Outcome.MET:
                    found.append(each)
    return found


def shape(world: World, values: Set) -> frozenset[tuple[str, object]]:
    """A set without the values that stand for a range of others."""
    facts = world.vocabulary.facts
    return frozenset(
        (name, value if name not in facts or facts[name].kind.value in ENUMERATED else "some")
        for name, value in values
    )


def as_set(path: Path) -> Set:
    return frozenset((step.fact, step.value) for step in path)


@filtering
@given(worlds())
def test_paths_are_the_minimal_sets_of_brute_force(world: World) -> None:
    assume(world.case.date_of_service.is_exact)
    assume(not any(each.unless_stated for each in world.vocabulary.follows))
    plan = PolicyPlan(world.versions, world.vocabulary)
    before = outcome(world, plan)
    assume(before in (Outcome.NEEDS_INFORMATION, Outcome.NOT_MET))
    values = settable(world)
    assume(prod(len(each) + 1 for each in values.values()) <= LARGEST)
    paths = [
        as_set(path)
        for path in Search(world.case, plan, CODES).paths()
        if not any(step.change is Change.TIME for step in path)
    ]
    expected = {shape(world, each) for each in minimal_sets(world, plan, values)}
    event(f"{len(paths)} paths")
    if len(paths) < MOST_PATHS - 2:
        assert {shape(world, each) for each in paths} == expected
    else:
        assert {shape(world, each) for each in paths} <= expected


@filtering
@given(worlds())
def test_every_path_is_met_and_no_part_of_it_is(world: World) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)
    assume(outcome(world, plan) is not None)
    paths = Search(world.case, plan, CODES).paths()
    event(f"{len(paths)} paths")
    assert [len(each) for each in paths] == sorted(len(each) for each in paths)
    assert len(set(paths)) == len(paths) <= MOST_PATHS
    for path in paths:
        assert outcome(replace(world, case=along(path, world.case)), plan) is Outcome.MET
        if path[0].change is not Change.TIME:
            for count in range(len(path)):
                for part in combinations(path, count):
                    assert outcome(replace(world, case=along(part, world.case)), plan) is not Outcome.MET


@filtering
@given(cases(0.7))
def test_paths_of_the_shipped_policies_are_met(case: Case) -> None:
    try:
        before = LIBRARY.decide(case)
    except Undecidable:
        return
    plan = LIBRARY.plan(before.policy.id)
    (part,) = parts_under(case, plan, LIBRARY.procedure_codes)
    asked = alone(part, case)
    paths = Search(asked, plan, LIBRARY.procedure_codes).paths()
    event(f"{before.outcome.value}: {'paths' if paths else 'none'}")
    if before.outcome is Outcome.NEEDS_INFORMATION and case.date_of_service.is_exact:
        may_be_met = Outcome.MET in Passage(part, case, plan).inquiry.outcomes
        assert any(each[0].change is not Change.TIME for each in paths) == may_be_met
    first_days = {each.first for each in windows(Passage(part, case, plan))}
    for path in paths:
        assert LIBRARY.decide(along(path, asked)).outcome is Outcome.MET
        days = [step.value.last for step in path if step.fact == "date_of_service"]
        assert set(days) <= first_days
