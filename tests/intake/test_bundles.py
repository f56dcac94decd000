"""Bundles of every form, and what is said of those that cannot be read."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from coverline.intake.bundle import LARGEST_BUNDLE, read_bundle, records_of
from coverline.intake.versions import _OLDER, _R5
from coverline.problem import Unreadable
from tests.fhir.resources import (
    asked,
    bundle,
    concept,
    condition,
    coverage,
    observation,
    order,
    organization,
    patient,
)
from tests.fhir.taking import facts, told

Data = dict[str, Any]
FRACTURE = condition("ICD-10-CM|M80.08XA", "fracture", "L1", "2024-08-01")
TAKEN = {"indication", "fracture_date"}


def refused(chart: Data | str) -> str:
    """What is said of a chart that gives no case."""
    try:
        found = told(chart if isinstance(chart, dict) else dict(read_bundle(chart, "chart")))
    except Unreadable as unreadable:
        return str(unreadable)
    assert found.case is None
    return "\n".join(map(str, found.problems))


@pytest.mark.parametrize("kind", ["collection", "searchset", "transaction", "batch", "document", "message"])
def test_the_kind_of_bundle_does_not_matter(kind: str) -> None:
    assert set(facts(asked(FRACTURE) | {"type": kind})) == TAKEN


def test_bundles_in_a_bundle_are_opened() -> None:
    inner = bundle(FRACTURE, kind="searchset")
    assert set(facts(asked(inner))) == TAKEN


def test_entries_without_a_resource_are_passed_over_only_where_a_request_stands() -> None:
    chart = asked(FRACTURE)
    chart["entry"].append({"request": {"method": "DELETE", "url": "Condition/1"}})
    assert set(facts(chart)) == TAKEN
    chart["entry"].append({"link": []})
    assert "Bundle.entry[6] without a resource" in refused(chart)


def addressed(chart: Data, address: Callable[[Data], str], refer: Callable[[str], str]) -> Data:
    """The chart with full addresses, and with its references rewritten."""
    found = json.loads(json.dumps(chart), object_hook=lambda each: _referring(each, refer))
    for entry in found["entry"]:
        entry["fullUrl"] = address(entry["resource"])
    return dict(found)


def _referring(each: Data, refer: Callable[[str], str]) -> Data:
    return {**each, "reference": refer(each["reference"])} if "reference" in each else each


@pytest.mark.parametrize(
    ("address", "refer"),
    [
        (lambda each: f"urn:uuid:{each['resourceType']}-{each['id']}",
         lambda name: f"urn:uuid:{name.replace('/', '-')}"),
        (lambda each: f"https://ehr.example/fhir/{each['resourceType']}/{each['id']}", lambda name: name),
        (lambda each: f"https://ehr.example/fhir/{each['resourceType']}/{each['id']}",
         lambda name: f"https://ehr.example/fhir/{name}"),
        (lambda each: f"https://ehr.example/fhir/{each['resourceType']}/{each['id']}",
         lambda name: f"{name}/_history/3"),
    ],
    ids=["urn", "relative", "absolute", "versioned"],
)  # fmt: skip
def test_references_of_every_form(address: Callable[[Data], str], refer: Callable[[str], str]) -> None:
    chart = asked(FRACTURE, reasonReference=[{"reference": "Condition/fracture"}], levels=())
    assert set(facts(addressed(chart, address, refer))) == TAKEN


def test_a_reference_to_another_server_is_not_followed() -> None:
    chart = addressed(
        asked(FRACTURE),
        lambda each: f"https://a.example/{each['resourceType']}/{each['id']}",
        lambda name: name,
    )
    chart["entry"][4]["resource"]["subject"] = {"reference": "https://b.example/Patient/p"}
    assert facts(chart) == {}


def test_a_reference_that_leads_nowhere_is_no_reason() -> None:
    assert facts(asked(reasonReference=[{"reference": "Condition/gone"}])) == {}


def test_a_contained_resource_is_found_where_it_is() -> None:
    myeloma = condition("ICD-10-CM|C90.00", "inside", "L1")
    chart = asked(contained=[myeloma], reasonReference=[{"reference": "#inside"}])
    found = told(chart).case
    assert found is not None
    assert found.diagnoses == ("C90.00",)


def test_the_latest_version_counts() -> None:
    first = FRACTURE | {"meta": {"versionId": "9"}}
    later = FRACTURE | {"meta": {"versionId": "10"}, "onsetDateTime": "2024-07-01"}
    mistaken = later | {"meta": {"versionId": "11"}, "verificationStatus": concept("any|entered-in-error")}
    assert str(facts(asked(first, later))["fracture_date"]) == "2024-07-01"
    assert facts(asked(mistaken, first, later)) == {}
    updated = [
        FRACTURE | {"meta": {"lastUpdated": f"2024-08-{day}T00:00:00Z"}, "onsetDateTime": f"2024-07-{day}"}
        for day in ("03", "01", "02")
    ]
    assert str(facts(asked(*updated))["fracture_date"]) == "2024-07-03"


def test_versions_of_which_none_is_known_to_be_later_say_nothing() -> None:
    chart = asked(FRACTURE, FRACTURE | {"onsetDateTime": "2024-07-01"})
    assert facts(chart) == {}
    assert {each.why for each in told(chart).set_aside} == {
        "there are several versions of it, and nothing tells which is the later one"
    }


def test_the_same_resource_twice_is_one() -> None:
    found = told(asked(FRACTURE, deepcopy(FRACTURE)))
    assert [len(each.findings) for _, _, each in found.agreed] == [1, 1]


def test_reading_changes_no_resource() -> None:
    chart = asked(FRACTURE)
    before = deepcopy(chart)
    told(chart)
    assert chart == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "chart:1:2: found text that is not JSON"),
        ("", "found text that is not JSON"),
        ("[]", "found JSON that is a list; expected a bundle of FHIR R4 resources"),
        ('{"case": "a"}', "found JSON without a resourceType"),
        ('{"resourceType": "Bundle", "type": "collection", "type": "batch"}', 'the key "type" twice'),
        ("[" * 100_000, "more nesting than any resource has"),
        ('{"resourceType": "Bundle", "type": "collections"}', 'did you mean "collection"?'),
        ('{"resourceType": "Bundle", "type": "history"}', "Bundle of type history"),
        ('{"resourceType": "Bundle", "type": "collection", "entry": {}}', "Bundle.entry that is no list"),
        (
            '{"resourceType": "Bundle", "type": "collection", "entry": [3]}',
            "Bundle.entry[0] without a resource",
        ),
        ('{"resourceType": "Bundle", "type": "collection"}', "found no Patient"),
        ('{"resourceType": "Patient", "id": "p"}', "found no ServiceRequest"),
    ],
)
def test_what_is_no_chart_is_told(text: str, words: str) -> None:
    assert words in refused(text)


def test_a_bundle_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as stream:
        stream.truncate(LARGEST_BUNDLE + 1)
    with pytest.raises(Unreadable, match="at most 64,000,000 bytes"):
        read_bundle(file, "large.json")


def test_two_patients_are_told_with_their_places() -> None:
    chart = asked(patient("other"))
    assert "2 patients: Bundle.entry[4] Patient/other, Bundle.entry[0] Patient/p" in refused(chart)


def test_a_subscriber_is_no_second_patient() -> None:
    chart = bundle(
        patient(), patient("parent"), organization("cigna"), order(), FRACTURE,
        coverage(subscriber={"reference": "Patient/parent"}),
    )  # fmt: skip
    assert set(facts(chart)) == TAKEN


@pytest.mark.parametrize(
    ("kind", "content", "sign"),
    [
        ("MedicationRequest", {"medication": {"concept": {}}}, "element medication, which is of FHIR R5"),
        ("Encounter", {"class": [{}]}, "a list of classes, as in FHIR R5"),
        ("ServiceRequest", {"code": {"concept": {}}}, "a code that holds a concept, as in FHIR R5"),
        ("ImagingStudy", {"modality": [{"coding": []}]}, "modalities that are concepts, as in FHIR R5"),
        ("Coverage", {"insurer": {}}, "element insurer, which is of FHIR R5"),
        ("Condition", {"clinicalStatus": "active"}, "as in FHIR STU3"),
        ("Encounter", {"class": "inpatient"}, "as in FHIR DSTU2"),
        ("Observation", {"context": {}}, "element context, which is of FHIR STU3"),
        ("MedicationRequest", {"context": {}}, "element context, which is of FHIR STU3"),
        ("Encounter", {"reason": [{"value": [{}]}]}, "element reason, which is of FHIR R5"),
        ("Encounter", {"reason": [{"coding": []}]}, "element reason, which is of FHIR DSTU2 or STU3"),
    ],
)
def test_other_versions_of_fhir_are_told_by_what_shows_them(kind: str, content: Data, sign: str) -> None:
    said = refused(asked({"resourceType": kind, "id": "foreign", **content}))
    assert sign in said
    assert f"Bundle.entry[4] {kind}/foreign" in said
    assert "expected FHIR R4 (4.0.1)" in said


@pytest.mark.parametrize(
    ("kind", "element"), [(kind, each) for table in (_R5, _OLDER) for kind in table for each in table[kind]]
)
def test_no_element_of_r4_is_taken_for_one_of_another_version(kind: str, element: str) -> None:
    models = pytest.importorskip("fhir.resources.R4B", reason="fhir.resources is not installed")
    fields = models.get_fhir_model_class(kind).model_fields
    assert element not in {field.alias or name for name, field in fields.items()}


def test_an_observation_may_be_the_only_thing_in_the_file() -> None:
    records = records_of(observation("LOINC|72514-3", "pain", {}), "pain.json")
    assert [each.name for each in records.all] == ["Observation/pain"]
