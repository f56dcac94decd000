"""Laws of taking a case from a chart, over generated charts."""

import json
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from coverline.decide.determine import Determination
from coverline.decide.facts import Contradiction
from coverline.intake.data import told_data
from coverline.language.cases import read_cases
from coverline.model.case import Case, Known, Service
from coverline.model.quantity import Duration, Span, Unit
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
)
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


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case of which a chart can carry every fact, and whose facts do not exclude each other."""
    payer = draw(st.sampled_from(sorted(DAYS)))
    day = DAYS[payer]
    known = {}
    for name in draw(st.lists(st.sampled_from(CARRIED), unique=True)):
        fact = LIBRARY.vocabulary.facts[name]
        value = draw(CAN_SAY[name](day) if name in CAN_SAY else values(fact, day))
        known[name] = Known(name, value)
    case = Case(
        payer,
        Span.exactly(day),
        (draw(st.sampled_from(SERVICES)),),
        product=draw(st.sampled_from([None, "commercial_hmo", "commercial_ppo", "medicare_advantage_ppo"])),
        state=draw(st.sampled_from([None, "MA", "CA", "NJ"])),
        facts=known,
    )
    try:
        LIBRARY.decide(case)
    except Contradiction:
        assume(False)
    return case


def plain(case: Case | None) -> Case:
    """The case without where its facts are recorded."""
    assert case is not None
    facts = {name: Known(name, each.value) for name, each in sorted(case.facts.items())}
    return replace(case, identifier=None, facts=facts)


def answer(determination: Determination) -> tuple[object, ...]:
    return (
        determination.outcome,
        determination.category,
        determination.action,
        determination.prior_authorization,
        determination.missing,
        determination.warnings,
        determination.code_findings,
    )


@given(case=cases())
def test_facts_from_a_chart_are_decided_as_the_case_from_a_file(case: Case) -> None:
    taken = told(chart_bundle(case))
    assert plain(taken.case) == plain(case)
    assert not taken.conflicts
    assert not taken.set_aside
    text = json.dumps(told_data(taken)["case"])
    (read,) = read_cases(text, "case.json", LIBRARY.vocabulary)
    assert read.case is not None, read.problems
    assert answer(LIBRARY.decide(read.case)) == answer(LIBRARY.decide(case))


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
    case=cases(),
    unrelated=st.lists(st.sampled_from(UNRELATED), min_size=1, unique_by=lambda each: each["id"]),
)
def test_what_does_not_count_changes_nothing(case: Case, unrelated: list[dict[str, Any]]) -> None:
    bundle = chart_bundle(case)
    more = bundle | {"entry": [*bundle["entry"], *({"resource": each} for each in unrelated)]}
    assert told(more).case == told(bundle).case


@given(case=cases(), data=st.data())
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


@given(case=cases(), data=st.data())
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


@given(case=cases(), data=st.data())
def test_no_bundle_breaks_it(case: Case, data: st.DataObject) -> None:
    """Elements taken away or replaced by anything: a message, or a case that can be decided."""
    bundle = deepcopy(chart_bundle(case))
    for _ in range(data.draw(st.integers(1, 4))):
        _damage(bundle, data, JSON)
    with suppress(Unreadable):
        taken = told(bundle)
        json.dumps(told_data(taken))
        assert (taken.case is None) == bool(taken.problems)
        if taken.case is not None:
            LIBRARY.decide(taken.case)


@given(case=cases(), data=st.data())
def test_what_is_taken_away_never_becomes_a_no(case: Case, data: st.DataObject) -> None:
    bundle = deepcopy(chart_bundle(case))
    for _ in range(data.draw(st.integers(1, 6))):
        _damage(bundle, data, None)
    with suppress(Unreadable):
        taken = told(bundle).case
        for name, known in taken.facts.items() if taken is not None else ():
            if LIBRARY.vocabulary.facts[name].kind in (Kind.YES_NO, Kind.CHOICE):
                assert known.value == case.facts[name].value


def _damage(holder: Any, data: st.DataObject, instead: st.SearchStrategy[Any] | None) -> None:
    """Takes away one element somewhere, or replaces it by something."""
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    if isinstance(holder[key], dict | list) and data.draw(st.integers(0, 4)):
        _damage(holder[key], data, instead)
    elif instead is None or data.draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = data.draw(instead)
