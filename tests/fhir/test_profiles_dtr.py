"""What the FHIR server hands out, before the published profiles of DTR 2.0.1 and the standard itself.

What is written as 2.2 is validated by the standard alone, since no package of it is at hand.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.command import ROOT
from tests.fhir.dtr import NEXT, PACKAGE, named, package, sent
from tests.fhir.messages import Resource
from tests.fhir.orders import CRD
from tests.fhir.test_profiles_forms import LEFT_OPEN
from tests.fhir.validating.fits import misfits
from tests.fhir.validating.independent import issues
from tests.fhir.validating.walk import validated
from tests.server.running import Running

DTR = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"
OUTPUT = f"{DTR}/dtr-qpackage-output-parameters"
ASKED = {
    "an order": {},
    "an order without a chart": {"referenced": []},
    "several orders": {"order": [*sent("order"), {**sent("order")[0], "id": "o2"}]},
    "no order": {"order": [], "referenced": []},
    "a service of no policy": {
        "order": [{**sent("order")[0], "code": {"coding": [{"system": "urn:oid:1.2", "code": "99213"}]}}]
    },
}


def _require_good(message: Resource, *profiles: str) -> None:
    report = validated(message, *profiles)
    assert list(report.wrong) == []
    assert report.left_open <= LEFT_OPEN


def _forms(server: Running) -> list[str]:
    found = server.get("/fhir/Questionnaire").json()
    return [entry["resource"]["url"] for entry in found["entry"]]


def _calls(server: Running, version: str) -> Iterator[Resource]:
    """Calls for the package of every form, and for those of orders, with what nobody knows among them."""
    unknown = named("questionnaire", "canonical", "http://example.org/Questionnaire/nobodys")
    for url in _forms(server):
        yield package(named("questionnaire", "canonical", url), unknown, version=version)
    for changes in ASKED.values():
        if changes.get("order", True):
            yield package(version=version, **changes)
    yield package(named("changedsince", "instant", "2126-01-01T00:00:00Z"), version=version)
    yield package(named("context", "string", "an-id"), version=version, order=[])


def _answers(server: Running, version: str) -> list[Resource]:
    found = [server.post(PACKAGE, each) for each in _calls(server, version)]
    assert {each.status_code for each in found} == {200}
    return [each.json() for each in found]


@pytest.fixture(scope="module")
def packages(unregistered: Running) -> list[Resource]:
    """The answers to every call, as 2.0.1."""
    return _answers(unregistered, "2.0.1")


def test_what_is_served_keeps_the_profiles_that_it_claims(unregistered: Running) -> None:
    statement = unregistered.get("/fhir/metadata").json()
    _require_good(statement)
    served = [each["type"] for each in statement["rest"][0]["resource"]]
    found = [unregistered.get(f"/fhir/{kind}").json() for kind in served]
    for each in found:
        # A Bundle is validated with all that is in it.
        _require_good(each)
        assert each["entry"]
    assert {"Questionnaire", "ValueSet", "Library"} <= set(served)
    assert not any(issues([(each, None) for each in (statement, *found)]))


def test_a_package_keeps_its_profiles(packages: list[Resource]) -> None:
    """Those of the Parameters, of the Bundle that they must hold, and of the form and the draft in it."""
    kinds = [each["resourceType"] for each in packages]
    assert kinds.count("Parameters") > 10
    assert kinds.count("OperationOutcome") >= 2
    for each in packages:
        _require_good(each, *([OUTPUT] if each["resourceType"] == "Parameters" else []))


def test_the_drafts_of_a_package_fit_its_form_and_its_value_sets(packages: list[Resource]) -> None:
    bundles = [part["resource"] for each in packages for part in each.get("parameter", ())]
    inside = [[entry["resource"] for entry in each.get("entry", ())] for each in bundles]
    checked = 0
    for resources in inside:
        sets = [each for each in resources if each["resourceType"] == "ValueSet"]
        codes = {each["url"]: _listed(each) for each in sets}
        for each in resources:
            if each["resourceType"] == "QuestionnaireResponse":
                form = each["contained"][0] if "contained" in each else resources[0]
                assert list(misfits(each, form, codes)) == []
                checked += 1
    assert checked >= 10


def _listed(value_set: Resource) -> set[tuple[str, str]]:
    return {(each["system"], each["code"]) for each in value_set["expansion"].get("contains", ())}


def test_a_validator_that_is_not_ours_finds_nothing_in_packages_either(packages: list[Resource]) -> None:
    asked: list[tuple[Resource, str | None]] = [(each, None) for each in packages]
    asked += [(each, OUTPUT) for each in packages if each["resourceType"] == "Parameters"]
    assert not any(issues(asked))


def test_what_is_written_as_2_2_is_of_the_standard(unregistered: Running) -> None:
    for each in _answers(unregistered, "2.2.0"):
        _require_good(_unclaimed(each), *([] if each["resourceType"] != "Parameters" else ["Parameters"]))


def _unclaimed(value: Any) -> Any:
    """A message without the profiles that it claims, and without their extensions."""
    if isinstance(value, list):
        return [_unclaimed(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _unclaimed(each) for name, each in value.items() if name != "meta"}
    if "extension" in kept and "url" not in kept:
        kept["extension"] = [each for each in kept["extension"] if not each["url"].startswith(DTR)]
        kept = {name: each for name, each in kept.items() if each != []}
    return kept


def test_every_step_of_a_form_that_asks_keeps_the_standard(unregistered: Running) -> None:
    url = next(each for each in _forms(unregistered) if each.endswith("-adaptive"))
    call = package(named("questionnaire", "canonical", url), version="2.0.1")
    found = unregistered.post(PACKAGE, call).json()
    entries = [
        entry["resource"] for each in found["parameter"] for entry in each["resource"].get("entry", ())
    ]
    response = next(each for each in entries if "contained" in each)
    codes = _codes(unregistered)
    steps = 0
    while response["status"] != "completed":
        answer = unregistered.post(NEXT, response)
        assert answer.status_code == 200
        response = answer.json()
        _require_good(response)
        assert list(misfits(response, response["contained"][0], codes)) == []
        steps += 1
    assert steps > 1


def _codes(server: Running) -> dict[str, set[tuple[str, str]]]:
    """The codes of every value set that can be listed."""
    sets = [each["resource"]["url"] for each in server.get("/fhir/ValueSet").json()["entry"]]
    expanded = (server.get(f"/fhir/ValueSet/$expand?url={each}").json() for each in sets)
    return {each["url"]: _listed(each) for each in expanded}


# What an EHR sends in the walkthrough, by the profiles of CRD and US Core.
SENT = {
    "ServiceRequest": f"{CRD}/profile-servicerequest",
    "Coverage": f"{CRD}/profile-coverage",
    "Patient": f"{CRD}/profile-patient",
    "Condition": f"{US_CORE}/us-core-condition",
    "Procedure": f"{US_CORE}/us-core-procedure",
    "Observation": "Observation",
}


def test_the_examples_are_messages_as_an_ehr_sends_them() -> None:
    found = [each for file in ("order-sign", "questionnaire-package") for each in _within(_read(file))]
    assert {each["resourceType"] for each in found} == SENT.keys()
    for each in found:
        assert list(validated(each, SENT[each["resourceType"]]).wrong) == []
    call = {**_read("questionnaire-package"), "meta": {"profile": [f"{DTR}/dtr-qpackage-input-parameters"]}}
    assert list(validated(call).wrong) == []


# The chart of docs/intake.md, by the same profiles and more of US Core.
CHARTED = SENT | {
    "Organization": f"{US_CORE}/us-core-organization",
    "DiagnosticReport": f"{US_CORE}/us-core-diagnosticreport-note",
    "MedicationRequest": f"{US_CORE}/us-core-medicationrequest",
    "Encounter": f"{CRD}/profile-encounter",
}


def test_the_example_of_a_chart_is_one_of_us_core() -> None:
    chart = json.loads((ROOT / "examples" / "chart.json").read_bytes())
    assert list(validated(chart).wrong) == []
    found = list(_within(chart))
    assert {each["resourceType"] for each in found} == CHARTED.keys() - {"Procedure"}
    for each in found:
        report = validated(each, CHARTED[each["resourceType"]])
        assert (list(report.wrong), report.left_open) == ([], set())


def _read(name: str) -> Any:
    return json.loads((ROOT / "examples" / "fhir" / f"{name}.json").read_bytes())


def _within(value: Any) -> Iterator[Resource]:
    """The resources in a message, those that hold others opened."""
    if isinstance(value, list):
        for each in value:
            yield from _within(each)
    elif isinstance(value, dict):
        if value.get("resourceType", "Bundle") not in ("Bundle", "Parameters"):
            yield value
        else:
            yield from _within(list(value.values()))


def test_expansions_and_refusals_keep_the_standard(unregistered: Running) -> None:
    sets = [each["resource"]["url"] for each in unregistered.get("/fhir/ValueSet").json()["entry"]]
    limits = ("", "&filter=a", "&count=1", "&count=0", "&offset=1")
    for query in [*(f"url={each}" for each in sets), *(f"url={sets[0]}{each}" for each in limits)]:
        found = unregistered.get(f"/fhir/ValueSet/$expand?{query}")
        assert found.status_code == 200
        _require_good(found.json())
    bodies: list[Any] = [
        {},
        [],
        {"resourceType": "Parameters"},
        {"resourceType": "Patient"},
        package(coverage=[]),
    ]
    for path in (PACKAGE, NEXT, "/fhir/Questionnaire/$log-questionnaire-errors", "/fhir/ValueSet/$expand"):
        for body in bodies:
            refused = unregistered.post(path, body)
            assert 400 <= refused.status_code < 500
            _require_good(refused.json())
    for path in ("/fhir/Library", "/fhir/Questionnaire/nothing", "/fhir/ValueSet/$expand"):
        _require_good(unregistered.get(path).json())
