"""Paths are the minimal sets of brute force, and each is met while no part of it is."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, product
from math import prod

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coverline.decide.determine import determine
from coverline.decide.facts import Contradiction, Undecidable
from coverline.decide.inquiry import Inquiry
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known, Lesion, Value
from coverline.model.determination import Outcome
from coverline.model.quantity import Span
from coverline.model.vocabulary import Fact
from coverline.search.alone import alone, parts_under
from coverline.search.outset import open_variables
from coverline.search.passage import Passage
from coverline.search.paths import MOST_PATHS, Search
from coverline.search.steps import Change, Path, along
from coverline.search.windows import windows
from tests.laws.brute_force import _choices
from tests.laws.generated import CODES, World, stated_facts, worlds
from tests.laws.real import LIBRARY, cases
from tests.laws.test_windows import span_days

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
    """What can be set: unknown facts that an open criterion tests, technique, level and day of service."""
    days = span_days(world.case.date_of_service)
    choices = [_choices(world, day) for day in days]
    found: dict[str, list[Value]] = {}
    plan = PolicyPlan(world.versions, world.vocabulary)
    unmet = [each for each in inquiries(world, plan) if each.outcomes != {Outcome.MET}]
    for name in sorted(frozenset[str]().union(*map(open_variables, unmet))):
        if name == "region":
            found["levels"] = [frozenset({"U1"}), frozenset({"L1"})]
        elif name == "began":
            began = {each for day in choices for each in day[name]}
            found[name] = [Span.exactly(each) for each in sorted(began)]
        else:
            values = [value for day in choices for value in day[name]]
            found[name] = [each for place, each in enumerate(values) if each not in values[:place]]
    techniques = CODES.find(world.case.services[0].code).techniques
    if len(techniques) > 1:
        found["technique"] = list(techniques)
    if len(days) > 1:
        found["date_of_service"] = [Span.exactly(each) for each in days]
    return found


def inquiries(world: World, plan: PolicyPlan) -> list[Inquiry]:
    return [Passage(each, world.case, plan).inquiry for each in parts_under(world.case, plan, CODES)]


def setting(case: Case, values: Set) -> Case:
    (service,) = case.services
    facts = dict(case.facts)
    for name, value in values:
        if name == "technique":
            service = replace(service, technique=value)
        elif name == "levels":
            service = replace(service, levels=tuple(value))
        elif name == "date_of_service":
            case = replace(case, date_of_service=value)
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
    return frozenset((name, value if stands_for_itself(name, facts) else "some") for name, value in values)


def stands_for_itself(name: str, facts: Mapping[str, Fact]) -> bool:
    return name in ("technique", "levels") or (name in facts and facts[name].kind.value in ENUMERATED)


def surely_minimal(
    shapes: set[frozenset[tuple[str, object]]],
) -> set[frozenset[tuple[str, object]]]:
    """Without the sets a part of which does with other values of a range; at the boundary all may."""
    return {each for each in shapes if not any(other < each for other in shapes)}


def as_set(path: Path) -> Set:
    return frozenset((step.fact, step.value) for step in path)


@filtering
@given(worlds())
def test_paths_are_the_minimal_sets_of_brute_force(world: World) -> None:
    assert_minimal(world)


@filtering
@given(worlds(), st.data())
def test_paths_of_two_lesions_are_the_minimal_sets_of_brute_force(world: World, data: st.DataObject) -> None:
    (service,) = world.case.services
    both = replace(service, levels=("U1", "L1"))
    # What a lesion states in part of a time is set in it, and is no fact of the case.
    own = [
        without_times(some_of(data.draw(stated_facts(world.case.date_of_service)), data)) for _ in both.levels
    ]
    lesions = tuple(Lesion((level,), facts) for level, facts in zip(both.levels, own, strict=True))
    shared = some_of(world.case.facts, data)
    case = replace(world.case, services=(both,), facts=shared, lesions=lesions)
    assert_minimal(replace(world, case=case), LARGEST // 3)


def without_times(facts: Mapping[str, Known]) -> dict[str, Known]:
    return {name: each for name, each in facts.items() if name not in ("began", "began_ago")}


def some_of(facts: Mapping[str, Known], data: st.DataObject) -> dict[str, Known]:
    return {name: each for name, each in facts.items() if data.draw(st.booleans())}


def assert_minimal(world: World, largest: int = LARGEST) -> None:
    assume(not any(each.unless_stated for each in world.vocabulary.follows))
    plan = PolicyPlan(world.versions, world.vocabulary)
    before = outcome(world, plan)
    assume(before in (Outcome.NEEDS_INFORMATION, Outcome.NOT_MET))
    values = settable(world)
    assume(prod(len(each) + 1 for each in values.values()) <= largest)
    paths = [
        as_set(path)
        for path in Search(world.case, plan, CODES).paths()
        if not any(step.change is Change.TIME for step in path)
    ]
    found = {shape(world, each) for each in paths}
    expected = {shape(world, each) for each in minimal_sets(world, plan, values)}
    event(f"{len(paths)} paths, {'one day' if world.case.date_of_service.is_exact else 'some days'}")
    assert found <= expected
    if len(paths) < MOST_PATHS - 2:
        assert surely_minimal(expected) <= found


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
