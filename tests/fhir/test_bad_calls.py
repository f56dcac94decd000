"""Calls that are none: each the right status, and an OperationOutcome that names the place."""

import json
from typing import Any

import httpx
import pytest

from tests.fhir.messages import bundle, coverage, order, patient, sign
from tests.server.running import Running

PATH = "/cds-services/order-sign-crd"
GOOD = sign(order())
JSON = {"content-type": "application/json"}


def _context(**changes: Any) -> dict[str, Any]:
    return {**GOOD, "context": {**GOOD["context"], **changes}}


STU3 = {"resourceType": "Condition", "id": "old", "clinicalStatus": "active"}

BAD: dict[str, tuple[Any, int, str]] = {
    "another hook": ({**GOOD, "hook": "order-select"}, 400, "hook"),
    "no hook": ({**GOOD, "hook": None}, 400, "hook"),
    "no instance": ({**GOOD, "hookInstance": None}, 400, "hookInstance"),
    "no context": ({**GOOD, "context": None}, 400, "context"),
    "another hook's context": (
        {**GOOD, "context": {"patientId": "p1", "encounterId": "e1", "userId": "Practitioner/1"}},
        400,
        "context.draftOrders",
    ),
    "no patient": (_context(patientId=None), 400, "context.patientId"),
    "a patient that is a path": (_context(patientId="../x"), 400, "context.patientId"),
    "orders that are none": (_context(draftOrders=[order()]), 400, "context.draftOrders"),
    "a Bundle of another kind": (
        _context(draftOrders={"resourceType": "ServiceRequest"}),
        400,
        "context.draftOrders",
    ),
    "an entry without a resource": (
        _context(draftOrders={**bundle(), "entry": [{}]}),
        400,
        "context.draftOrders.entry[0].resource",
    ),
    "an order without an id": (
        sign({key: each for key, each in order().items() if key != "id"}),
        400,
        "context.draftOrders.entry[0].resource.id",
    ),
    "two orders of one id": (sign(order(), order()), 400, "context.draftOrders.entry[0].resource.id"),
    "an unknown version": (
        {**GOOD, "extension": {"davinci-crd.requestedVersion": "9.9"}},
        400,
        "extension.davinci-crd.requestedVersion",
    ),
    "a list": ([GOOD], 400, ""),
    "a setting that is none": (
        {**GOOD, "extension": {"davinci-crd.configuration": {"max-cards": "many"}}},
        400,
        "extension.davinci-crd.configuration.max-cards",
    ),
    "prefetch that is no list of resources": ({**GOOD, "prefetch": []}, 400, "prefetch"),
    "prefetch that is no FHIR": (sign(order(), prefetch={"conditions": "none"}), 422, "prefetch.conditions"),
    "prefetch without a type": (sign(order(), prefetch={"conditions": {}}), 422, "prefetch.conditions"),
    "prefetch with an empty entry": (
        sign(order(), prefetch={"conditions": bundle(patient()) | {"entry": [{}]}}),
        422,
        "prefetch.conditions.entry[0].resource",
    ),
    "prefetch of FHIR R5": (
        sign(order(), prefetch={"coverage": bundle(coverage(), coverage("c2", insurer={}))}),
        422,
        "prefetch.coverage.entry[1].resource",
    ),
    "a Bundle in a prefetched Bundle, of FHIR STU3": (
        sign(order(), prefetch={"conditions": bundle(bundle(STU3))}),
        422,
        "prefetch.conditions.entry[0].resource.entry[0].resource",
    ),
    "FHIR R5 under a key of their own": (
        sign(order(), prefetch={"more": {"resourceType": "Procedure", "occurrencePeriod": {}}}),
        422,
        "prefetch.more",
    ),
}


@pytest.mark.parametrize("way", list(BAD))
def test_a_call_that_is_none_is_told_where(unregistered: Running, way: str) -> None:
    body, status, place = BAD[way]
    _refused(unregistered.post(PATH, body), status, place)


def _refused(response: httpx.Response, status: int, place: str = "") -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/fhir+json"
    outcome = response.json()
    assert outcome["resourceType"] == "OperationOutcome"
    issue = outcome["issue"][0]
    assert issue["severity"] == "error"
    assert issue.get("expression", [""]) == [place]
    told: str = issue["diagnostics"]
    return told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "line 1"),
        (b"", "line 1"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"hook": 1, "hook": 2}', "twice"),
        (b'{"hook": NaN}', "NaN"),
    ],
)
def test_what_is_not_json_is_told(unregistered: Running, content: bytes, told: str) -> None:
    response = httpx.post(f"{unregistered.address}{PATH}", content=content, headers=JSON)
    assert told in _refused(response, 400)


