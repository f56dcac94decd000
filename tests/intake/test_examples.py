"""The packages' own examples, and the charts that these tests build, held against the standard."""

from copy import deepcopy
from typing import Any

import pytest

from coverline.problem import Unreadable
from tests.fhir import resources
from tests.fhir.packages import examples
from tests.fhir.resources import bundle, concept, coverage, order, organization, patient
from tests.fhir.taking import facts, told


def said_of(chart: dict[str, Any]) -> str:
    try:
        found = told(chart)
    except Unreadable as unreadable:
        return str(unreadable)
    return "" if found.case is not None else "\n".join(map(str, found.problems))


def test_every_example_is_read_or_told_why_not() -> None:
    for name, resource in examples().items():
        said = said_of(resource)
        assert said, name
        assert "expected FHIR R4" not in said, (name, said)


def test_requests_for_prior_authorization_of_other_payers_are_told_as_such() -> None:
    for name, resource in examples().items():
        if resource.get("type") == "collection" and "AuthorizationBundle" in name and "Response" not in name:
            said = said_of(resource)
            assert "no ServiceRequest" in said or "without such a code" in said, name
            assert "(MARYLAND CAPITAL INSURANCE COMPANY); expected a payer" in said, name


def test_an_order_and_a_coverage_of_the_packages_beside_a_patient() -> None:
    """The packages' order is for another procedure and their payer is not ours: told, each with its place."""
    crd = {name.split("/")[-1]: each for name, each in examples().items() if "crd" in name}
    parts = [crd[f"{kind}-example.json"] for kind in ("Patient", "ServiceRequest", "Coverage", "Encounter")]
    said = said_of(bundle(*deepcopy(parts)))
    assert "ServiceRequest/example without such a code" in said
    assert "no coverage that counts: Coverage/example" in said or "Coverage/example of" in said


def test_everyday_records_of_us_core_say_nothing_of_the_spine() -> None:
    records = [
        each for name, each in examples().items() if "us_core" in name and each["resourceType"] != "Patient"
    ]
    everyday = [deepcopy(each) for each in records if each["resourceType"] not in ("Bundle", "Coverage")]
    chart = bundle(patient("example"), organization("cigna"), *everyday)
    mine = {"reference": "Patient/example"}
    chart["entry"] += [
        {"resource": coverage() | {"beneficiary": mine}},
        {"resource": order() | {"subject": mine}},
    ]
    assert len(everyday) > 50
    assert facts(chart) == {}


BUILT = (
    patient(state="MA"),
    organization("cigna"),
    coverage("commercial_ppo"),
    order(technique="vertebroplasty", reasonCode=[concept("ICD-10-CM|M80.08XA")]),
    resources.condition("ICD-10-CM|M80.08XA", "fracture", "L1", "2024-08-01"),
    resources.observation("LOINC|72514-3", "pain", {"valueQuantity": {"value": 8}}, "L1"),
    resources.report("CPT|72148", "report", "ICD-10-CM|G95.20"),
    resources.imaging("DICOM|MR", "study"),
    resources.therapy("therapy", "2024-07-01", "2024-08-12"),
    resources.medicine("medicine"),
    resources.stay("stay", "2024-08-02"),
)


@pytest.mark.parametrize("resource", BUILT, ids=lambda each: each["resourceType"])
def test_the_charts_of_these_tests_are_of_the_standard(resource: dict[str, Any]) -> None:
    models = pytest.importorskip("fhir.resources.R4B", reason="fhir.resources is not installed")
    models.get_fhir_model_class(resource["resourceType"]).model_validate(deepcopy(resource))
