"""Simple paths: what is walked without the engine finds what the engine finds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.intake.elements import Resource
from coverline.intake.fhirpath import by_engine, values
from coverline.intake.simple_paths import simple
from coverline.model.case import Case
from tests.content.test_value_sets import PLACES, paths
from tests.fhir.charts import chart_of
from tests.fhir.resources import concept, condition, medicine, reference
from tests.laws.test_intake import cases

EVERY = sorted({path for _, place in PLACES for path in paths(place)})
SIMPLE = [path for path in EVERY if simple(path)]
REASON = condition("ICD-10-CM|M54.50", "pain", "L1")


def _resolve(written: str) -> Resource | None:
    return REASON if written == "Condition/pain" else None


def both(path: str, resource: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    walk = simple(path)
    assert walk is not None
    return walk(resource, _resolve), by_engine(path)(resource, _resolve)


def test_most_paths_of_the_content_are_simple() -> None:
    assert {
        "code",
        "value.ofType(Quantity).value",
        "reasonCode | reasonReference.resolve().code",
        "medication.ofType(CodeableConcept) | medication.ofType(Reference).resolve().code",
    } <= set(SIMPLE)


@pytest.mark.parametrize(
    "path",
    ["status = 'active'", "a.first()", "value", "code.ofType(CodeableConcept)", "a.where(b)", "a[0]", "1"],
)
def test_what_needs_the_engine_is_left_to_it(path: str) -> None:
    assert simple(path) is None


@given(cases(), st.data())
def test_a_simple_path_finds_in_every_record_what_the_engine_finds(case: Case, data: st.DataObject) -> None:
    resources = chart_of(case, lambda ways: data.draw(st.sampled_from(ways)))
    for resource in resources:
        for path in SIMPLE:
            walked, found = both(path, resource)
            assert walked == found, (path, resource)


@pytest.mark.parametrize("path", ["code", "conclusionCode", "reasonCode", "series.bodySite", "class"])
@pytest.mark.parametrize("held", [concept("a|b"), [concept("a|b"), {"text": "c"}], None, "text", [], 7, {}])
def test_elements_of_any_shape(path: str, held: Any) -> None:
    first, *rest = path.split(".")
    inside = held if not rest else [{rest[0]: held}, {rest[0]: concept("a|b")}]
    walked, found = both(path, {"resourceType": "Observation", first: inside})
    assert walked == found


def test_references_are_followed_and_what_is_not_there_says_nothing() -> None:
    path = "reasonCode | reasonReference.resolve().code"
    taken = medicine(
        "m", reasonReference=[reference(REASON), {"reference": "Condition/gone"}, {"display": "x"}]
    )
    walked, found = both(path, taken)
    assert walked == found == [REASON["code"]]


def test_a_path_that_the_engine_stumbles_over_finds_nothing() -> None:
    odd = {"resourceType": "Observation", "valueQuantity": {"value": "many"}}
    assert values("100 - value.ofType(Quantity).value", odd, _resolve) == []