def test_a_chart_of_thirty_megabytes_is_refused(unregistered: Running) -> None:
    content = json.dumps({**GOOD, "padding": "x" * 30_000_000}).encode()
    try:
        response = httpx.post(f"{unregistered.address}{PATH}", content=content, headers=JSON, timeout=30)
    except httpx.WriteError:
        return  # The server has closed the connection before all of it was sent.
    _refused(response, 413)


def test_another_type_of_content_is_refused(unregistered: Running) -> None:
    response = httpx.post(f"{unregistered.address}{PATH}", content=b"a=1", headers={"content-type": "text/x"})
    _refused(response, 415)


def test_an_unknown_hook_and_an_unknown_method_are_refused(unregistered: Running) -> None:
    _refused(unregistered.post("/cds-services/nothing", GOOD), 404)
    _refused(unregistered.get(PATH), 405)


@pytest.mark.parametrize(
    "later",
    [
        order(code="22513") | {"code": {"concept": {"coding": [{"code": "22513"}]}, "coding": []}},
        order() | {"reason": [{"concept": {"text": "x"}}]},
    ],
)
def test_resources_of_another_fhir_are_told(unregistered: Running, later: dict[str, Any]) -> None:
    place = "context.draftOrders.entry[1].resource"
    told = _refused(unregistered.post(PATH, sign(order("o2"), later)), 422, place)
    assert "ServiceRequest/o1" in told
    assert "R4" in told


def test_what_is_no_patients_changes_nothing(unregistered: Running) -> None:
    prefetch = {
        "patient": None,
        "coverage": bundle(coverage()),
        "conditions": {"resourceType": "OperationOutcome", "issue": []},
        "procedures": bundle({"resourceType": "OperationOutcome", "issue": []}),
        "words": "of their own",
        "others": bundle(patient(id="p2")),
    }
    response = unregistered.post(PATH, sign(order(), prefetch=prefetch))
    assert response.status_code == 200
    assert len(response.json()["systemActions"]) == 1


def test_an_unknown_payer_is_told_on_a_card_and_asserts_nothing(unregistered: Running) -> None:
    prefetch = {"patient": patient(), "coverage": bundle(coverage(payer="Somebody Else"))}
    found = unregistered.post(PATH, sign(order(), prefetch=prefetch)).json()
    assert found["systemActions"] == []
    (card,) = found["cards"]
    assert "Coverage/c1" in card["detail"]


REFERRING = {
    "userId": "Practitioner/1",
    "patientId": "p1",
    "performer": "Organization/7",
    "encounterId": "e1",
}
BOOKED = {"resourceType": "Appointment", "id": "a", "basedOn": [{"reference": "ServiceRequest/gone"}]}


@pytest.mark.parametrize(
    ("hook", "context", "status", "place"),
    [
        ("order-dispatch", {"dispatchedOrders": ["7"]}, 400, "context.dispatchedOrders[0]"),
        ("order-dispatch", {"dispatchedOrders": "7"}, 400, "context.dispatchedOrders"),
        (
            "order-dispatch",
            {"dispatchedOrders": ["DeviceRequest/1", "ServiceRequest/gone"]},
            412,
            "context.dispatchedOrders[1]",
        ),
        (
            "order-select",
            {"selections": ["ServiceRequest/gone"], "draftOrders": bundle(order())},
            400,
            "context.selections[0]",
        ),
        (
            "appointment-book",
            {"appointments": bundle(BOOKED)},
            412,
            "context.appointments.entry[0].resource.basedOn[0]",
        ),
        ("encounter-start", {}, 412, "prefetch.orders"),
        ("encounter-discharge", {}, 412, "prefetch.orders"),
    ],
)
def test_orders_that_are_not_there_are_never_answered_with_nothing(
    unregistered: Running, hook: str, context: dict[str, Any], status: int, place: str
) -> None:
    call = {**GOOD, "hook": hook, "context": {**REFERRING, **context}}
    _refused(unregistered.post(f"/cds-services/{hook}-crd", call), status, place)


def test_of_several_orders_the_one_that_is_not_there_is_told_on_a_card(unregistered: Running) -> None:
    context = {**REFERRING, "dispatchedOrders": ["https://e.example.org/ServiceRequest/o1/_history/2",
                                                 "ServiceRequest/gone"]}  # fmt: skip
    prefetch = {**GOOD["prefetch"], "orders": bundle(order(status="active"))}
    call = {**GOOD, "hook": "order-dispatch", "context": context, "prefetch": prefetch}
    found = unregistered.post("/cds-services/order-dispatch-crd", call).json()
    assert [each["resource"]["id"] for each in found["systemActions"]] == ["o1"]
    (lost,) = (each for each in found["cards"] if "ServiceRequest/gone" in each["detail"])
    assert lost["extension"]["davinci-crd.associated-resource"] == ["ServiceRequest/gone"]
