"""Laws of taking a case from a chart, over generated charts."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import assume, event, given
from hypothesis import strategies as st

from coverline.codesets.form import normalize, system_of_procedure
from coverline.decide.consequences import Consequences
from coverline.decide.facts import Contradiction, close
from coverline.intake.data import told_data
from coverline.language.cases import read_cases
from coverline.model.case import Case, Known, Lesion, Service, Value
from coverline.model.determination import Determination, Outcome
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.model.vocabulary import Kind
from coverline.problem import Unreadable
from tests.fhir import charts
from tests.fhir.charts import CARRIED, chart_bundle, chart_of
from tests.fhir.resources import condition, observation
from tests.fhir.taking import LIBRARY, told
from tests.laws.real import DAYS, values

SERVICES = (
    Service("22511", "vertebroplasty", ("L1",)),
    Service("22510", "vertebroplasty", ("T12",)),
    Service("22514", "balloon_kyphoplasty", ("L3",)),
    Service("22513", None, ("T8",)),
    Service("C1062", "mechanical_augmentation", ("L5",)),
    Service("22511", "vertebroplasty", ("L1", "L3")),
    Service("22513", "balloon_kyphoplasty", ("T12", "T8")),
)
ONE_LEVEL = SERVICES[:5]
CAN_SAY: dict[str, Callable[[date], st.SearchStrategy[Any]]] = {
    "indication": lambda _: st.sampled_from(sorted(charts.INDICATIONS)),
    "imaging": lambda _: st.frozensets(
        st.sampled_from([*charts.STUDIES, "bone_scan"]), min_size=1, max_size=3
    ),
    "contraindications": lambda _: st.frozensets(
        st.sampled_from(sorted(charts.CONTRAINDICATIONS)), min_size=1, max_size=3
    ),
    "conservative_treatment_duration": lambda _: st.integers(0, 130).map(
        lambda days: Duration(days, Unit.DAYS)
    ),
}
# What follows from other facts, is a clinician's to say, or is told by the day on which it began.
IN_NO_CHART = {"region", "stenting_counts_as_kyphoplasty", "pain_duration", "fracture_age"}
CONSEQUENCES = Consequences(LIBRARY.vocabulary)


@st.composite
def cases(draw: st.DrawFn, services: tuple[Service, ...] = SERVICES) -> Case:
    """A case of which a chart can carry every fact, and whose facts do not exclude each other."""
    payer = draw(st.sampled_from(sorted(DAYS)))
    day = DAYS[payer]
    service = draw(st.sampled_from(services))
    case = Case(
        payer,
        Span.exactly(day),
        (service,),
        product=draw(st.sampled_from([None, "commercial_hmo", "commercial_ppo", "medicare_advantage_ppo"])),
        state=draw(st.sampled_from([None, "MA", "CA", "NJ"])),
        setting=draw(st.sampled_from([None, "inpatient", "outpatient"])),
        diagnoses=draw(st.sampled_from([(), ("M80.08XA",), ("M80.08XA", "C90.00")])),
    )
    by_level = {level: _facts(draw, case, day) for level in service.levels}
    shared = _facts(draw, case, day) if len(by_level) > 1 else {}
    known = {
        level: dict(sorted({**_own(facts), **shared}.items())) if len(by_level) > 1 else facts
        for level, facts in by_level.items()
    }
    try:
        for each in known.values():
            close(each, CONSEQUENCES, {})
    except Contradiction:
        assume(False)
    return _placed(case, known)


def _facts(draw: st.DrawFn, case: Case, day: date) -> dict[str, Known]:
    found = {}
    for name in draw(st.lists(st.sampled_from(CARRIED), unique=True)):
        fact = LIBRARY.vocabulary.facts[name]
        value = draw(CAN_SAY[name](day) if name in CAN_SAY else values(fact, day))
        if charts.is_carried(case, name, value):
            found[name] = Known(name, value)
    return dict(sorted(found.items()))


def _own(facts: dict[str, Known]) -> dict[str, Known]:
    return {name: each for name, each in facts.items() if name not in charts.OF_THE_PATIENT}


def _placed(case: Case, known: dict[str, dict[str, Known]]) -> Case:
    """The case with what is known at each level: what is the same at all of them is shared."""
    one, *others = known.values()
    shared = {name: each for name, each in one.items() if all(other.get(name) == each for other in others)}
    lesions = tuple(
        Lesion((level,), own)
        for level, facts in known.items()
        if (own := {name: each for name, each in facts.items() if name not in shared})
    )
    return replace(case, facts=shared, lesions=lesions)


def plain(case: Case | None) -> Case:
    """The case without where its facts are recorded, and with what all levels share at one place."""
    assert case is not None
    levels = case.services[0].levels
    own = {level: facts for each in case.lesions for level in each.levels for facts in (each.facts,)}
    known = {level: _plain({**case.facts, **own.get(level, {})}) for level in levels}
    return _placed(replace(case, identifier=None), known)


def _plain(facts: Mapping[str, Known]) -> dict[str, Known]:
    return {name: Known(name, each.value) for name, each in sorted(facts.items())}


def test_every_fact_that_a_chart_may_record_is_in_the_law() -> None:
    recorded = {fact.name for fact in LIBRARY.vocabulary.facts.values() if fact.chart}
    assert recorded == set(CARRIED)
    assert set(LIBRARY.vocabulary.facts) - recorded == IN_NO_CHART


@given(case=cases(), data=st.data())
def test_facts_from_a_chart_are_decided_as_the_case_from_a_file(case: Case, data: st.DataObject) -> None:
    """The whole determination, of every payer, at one level or two, whichever records carry the facts."""
    event(case.payer)
    determination = _decided_alike(case, lambda ways: data.draw(st.sampled_from(ways)))
    event(determination.outcome.value)


def test_the_cases_of_every_policys_own_table_are_decided_alike_from_their_charts() -> None:
    """As far as a chart can carry them: here every policy is met, is not met, and asks."""
    choose = Random(0).choice
    outcomes = Counter(
        (case.payer, _decided_alike(case, choose).outcome)
        for name in LIBRARY.policies
        for table in LIBRARY.tables(LIBRARY.version(name))
        for row in table.rows
        for case in _carriable(row.case)
    )
    for payer in DAYS:
        for outcome in (Outcome.NEEDS_INFORMATION, Outcome.NOT_MET, Outcome.MET):
            # Michigan's policy is met by nobody, whatever is known.
            nobody = payer == "bcbsm" and outcome is not Outcome.NOT_MET
            assert (outcomes[payer, outcome] > 0) is not nobody, (payer, outcome)


def _carriable(case: Case) -> Iterator[Case]:
    """The case without what no chart can carry, where it is of one service on one day."""
    services = [
        each
        for each in case.services
        if each.levels and not case.lesions and system_of_procedure(normalize(each.code))
    ]
    if len(case.services) == len(services) == 1 and case.date_of_service.is_exact:
        day = case.date_of_service.last
        facts = {name: _in_days(each.value, day) for name, each in sorted(case.facts.items())}
        kept = {
            name: Known(name, value)
            for name, value in facts.items()
            if name in CARRIED
            and charts.is_carried(case, name, value)
            and not (isinstance(value, Span) and value.last > day)
        }
        ordered = replace(services[0], code=normalize(services[0].code))
        coded = tuple(dict.fromkeys(_diagnosis(normalize(each)) for each in case.diagnoses))
        yield replace(case, facts=kept, identifier=None, services=(ordered,), diagnoses=coded)


def _diagnosis(code: str) -> str:
    return code if len(code) <= 3 else f"{code[:3]}.{code[3:]}"


def _in_days(value: Value, day: date) -> Value:
    """A time as a chart tells it, from its first day on."""
    return Duration((day - back(day, value)).days, Unit.DAYS) if isinstance(value, Duration) else value


def _decided_alike(case: Case, choose: charts.Choose) -> Determination:
    """The determination of a case, which must be that of the case that is taken from its chart."""
    taken = told(chart_bundle(case, choose))
    assert plain(taken.case) == plain(case)
    assert not taken.conflicts
    (read,) = read_cases(json.dumps(told_data(taken)["case"]), "case.json", LIBRARY.vocabulary)
    assert read.case is not None, read.problems
    determination = LIBRARY.decide(plain(case))
    assert LIBRARY.decide(plain(read.case)) == determination
    with_sources = LIBRARY.decide(read.case)
    assert [each.outcome for each in with_sources.services] == [
        each.outcome for each in determination.services
    ]
    assert replace(with_sources, explanation=None, services=()) == replace(
        determination, explanation=None, services=()
    )
    return determination


@given(case=cases(), random=st.randoms(use_true_random=False))
def test_order_and_duplicates_of_entries_do_not_matter(case: Case, random: Any) -> None:
    bundle = chart_bundle(case)
    shuffled = deepcopy(bundle)
    shuffled["entry"] += random.sample(shuffled["entry"], len(shuffled["entry"]) // 2)
    random.shuffle(shuffled["entry"])
    assert told_data(told(shuffled)) == told_data(told(bundle))


UNRELATED = (
    observation("LOINC|8867-4", "pulse", {"valueQuantity": {"value": 70}}),
    condition("ICD-10-CM|I10", "pressure", onset="2011"),
    condition("ICD-10-CM|M80.08XA", "of-another", "L1") | {"subject": {"reference": "Patient/other"}},
    condition("ICD-10-CM|C90.00", "mistake", "L1", verified="entered-in-error"),
    observation("Coverline|fracture_healed", "cancelled", {"valueBoolean": True}, "L1")
    | {"status": "cancelled"},
    observation("Coverline|fracture_healed", "later", {"valueBoolean": True}, "L1", on="2031-01-01"),
    {"resourceType": "Basic", "id": "basic", "code": {}},
)


@given(
    case=cases(ONE_LEVEL),
    unrelated=st.lists(st.sampled_from(UNRELATED), min_size=1, unique_by=lambda each: each["id"]),
)
def test_what_does_not_count_changes_nothing(case: Case, unrelated: list[dict[str, Any]]) -> None:
    bundle = chart_bundle(case)
    more = bundle | {"entry": [*bundle["entry"], *({"resource": each} for each in unrelated)]}
    assert told(more).case == told(bundle).case


@given(case=cases(ONE_LEVEL), data=st.data())
def test_a_record_that_is_missing_leaves_its_fact_unknown(case: Case, data: st.DataObject) -> None:
    resources = chart_of(case)
    kept = (
        data.draw(st.lists(st.sampled_from(resources[4:]), unique_by=lambda each: each["id"]))
        if resources[4:]
        else []
    )
    bundle = chart_bundle(case) | {"entry": [{"resource": each} for each in (*resources[:4], *kept)]}
    whole, part = told(chart_bundle(case)).case, told(bundle).case
    assert whole is not None
    assert part is not None
    for name, known in part.facts.items():
        if LIBRARY.vocabulary.facts[name].kind is Kind.SET:
            assert known.value <= whole.facts[name].value  # type: ignore[operator]
        else:
            assert known.value == whole.facts[name].value


@given(case=cases(ONE_LEVEL), data=st.data())
def test_records_that_contradict_each_other_are_shown_and_leave_the_fact_unknown(
    case: Case, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(charts.OBSERVED))
    (level,) = case.services[0].levels
    day = case.date_of_service.last - timedelta(days=2)
    others = [
        observation(f"Coverline|{name}", f"{name}-{value}", {"valueBoolean": value}, level, on=str(day))
        for value in (True, False)
    ]
    facts = {each: known for each, known in case.facts.items() if each != name}
    bundle = chart_bundle(replace(case, facts=facts))
    bundle["entry"] += [{"resource": each} for each in others]
    taken = told(bundle)
    assert taken.case is not None
    assert name not in taken.case.facts
    (conflict,) = (each for each in taken.conflicts if name in each.facts)
    assert {each.value for each in conflict.findings} == {True, False}
    LIBRARY.decide(taken.case)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=5,
)


@given(case=cases(ONE_LEVEL), data=st.data())
def test_no_bundle_breaks_it(case: Case, data: st.DataObject) -> None:
    """Elements taken away or replaced by anything: a message, or a case that can be decided."""
    bundle = deepcopy(chart_bundle(case))
    for _ in range(data.draw(st.integers(1, 4))):
        damage(bundle, data, JSON)
    with suppress(Unreadable):
        taken = told(bundle)
        json.dumps(told_data(taken))
        assert (taken.case is None) == bool(taken.problems)
        if taken.case is not None:
            LIBRARY.decide(taken.case)


@given(case=cases(ONE_LEVEL), data=st.data())
def test_what_is_taken_away_never_becomes_a_no(case: Case, data: st.DataObject) -> None:
    bundle = deepcopy(chart_bundle(case))
    for _ in range(data.draw(st.integers(1, 6))):
        damage(bundle, data, None)
    with suppress(Unreadable):
        taken = told(bundle).case
        for name, known in taken.facts.items() if taken is not None else ():
            if LIBRARY.vocabulary.facts[name].kind in (Kind.YES_NO, Kind.CHOICE):
                assert known.value == case.facts[name].value


def damage(holder: Any, data: st.DataObject, instead: st.SearchStrategy[Any] | None) -> None:
    """Takes away one element somewhere, or replaces it by something."""
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    if isinstance(holder[key], dict | list) and data.draw(st.integers(0, 4)):
        damage(holder[key], data, instead)
    elif instead is None or data.draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = data.draw(instead)
