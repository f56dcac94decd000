"""Calls that are damaged anywhere: each is answered or told what is wrong with it, and nobody is denied."""

import json
from copy import deepcopy

import httpx
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from coverline.model.case import Case
from tests.fhir.calls import divided, packaged, signed
from tests.fhir.dtr import NEXT, PACKAGE, named, package
from tests.fhir.messages import Resource, bundle, order
from tests.fhir.test_clients_hooks import CONTEXTS
from tests.fhir.test_stream import FEWER
from tests.laws.test_intake import JSON, cases, damage

FORM = "floridablue-02-20000-18-adaptive"


@FEWER
@given(case=cases(), data=st.data())
def test_no_call_breaks_an_operation(server: httpx.Client, case: Case, data: st.DataObject) -> None:
    """Elements taken away, doubled or replaced by anything, anywhere in a call."""
    body = deepcopy(packaged(*divided(case)))
    if data.draw(st.booleans()):
        name = data.draw(st.sampled_from(["questionnaire", "changedsince", "context", "order", "coverage"]))
        body["parameter"].append(named(name, "string", data.draw(st.text(max_size=9))))
    holders = [body, *body["parameter"]]
    for _ in range(data.draw(st.integers(1, 5))):
        damage(data.draw(st.sampled_from(holders)), data, JSON)
    _require_sound(_posted(server, PACKAGE, body))


OTHERS: dict[str, Resource] = {
    "/fhir/Questionnaire/$log-questionnaire-errors": {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "Questionnaire", "valueCanonical": "http://example.org/Questionnaire/a"},
            {
                "name": "OperationOutcome",
                "resource": {
                    "resourceType": "OperationOutcome",
                    "issue": [{"severity": "error", "code": "invalid", "diagnostics": "x"}],
                },
            },
        ],
    },
    "/fhir/ValueSet/$expand": {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "url", "valueUri": "http://example.org/ValueSet/a"},
            {"name": "filter", "valueString": "a"},
            {"name": "count", "valueInteger": 3},
        ],
    },
}


@pytest.mark.parametrize("path", OTHERS)
@FEWER
@given(data=st.data())
def test_no_call_breaks_another_operation(server: httpx.Client, data: st.DataObject, path: str) -> None:
    body = deepcopy(OTHERS[path])
    for _ in range(data.draw(st.integers(0, 3))):
        damage(body, data, JSON)
    response = _posted(server, path, body)
    assert response.status_code in (200, 400, 404, 422), response.text
    assert response.json()["resourceType"] in ("OperationOutcome", "ValueSet")


@pytest.mark.parametrize("hook", CONTEXTS)
@FEWER
@given(case=cases(), data=st.data())
def test_no_call_breaks_a_hook(server: httpx.Client, case: Case, data: st.DataObject, hook: str) -> None:
    call = signed(*divided(case))
    context = {**CONTEXTS[hook], "patientId": "p"}
    orders = bundle({**order(), "subject": {"reference": "Patient/p"}})
    prefetch = {**call["prefetch"], "orders": orders}
    body = deepcopy({**call, "hook": hook, "context": context, "prefetch": prefetch})
    holders = [body, body["context"], body["prefetch"]["orders"], body["prefetch"]["coverage"]]
    for _ in range(data.draw(st.integers(0, 4))):
        damage(data.draw(st.sampled_from(holders)), data, JSON)
    response = _posted(server, f"/cds-services/{hook}-crd", body, "application/json")
    assert response.status_code in (200, 400, 412, 422), response.text
    assert "not-covered" not in response.text


@FEWER
@given(data=st.data())
def test_no_response_breaks_the_next_question(
    server: httpx.Client, begun: Resource, data: st.DataObject
) -> None:
    body = deepcopy(begun)
    for _ in range(data.draw(st.integers(1, 5))):
        damage(body, data, JSON)
    _require_sound(_posted(server, NEXT, body))


def _posted(
    server: httpx.Client, path: str, body: Resource, kind: str = "application/fhir+json"
) -> httpx.Response:
    """The response to a body that may hold what is no JSON, such as Infinity."""
    headers = {"Content-Type": kind}
    return server.post(path, content=json.dumps(body).encode(), headers=headers)


@pytest.fixture(scope="module")
def begun(server: httpx.Client) -> Resource:
    """An adaptive response with what an order answers."""
    forms = server.get("/fhir/Questionnaire").json()["entry"]
    url = next(each["resource"]["url"] for each in forms if each["resource"]["id"] == FORM)
    found = server.post(PACKAGE, json=package(named("questionnaire", "canonical", url))).json()
    entries = [
        entry["resource"] for each in found["parameter"] for entry in each["resource"].get("entry", ())
    ]
    response: Resource = next(each for each in entries if "contained" in each)
    return response


def _require_sound(response: httpx.Response) -> None:
    event(str(response.status_code))
    assert response.status_code in (200, 400, 422), response.text
    assert "not-covered" not in response.text
    if response.status_code != 200:
        found = response.json()
        assert found["resourceType"] == "OperationOutcome"
        assert all(each["diagnostics"] for each in found["issue"])
