"""Paths of whole cases: several parts, partial dates of service, and what lesions state themselves."""

from collections.abc import Mapping
from datetime import date

from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known, Lesion, Service, Value, written
from coverline.model.criteria import Among, AtLeast, Criterion, Test
from coverline.model.determination import Outcome
from coverline.model.quantity import Duration, Span, Unit, month
from coverline.search.paths import MOST_PATHS, Search, paths_of
from coverline.search.steps import Change, Path, along
from tests.laws.generated import CITE, CODES, YES_NO, policy, vocabulary
from tests.laws.real import LIBRARY

TREATED: Mapping[str, Value] = {
    "symptomatic": True,
    "conservative_treatment_failed": True,
    "prophylactic": False,
}
OSTEOPOROTIC: Mapping[str, Value] = {**TREATED, "indication": "osteoporotic_fracture"}
SEPTEMBER = month(2020, 9)
SEPTEMBER_END = Span.exactly(SEPTEMBER.last)


def known(facts: Mapping[str, Value]) -> dict[str, Known]:
    return {name: Known(name, value) for name, value in facts.items()}


def case_of(
    facts: Mapping[str, Value], *lesions: Mapping[str, Value], day: Span = SEPTEMBER, payer: str = "bcbsma"
) -> Case:
    levels = ("L1", "L3")[: len(lesions) or 1]
    service = Service("22511", "vertebroplasty", levels)
    own = tuple(Lesion((level,), known(each)) for level, each in zip(levels, lesions, strict=False))
    return Case(payer, day, (service,), product="commercial_ppo", state="MA", facts=known(facts), lesions=own)


def paths(case: Case) -> list[str]:
    """Each path in one line, after it was decided to be met and no part of it to be."""
    found = paths_of(case, LIBRARY.plan_for(case), LIBRARY.procedure_codes)
    assert len(found.parts) == len(LIBRARY.decide(case).services)
    for path in found.whole:
        assert LIBRARY.decide(along(path, case)).outcome is Outcome.MET
        if path[0].change is not Change.TIME:
            for place in range(len(path)):
                fewer = along((*path[:place], *path[place + 1 :]), case)
                assert LIBRARY.decide(fewer).outcome is not Outcome.MET
    return [line(each) for each in found.whole]


def line(path: Path) -> str:
    steps = (
        f"{each.fact}{'@' if each.levels else ''}{','.join(each.levels)}={written(each.value)}"
        for each in path
    )
    return f"{path[0].change.value}: {'; '.join(steps)}"


def test_a_path_of_two_levels_joins_what_each_of_them_needs() -> None:
    lesions = (
        {"pain_from_nonhealing_fracture": True},
        {"conservative_treatment_duration": Duration(6, Unit.WEEKS)},
    )
    assert paths(case_of(OSTEOPOROTIC, *lesions, day=SEPTEMBER_END)) == [
        "document: conservative_treatment_duration=6 weeks; pain_from_nonhealing_fracture=yes",
        "document: fracture_date=2020-08-20; hospitalized_for_fracture=yes",
        "document: fracture_date=2020-08-20; ambulation_prevented=yes",
    ]


def test_what_a_lesion_states_in_part_is_set_in_it() -> None:
    lesions: tuple[Mapping[str, Value], ...] = (
        {"fracture_date": month(2020, 8), "hospitalized_for_fracture": True},
        {"pain_from_nonhealing_fracture": True, "conservative_treatment_duration": Duration(6, Unit.WEEKS)},
    )
    facts = {**OSTEOPOROTIC, "ambulation_prevented": False}
    assert paths(case_of(facts, *lesions, day=SEPTEMBER_END))[0] == ("document: fracture_date@L1=2020-08-20")


def test_on_a_partial_date_of_service_the_boundary_holds_on_every_day() -> None:
    facts = {**OSTEOPOROTIC, "ambulation_prevented": True, "conservative_treatment_failed": False}
    # Under six weeks on the last day of September; a day in September leaves only the days after it.
    assert paths(case_of(facts)) == ["document: fracture_date=2020-08-20"]


