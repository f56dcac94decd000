"""The validator before it is used: what is good passes, and what is broken does not."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.cli.command import ROOT
from tests.fhir import packages
from tests.fhir.packages import VALIDATING, Resource
from tests.fhir.validating.definitions import definitions
from tests.fhir.validating.independent import issues
from tests.fhir.validating.walk import validated

CRD, DTR = VALIDATING[0], VALIDATING[1]
EXTENSION = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information"
GONE = object()

# Examples of the packages that are wrong themselves, and where.
WRONG = {
    "us_core_311/DiagnosticReport-cardiology-report.json": "presentedForm[0].hash: found 'EQH/..AgME'",
    "us_core_311/Observation-satO2-fiO2.json": "valueQuantity: has no code of http://hl7.org/fhir/ValueSet/ucum",
}
GOOD: dict[str, Resource] = {
    "outcome": {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid"}]},
    "capabilities": {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-01-01",
        "kind": "instance",
        "implementation": {"description": "A server"},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [{"mode": "server", "resource": [{"type": "Questionnaire"}]}],
    },
    "codes": {
        "resourceType": "ValueSet",
        "status": "active",
        "url": "urn:coverline:codes",
        "compose": {"include": [{"system": "http://loinc.org", "concept": [{"code": "38208-5"}]}]},
        "expansion": {
            "timestamp": "2026-01-01T00:00:00Z",
            "contains": [{"system": "http://a.org", "code": "b"}],
        },
    },
}
NAMES = {
    "order": f"{CRD}/MedicationRequest-annotated-example.json",
    "service": f"{CRD}/ServiceRequest-example.json",
    "coverage": f"{CRD}/Coverage-example.json",
    "form": f"{DTR}/Questionnaire-home-o2-std-questionnaire.json",
    "answers": f"{DTR}/QuestionnaireResponse-home-o2-questionnaireresponse.json",
    "library": f"{DTR}/Library-library-quick-model-definition.json",
    "package": f"{DTR}/Parameters-QuestionnairePackageOutputParamsExample.json",
    "asking": f"{DTR}/Parameters-QuestionnairePackageInputParamsExample.json",
}
PROFILES = {
    "order": "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/profile-medicationrequest",
    "service": "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/profile-servicerequest",
    "form": "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-std-questionnaire",
    "answers": "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-questionnaireresponse",
    "package": "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-qpackage-output-parameters",
    "asking": "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/dtr-qpackage-input-parameters",
}


def _good(name: str) -> Resource:
    return deepcopy(GOOD[name] if name in GOOD else packages.examples()[NAMES[name]])


def _with(message: Resource, place: str, value: Any) -> Resource:
    """The message with another value at a place such as item/0/type; a list grows at its end."""
    *steps, last = [int(part) if part.isdigit() else part for part in place.split("/")]
    holder: Any = message
    for step in steps:
        holder = holder[step]
    if value is GONE:
        del holder[last]
    elif isinstance(last, int) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
    return message


PART = "extension/0/extension"
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
SHOWN = {"question": "1.1", "operator": "exists"}
# The message, the place, what stands there instead, what is told, and whether @medplum/core sees it too.
BROKEN: list[tuple[str, str, Any, str, bool]] = [
    # Cardinality, of elements and of slices.
    ("service", "subject", GONE, "0 of subject; expected 1 to 1", True),
    ("service", "requester", GONE, "0 of requester; expected 1 to 1", True),
    ("service", "status", ["draft"], "is a list", True),
    ("service", "reasonCode", {"text": "x"}, "is no list", True),
    ("order", f"{PART}/0", GONE, "0 of extension:coverage; expected 1 to 1", False),
    ("order", f"{PART}/15", {"url": "covered", "valueCode": "covered"}, "2 of extension:covered", False),
    ("answers", "extension/2", GONE, "0 of extension:intendedUse; expected 1", True),
    ("answers", "extension/1", GONE, "1 of extension:context; expected 2", True),
    ("form", "url", GONE, "0 of url; expected 1 to 1", True),
    ("form", "subjectType", ["Patient", "Patient"], "2 of subjectType; expected 1 to 1", True),
    ("package", "parameter", [], "0 of parameter", True),
    ("package", "parameter/0/name", "Package", "0 of parameter:PackageBundle", True),
    ("outcome", "issue", GONE, "0 of issue", True),
    ("library", "type", GONE, "0 of type", True),
    # Types.
    ("order", f"{PART}/1", {"url": "covered", "valueBoolean": True}, "valueBoolean, which may not", False),
    (
        "order",
        f"{PART}/11",
        {"url": "date", "valueDateTime": "2026-01-01"},
        "valueDateTime, which may",
        False,
    ),
    ("service", "status", 7, "found 7; expected a code", True),
    ("service", "authoredOn", "2024-13-01", "which is no dateTime", True),
    ("service", "doNotPerform", "true", "expected a boolean", True),
    ("service", "code", "pacemaker", "expected a CodeableConcept", True),
    ("form", "item/0/linkId", "", "which is no string", True),
    ("form", "item/0/maxLength", 1.5, "which is no integer", True),
    ("service", "occurrenceDateTime", "soon", "which is no dateTime", True),
    ("package", "parameter/0/resource", {"resourceType": "Patient"}, "found a Patient; expected", False),
    ("codes", "expansion/timestamp", "today", "which is no dateTime", True),
    ("service", "resourceType", "ServiceOrder", "which is no resource", True),
    # What stands where nothing of the kind may stand.
    ("service", "priorAuthorization", True, "priorAuthorization, which may not stand here", True),
    ("form", "item/0/question", "?", "question, which may not stand here", True),
    ("order", f"{PART}/15", {"url": "approved", "valueCode": "yes"}, "none of the slices", False),
    ("coverage", "extension", [{"url": EXTENSION}], "may not stand here; expected it on", True),
    ("answers", "item/0/item/0/answer/0/valueDate", "2026-01-01", "holds valueDate and valueString", False),
    ("service", "note", [{}], "is empty", True),
    ("service", "note", [], "is an empty list", False),
    ("service", "note", None, "note: is null", True),
    # Codes.
    ("service", "status", "signed", "no code of http://hl7.org/fhir/ValueSet/request-status", True),
    ("order", f"{PART}/1/valueCode", "approved", "ValueSet/coverageInfo", False),
    ("order", f"{PART}/2/valueCode", "yes", "ValueSet/coveragePaDetail", False),
    ("order", f"{PART}/5/valueCode", "weather", "ValueSet/informationNeeded", False),
    ("order", f"{PART}/7/valueCodeableConcept/coding/0/code", "silver-card", "which http", False),
    ("form", "item/0/type", "section", "ValueSet/item-type", False),
    ("answers", "status", "done", "ValueSet/questionnaire-answers-status", False),
    ("answers", "extension/2/valueCodeableConcept/coding/0/code", "never", "has never, which", False),
    ("outcome", "issue/0/code", "wrong", "ValueSet/issue-type", False),
    ("capabilities", "rest/0/resource/0/type", "Form", "ValueSet/resource-types", False),
    ("library", "content/0/contentType", "CQL", "ValueSet/mimetypes", False),
    ("library", "status", "final", "ValueSet/publication-status", False),
    # Fixed and pattern values.
    ("form", "subjectType", ["Group"], "is not the pattern value Patient", False),
    ("package", "parameter/0/resource/type", "batch", "is not the pattern value collection", False),
    # Rules in FHIRPath.
    ("order", f"{PART}/13", GONE, "breaks crd-ci-q5", False),
    ("order", f"{PART}/3", GONE, "breaks crd-ci-q1", False),
    ("order", f"{PART}/2", GONE, "breaks crd-ci-q2", False),
    ("order", f"{PART}/1/valueCode", "covered", "breaks crd-ci-q3", False),
    ("form", "item/0/item", [], "breaks que-1", True),
    ("form", "item/0/initial", [{"valueBoolean": True}], "breaks que-8", True),
    ("form", "item/1/linkId", "1", "breaks que-2", False),
    ("form", "item/0/answerValueSet", "http://a.org/b", "breaks que-5", True),
    ("form", "item/1/enableWhen", [{**SHOWN, "answerString": "x"}], "breaks que-7", True),
    ("answers", "item/0/answer", [{"valueBoolean": True}], "breaks qrs-1", True),
    ("capabilities", "kind", "requirements", "breaks cpb-1", True),
    ("capabilities", "implementation", GONE, "breaks cpb-", True),
    ("codes", "compose/include/0/system", GONE, "breaks vsd-", True),
    ("coverage", "contact", [{"name": {"text": "x"}}], "contact, which may not", True),
    # Narratives, and what is contained.
    ("form", "text/div", "<div>no namespace</div>", "may not stand in a narrative", False),
    ("form", "text/div", f"<div {XHTML}><script>x</script></div>", "script, which may not stand", False),
    ("form", "text/div", f'<div {XHTML}><b onclick="x">b</b></div>', "that does something", False),
    ("form", "text/div", f"<div {XHTML}> </div>", "says nothing", False),
    ("form", "text/div", "<div>", "is no XHTML", False),
    ("service", "contained", [{"resourceType": "Basic", "id": "b", "code": {"text": "x"}}], "dom-3", False),
    # References.
    ("service", "subject/reference", "Practitioner/example", "refers to a Practitioner", False),
    ("order", f"{PART}/10/valueReference/reference", "#nowhere", "not there (ref-1)", False),
    ("answers", "extension/0/valueReference/reference", "Location/1", "refers to a Location", False),
]


@pytest.fixture(scope="module")
def seen_by_medplum() -> Callable[[int], list[str]]:
    """What @medplum/core finds in each broken message, all of them in one run."""
    asked: list[tuple[Resource, str | None]] = [
        (_with(_good(name), place, value), PROFILES.get(name)) for name, place, value, *_ in BROKEN
    ]
    found = issues(asked)
    return lambda index: found[index]


def test_what_is_broken_below_is_good_before() -> None:
    names = [*GOOD, *NAMES]
    for name in names:
        assert list(validated(_good(name), *_profiles(name)).wrong) == []
    assert not any(issues([(_good(name), PROFILES.get(name)) for name in names]))
    shown = _with(_good("form"), "item/1/enableWhen", [{**SHOWN, "answerBoolean": True}])
    assert list(validated(shown).wrong) == []


def _profiles(name: str) -> list[str]:
    return [PROFILES[name]] if name in PROFILES else []


@pytest.mark.parametrize("index", range(len(BROKEN)), ids=lambda index: "-".join(map(str, BROKEN[index][:2])))
def test_a_broken_message_is_found(index: int, seen_by_medplum: Callable[[int], list[str]]) -> None:
    name, place, value, told, seen = BROKEN[index]
    found = validated(_with(_good(name), place, value), *_profiles(name)).wrong
    assert any(each in one for one in found for each in told.split("|")), list(found)
    assert bool(seen_by_medplum(index)) == seen, seen_by_medplum(index)


def test_the_packages_own_examples_are_good() -> None:
    """All but those that are wrong themselves, before both validators."""
    ours = {name: each for name, each in packages.examples().items() if name.startswith(VALIDATING)}
    assert len(ours) > 100
    wrong = {name: list(validated(each).wrong) for name, each in ours.items()}
    assert {name for name, found in wrong.items() if found} == WRONG.keys()
    for name, told in WRONG.items():
        assert told in wrong[name][0]
    asked = [
        (each, profile)
        for name, each in ours.items()
        for profile in (None, *each.get("meta", {}).get("profile", ()))
        if name not in WRONG and (profile is None or definitions().structure(profile))
    ]
    assert len(asked) > 150
    assert [found for found in issues(asked) if found] == []


def test_the_document_says_how_many_are_found() -> None:
    text = " ".join((ROOT / "docs" / "fhir.md").read_text(encoding="utf-8").split())
    seen = sum(each[4] for each in BROKEN)
    assert (
        f"of {len(BROKEN)} messages that are broken in one place each, the first finds all, the second {seen}"
        in text
    )
