"""What an EHR fills in by a form's expressions is what the intake takes from the same chart, or nothing."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverline.forms import form
from coverline.intake.chart import Told
from coverline.model.case import Case, Service
from coverline.model.quantity import Span
from coverline.problem import Unreadable
from tests.fhir.charts import OBSERVED, chart_of
from tests.fhir.resources import Resource, bundle, concept, condition, observation, order
from tests.fhir.taking import told
from tests.forms.everything import ADDRESS
from tests.forms.filling import filled_in
from tests.laws.real import LIBRARY
from tests.laws.test_intake import cases as all_cases

law = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def _at_one_level(case: Case) -> Case:
    (service,) = case.services
    return replace(case, services=(replace(service, levels=service.levels[:1]),), lesions=())


cases = all_cases().map(_at_one_level)


@cache
def form_of(payer: str) -> Resource:
    (policy,) = (each for versions in LIBRARY.policies.values() for each in versions if each.payer == payer)
    return form(policy, LIBRARY, ADDRESS)


def filled(payer: str, chart: list[Resource]) -> dict[str, object]:
    """What a form is filled in with."""
    return {name: said for name, (said,) in filled_in(form_of(payer), chart).items()}


def _value(name: str, said: Any) -> object:
    if name == "service":
        return said
    code = said["code"] if isinstance(said, dict) else said
    if name == "levels":
        return frozenset({code})
    if isinstance(code, str) and name in ("indication", "pain_severity"):
        return code
    fact = LIBRARY.vocabulary.facts.get(name)
    if name == "date_of_service" or (fact and fact.kind.name == "DATE"):
        return Span.exactly(date.fromisoformat(str(said)))
    return Fraction(Decimal(str(said))) if fact and fact.kind.name == "PERCENT" else said


def taken(found: Told) -> dict[str, object]:
    assert found.case is not None, found.problems
    case = found.case
    facts = {name: each.value for name, each in case.facts.items()}
    (service,) = case.services
    return facts | {
        "service": service.code,
        "levels": frozenset(service.levels),
        "date_of_service": case.date_of_service,
    }


def same_or_nothing(payer: str, chart: list[Resource]) -> dict[str, object]:
    """What is filled in, after it was found to be what the intake takes."""
    return same_or_nothing_of(filled(payer, chart), chart)


def same_or_nothing_of(said: Mapping[str, Any], chart: list[Resource]) -> dict[str, object]:
    """What is filled in as values of a case, after it was found to be what the intake takes."""
    filling = {name: _value(name, each) for name, each in said.items()}
    try:
        taking = taken(told(bundle(*chart, timestamp="2031-01-01T00:00:00Z")))
    except (Unreadable, AssertionError):  # an order that cannot be read, or two patients
        return filling
    assert {name: taking.get(name) for name in filling} == filling
    return filling


@law
@given(case=cases)
def test_a_clean_chart(case: Case) -> None:
    """What is observed is filled in, unless a record of a fact stands by that could contradict it."""
    filling = same_or_nothing(case.payer, chart_of(case))
    assert filling["date_of_service"] == case.date_of_service
    tied = {name for each in LIBRARY.vocabulary.follows for name in (each.when.fact, each.then.fact)}
    asked = {item["linkId"] for group in form_of(case.payer)["item"] for item in group["item"]}
    plain = {name for name in case.facts if name in OBSERVED and name in asked and name not in tied}
    assert plain <= set(filling)


ELSEWHERE = {"coding": [{"system": "urn:coverline:facts", "code": "T3"}]}
SPOILERS = (
    lambda each: each.update(status="preliminary"),
    lambda each: each.update(status="entered-in-error"),
    lambda each: each.update(verificationStatus={"coding": [{"code": "refuted"}]}),
    lambda each: each.update(clinicalStatus={"coding": [{"code": "resolved"}]}),
    lambda each: each.update(subject={"reference": "Patient/other"}),
    lambda each: each.update(bodySite=ELSEWHERE if each["resourceType"] == "Observation" else [ELSEWHERE]),
    lambda each: each.pop("bodySite", None),
    lambda each: each.update(effectiveDateTime="2031-01-01"),
    lambda each: each.update(effectiveDateTime="2024"),
    lambda each: each.pop("effectiveDateTime", None),
    lambda each: each.update(onsetDateTime="2030-05-05"),
    lambda each: each.update(onsetDateTime="2019-05"),
    lambda each: each.update(abatementDateTime="2020-01-01"),
    lambda each: each.update(modifierExtension=[{"url": "x", "valueBoolean": True}]),
    lambda each: each.update(valueBoolean=not each["valueBoolean"]) if "valueBoolean" in each else None,
    lambda each: each["code"]["coding"].append({"system": "http://loinc.org", "code": "1"}),
)


@law
@given(case=cases, data=st.data())
def test_a_spoiled_chart(case: Case, data: st.DataObject) -> None:
    """Records that do not count, or say something else, beside or instead of those that do."""
    chart = deepcopy(chart_of(case))
    records = chart[4:]
    for each in data.draw(st.lists(st.sampled_from(records), max_size=4)) if records else ():
        changed = deepcopy(each) | {"id": f"{each['id']}-{data.draw(st.integers(0, 99))}"}
        data.draw(st.sampled_from(SPOILERS))(changed)
        if data.draw(st.booleans()):
            chart.append(changed)
        else:
            each.clear()
            each.update(changed)
    same_or_nothing(case.payer, chart)


def _chart(*records: Resource, payer: str = "cigna", **changes: Any) -> list[Resource]:
    case = Case(payer, Span.exactly(date(2024, 9, 10)), (Service("22511", None, ("L1",)),))
    found = chart_of(case)
    found[3] = order(**changes)
    return [*found, *records]


def single_charts(payer: str) -> list[list[Resource]]:
    """Charts with one record each."""
    return [_chart(record, payer=payer) for record, _ in RECORDS]


BROKEN = "SNOMED CT|42942008"
HEALED = observation("Coverline|fracture_healed", "healed", {"valueBoolean": False}, "L1")


RECORDS = [
    (HEALED, {"fracture_healed": False}),
    (condition("ICD-10-CM|C90.00", "c", "L1"), {"indication": "multiple_myeloma"}),
    (condition("ICD-10-CM|C9000", "c", "L1"), {"indication": "multiple_myeloma"}),
    (condition(BROKEN, "c", "L1", "2024-08-01"), {"fracture_date": Span.exactly(date(2024, 8, 1))}),
    (condition(BROKEN, "c", "L1", "2024-08"), {}),
    (condition("ICD-10-CM|C90.00", "c"), {}),
    (observation("LOINC|72514-3", "o", {"valueInteger": 7}, "L1"), {"pain_severity": "severe"}),
    (observation("LOINC|72514-3", "o", {"valueInteger": 6}, "L1"), {"pain_severity": "moderate"}),
]


@pytest.mark.parametrize(("record", "said"), RECORDS)
def test_single_records(record: Resource, said: dict[str, object]) -> None:
    filling = same_or_nothing("cigna", _chart(record))
    assert {name: each for name, each in filling.items() if name in LIBRARY.vocabulary.facts} == said


@pytest.mark.parametrize(
    "changes",
    [{"on": None}, {"levels": ("L1", "L2")}, {"levels": ()}, {"code": "CPT|99213"}, {"on": "2024-09"}],
)
def test_an_order_that_leaves_day_or_level_open(changes: dict[str, Any]) -> None:
    filling = filled("cigna", _chart(HEALED, **changes))
    assert not filling.keys() & LIBRARY.vocabulary.facts.keys()


def test_an_order_that_may_be_billed_as_another_service_counts_too() -> None:
    billed = {"url": "http://billing.example", "valueCodeableConcept": concept("CPT|22514")}
    other = order(code="SNOMED CT|1", name="another") | {
        "code": concept("SNOMED CT|1") | {"extension": [billed]}
    }
    assert "fracture_healed" in filled("cigna", _chart(HEALED))
    assert filled("cigna", [*_chart(HEALED), other]) == {}


def test_two_orders_say_nothing() -> None:
    chart = [*_chart(HEALED), order(name="another", levels=("L2",))]
    assert filled("cigna", chart) == {}


def test_more_than_came_says_nothing() -> None:
    """An EHR that answers in pages may have more; none of its answers is then relied on."""
    found = _chart(HEALED)
    assert "fracture_healed" in filled("cigna", found)
    expressions = [
        each["valueExpression"] for each in form_of("cigna")["extension"] if "valueExpression" in each
    ]
    (guard,) = (each["expression"] for each in expressions if each["name"] == "order")
    assert guard.count("link.where(relation = 'next').empty()") == 6