def test_a_day_of_service_is_chosen_where_only_some_days_can_be_met() -> None:
    facts = {**OSTEOPOROTIC, "ambulation_prevented": True, "conservative_treatment_failed": False}
    dated = case_of({**facts, "fracture_date": Span.exactly(SEPTEMBER.last.replace(month=8, day=1))})
    assert paths(dated) == ["document: date_of_service=2020-09-01"]


def test_time_moves_every_duration_from_the_last_possible_day() -> None:
    treated = [{"conservative_treatment_duration": Duration(each, Unit.DAYS)} for each in (30, 28)]
    facts = {**OSTEOPOROTIC, "pain_from_nonhealing_fracture": True, "fracture_age": Duration(10, Unit.WEEKS)}
    (path,) = paths(case_of(facts, *treated))
    assert path.split("; ") == [
        "time: date_of_service=2020-10-14",
        "conservative_treatment_duration@L1=44 days",
        "fracture_age=12 weeks",
        "conservative_treatment_duration@L3=42 days",
    ]


def test_nothing_makes_a_case_met_of_which_one_part_cannot_be() -> None:
    case = case_of(OSTEOPOROTIC, {}, {"indication": "hemangioma"}, day=SEPTEMBER_END)
    found = paths_of(case, LIBRARY.plan_for(case), LIBRARY.procedure_codes)
    assert found.whole == ()
    assert found.parts[0]
    assert found.parts[1] == ()


def test_a_case_of_one_part_has_the_paths_of_its_part() -> None:
    case = case_of(OSTEOPOROTIC)
    found = paths_of(case, LIBRARY.plan_for(case), LIBRARY.procedure_codes)
    assert found.parts == (found.whole,)


def test_a_day_that_one_part_cannot_have_is_not_chosen() -> None:
    """L1 could be asked for on the first, but the fracture of L3 was not seen before the tenth."""
    facts = {**OSTEOPOROTIC, "conservative_treatment_failed": False}
    lesions: tuple[Mapping[str, Value], ...] = (
        {"fracture_date": Span.exactly(date(2020, 8, 1)), "ambulation_prevented": True},
        {"fracture_date": Span.exactly(date(2020, 9, 10)), "ambulation_prevented": False},
    )
    assert paths(case_of(facts, *lesions)) == [
        "document: date_of_service=2020-09-10; hospitalized_for_fracture=yes"
    ]


def test_twenty_paths_at_the_most() -> None:
    tests = [Test(name, Among(frozenset({True}))) for name in (*YES_NO, "judged")]
    colors = [Test("color", Among(frozenset({each}))) for each in ("red", "green", "blue")]
    body = AtLeast(2, tuple(Criterion("", "a label", CITE, each) for each in (*tests, *colors)))
    plan = PolicyPlan((policy(body, None, False, (None, None)),), vocabulary((), False))
    case = Case("payer", SEPTEMBER_END, (Service("11111", None, ("U1",)),))
    found = Search(case, plan, CODES).paths()
    assert len(found) == MOST_PATHS
    assert {len(each) for each in found} == {2}


def test_a_value_that_a_lesion_contradicts_is_no_path() -> None:
    """Only a failed treatment would do, but the second level says that it is helping."""
    facts = {name: each for name, each in OSTEOPOROTIC.items() if name != "conservative_treatment_failed"}
    known_facts = {
        **facts,
        "ambulation_prevented": False,
        "hospitalized_for_fracture": False,
        "pain_from_nonhealing_fracture": True,
        "conservative_treatment_duration": Duration(8, Unit.WEEKS),
    }
    case = case_of(known_facts, {}, {"responding_to_conservative_treatment": True}, day=SEPTEMBER_END)
    assert paths(case) == []
