"""Calls for packages that are none: each the right status, and an OperationOutcome that names the place."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fhir.dtr import NEXT, PACKAGE, Resource, named, package, sent
from tests.fhir.packages import examples
from tests.fhir.refused import told
from tests.server.running import Running, running

FHIR = {"content-type": "application/fhir+json"}
REPORT = "/fhir/Questionnaire/$log-questionnaire-errors"
EXPAND = "/fhir/ValueSet/$expand"
POSTED = (PACKAGE, NEXT, REPORT, EXPAND)


def _changed(name: str, **changes: Any) -> Resource:
    (one,) = sent(name)
    return package(**{name: [{**one, **changes}]})


def _parameters(*given: Any) -> Resource:
    return {"resourceType": "Parameters", "parameter": list(given)}


def _since(moment: str) -> Resource:
    return package(named("changedsince", "instant", moment))


def _both(*coverages: Resource) -> Resource:
    return package(coverage=[*sent("coverage"), *coverages])


def _resource(name: str, resource: Any) -> Resource:
    return {"name": name, "resource": resource}


COVERAGE, ORDER = "Parameters.parameter[0]", "Parameters.parameter[1]"
R5 = {"concept": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "22514"}]}}
BAD: dict[str, tuple[Any, int, str]] = {
    "a list": ([package()], 400, ""),
    "no resource": ({"parameter": []}, 400, ""),
    "another resource": (sent("order")[0], 400, ""),
    "a parameter that is a text": (_parameters("x"), 400, "Parameters.parameter[0]"),
    "no coverage": (package(coverage=[]), 400, "Parameters.parameter"),
    "nothing asked for": (package(order=[]), 400, "Parameters.parameter"),
    "a coverage without a resource": (_parameters({"name": "coverage"}), 400, f"{COVERAGE}.resource"),
    "an order as a coverage": (
        _parameters(_resource("coverage", sent("order")[0])),
        400,
        f"{COVERAGE}.resource",
    ),
    "a coverage without an id": (_changed("coverage", id=None), 400, f"{COVERAGE}.resource.id"),
    "a coverage of nobody": (_changed("coverage", beneficiary={}), 422, f"{COVERAGE}.resource.beneficiary"),
    "an id that is a path": (_changed("order", id="../x"), 400, f"{ORDER}.resource.id"),
    "another patient's order": (
        _changed("order", subject={"reference": "Patient/p2"}),
        422,
        f"{ORDER}.resource.subject",
    ),
    "an order of nobody": (_changed("order", subject=None), 422, f"{ORDER}.resource.subject"),
    "coverages of two patients": (
        _both({**sent("coverage")[0], "beneficiary": {"reference": "Patient/p2"}}),
        422,
        "Parameters.parameter[1].resource.beneficiary",
    ),
    "an order of R5": (_changed("order", code=R5), 422, f"{ORDER}.resource"),
    "a coverage of R5": (_changed("coverage", kind="insurance"), 422, f"{COVERAGE}.resource"),
    "a chart of R5": (
        package(referenced=[{"resourceType": "Encounter", "id": "e", "class": [{}]}]),
        422,
        "Parameters.parameter[2].resource",
    ),
    "a chart of R5 in a bundle": (
        package(referenced=[{"resourceType": "Bundle", "type": "collection", "entry": [
            {"resource": {"resourceType": "Condition", "id": "c", "participant": []}}]}]),
        422,
        "Parameters.parameter[2].resource.entry[0].resource",
    ),
    "a form that is no canonical": (
        package(named("questionnaire", "string", "x")),
        400,
        "Parameters.parameter[6]",
    ),
    "two contexts": (
        package(named("context", "string", "x"), named("context", "string", "y")),
        400,
        "Parameters.parameter[7]",
    ),
    "a day as a moment": (_since("2026-11-28"), 400, "Parameters.parameter[6]"),
    "no moment": (_since("yesterday"), 400, "Parameters.parameter[6]"),
    "too many orders": (package(order=sent("order") * 51), 400, "Parameters.parameter[51]"),
}  # fmt: skip


@pytest.mark.parametrize("way", list(BAD))
def test_a_call_that_is_none_is_told_where(unregistered: Running, way: str) -> None:
    body, status, place = BAD[way]
    told(unregistered.post(PACKAGE, body), status, place)


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1"),
        (b"{", "line 1"),
        (b"<Parameters/>", "line 1"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"resourceType": "Parameters", "resourceType": "Parameters"}', "twice"),
        (b'{"resourceType": NaN}', "NaN"),
    ],
)
def test_what_is_not_json_is_told(unregistered: Running, path: str, content: bytes, said: str) -> None:
    response = httpx.post(f"{unregistered.address}{path}", content=content, headers=FHIR)
    assert said in told(response, 400)


@pytest.mark.parametrize("host", ["evil.example", "[::1", ""])
def test_another_name_than_the_servers_is_told_in_fhir_too(unregistered: Running, host: str) -> None:
    for path in ("/fhir/metadata", "/cds-services"):
        assert "allowed_hosts" in told(unregistered.get(path, headers={"host": host}), 400)


@pytest.mark.parametrize("path", POSTED)
def test_thirty_megabytes_are_refused(unregistered: Running, path: str) -> None:
    content = json.dumps({**package(), "padding": "x" * 30_000_000}).encode()
    try:
        response = httpx.post(f"{unregistered.address}{path}", content=content, headers=FHIR, timeout=30)
    except httpx.WriteError:
        return  # The server has closed the connection before all of it was sent.
    told(response, 413)


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/fhir+xml", "application/fhir+json; fhirVersion=5.0", ""]
)
def test_another_type_of_content_is_refused(unregistered: Running, path: str, kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    response = httpx.post(f"{unregistered.address}{path}", content=b"{}", headers=headers)
    told(response, 415)


@pytest.mark.parametrize(
    "kind",
    ["application/fhir+json", "application/json", "application/fhir+json; fhirVersion=4.0; charset=UTF-8"],
)
def test_these_types_of_content_are_taken(unregistered: Running, kind: str) -> None:
    content = json.dumps(package()).encode()
    response = httpx.post(f"{unregistered.address}{PACKAGE}", content=content, headers={"content-type": kind})
    assert response.status_code == 200


def test_what_takes_too_long_is_told_as_fhir_tells_it(tmp_path: Path) -> None:
    with running(tmp_path, answer_seconds=0.001) as server:
        response = server.post(PACKAGE, package())
        told(response, 503)
        assert response.json()["issue"][0]["code"] == "timeout"
        assert response.headers["retry-after"] == "1"


def test_a_reference_that_leads_out_of_what_was_sent_says_nothing(unregistered: Running) -> None:
    (order,) = sent("order")
    order["reasonReference"] = [
        {"reference": "Condition/elsewhere"},
        {"reference": "https://else.example/Condition/1"},
    ]
    order["supportingInfo"] = [{"reference": "#nothing"}]
    assert unregistered.post(PACKAGE, package(order=[order])).status_code == 200


def test_resources_of_another_patient_say_nothing(unregistered: Running) -> None:
    """Neither what is recorded of another patient, nor that patient, reaches the draft."""
    others = [{**each, "subject": {"reference": "Patient/p2"}} for each in sent("referenced")[1:]]
    patient = {**sent("referenced")[0], "id": "p2"}
    with_others = unregistered.post(PACKAGE, package(referenced=[patient, *others]))
    assert with_others.status_code == 200
    assert "osteoporotic_fracture" not in _drafts(with_others)
    assert _drafts(with_others) == _drafts(unregistered.post(PACKAGE, package(referenced=[])))


def _drafts(response: httpx.Response) -> str:
    entries = response.json()["parameter"][0]["resource"]["entry"]
    kept = [
        each["resource"] for each in entries if each["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    for each in kept:
        del each["authored"], each["meta"]
    return json.dumps(kept)


def test_the_packages_own_calls_are_taken_and_are_not_ours(unregistered: Running) -> None:
    calls = {name: each for name, each in examples().items() if "QuestionnairePackageInput" in name}
    assert calls
    for body in calls.values():
        response = unregistered.post(PACKAGE, body)
        assert response.status_code == 200, response.text
        (outcome,) = response.json()["parameter"]
        assert "ServiceRequest/ServiceRequestExample" in outcome["resource"]["issue"][0]["diagnostics"]


def test_the_packages_own_responses_are_refused_by_their_form(unregistered: Running) -> None:
    found = [each for name, each in examples().items() if "adaptive-questionnaireresponse" in name]
    assert found
    for each in found:
        response = unregistered.post(NEXT, {**each, "status": "in-progress"})
        assert response.status_code == 422
        assert "a form of one of" in response.text
