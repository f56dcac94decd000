"""Hooks as software of others calls them: a client in JavaScript, whose tokens jose signs."""

from typing import Any

import pytest

from tests.fhir.conftest import ADDRESS, Pair
from tests.fhir.dtr import PACKAGE, package
from tests.fhir.ehr import ISSUER, Answer, json_answer, nothing, running_ehr
from tests.fhir.messages import Resource, assertions, bundle, coverage, order, patient, sign
from tests.fhir.node.running import node

USER = {"userId": "Practitioner/1", "patientId": "p1"}
APPOINTMENT = {
    "resourceType": "Appointment",
    "id": "a1",
    "status": "proposed",
    "basedOn": [{"reference": "ServiceRequest/o1"}],
}
CONTEXTS = {
    "order-sign": {**USER, "draftOrders": bundle(order())},
    "order-select": {**USER, "selections": ["ServiceRequest/o1"], "draftOrders": bundle(order())},
    "order-dispatch": {
        "patientId": "p1",
        "dispatchedOrders": ["ServiceRequest/o1"],
        "performer": "Organization/7",
    },
    "appointment-book": {**USER, "appointments": bundle(APPOINTMENT)},
    "encounter-start": {**USER, "encounterId": "e1"},
    "encounter-discharge": {**USER, "encounterId": "e1"},
}


def _identity(pair: Pair) -> dict[str, Any]:
    return {"issuer": ISSUER, "jku": pair.ehr.jku, "ec": pair.ehr.ec.as_dict(private=True)}


@pytest.mark.parametrize("path", ["/cds-services/order-sign-crd", PACKAGE])
def test_tokens_that_another_library_signs_are_told_from_forged_ones(pair: Pair, path: str) -> None:
    with running_ehr() as foreign:
        asked = {
            **_identity(pair),
            "rsa": pair.ehr.rsa.as_dict(private=True),
            "address": f"{pair.server.address}{path}",
            "audience": f"{ADDRESS}{path}",
            "foreign": foreign.jku,
            "body": package() if path == PACKAGE else sign(order()),
        }
        found = node("tokens.mjs", asked)
        assert foreign.asked == []
    assert {name: each["status"] for name, each in found["good"].items()} == dict.fromkeys(found["good"], 200)
    assert len(found["forged"]) > 15
    for name, each in found["forged"].items():
        assert each["status"] == 401, name
        assert each["body"]["resourceType"] == "OperationOutcome", name
        assert each["body"]["issue"][0]["code"] == "login", name
    assert [each["status"] for each in found["replayed"]] == [200, 401, 401]
    assert {path for path, _ in pair.ehr.asked} <= {"/keys"}


def _chart(path: str) -> Answer:
    kind = path.partition("?")[0].partition("/")[0]
    found: dict[str, Resource] = {
        "Patient": patient(),
        "Coverage": bundle(coverage(), kind="searchset"),
        "ServiceRequest": bundle(order(status="active"), kind="searchset"),
    }
    return json_answer(found[kind]) if kind in found else nothing(path)


def test_a_client_discovers_prefetches_and_calls_every_hook(pair: Pair) -> None:
    pair.ehr.behave = _chart
    asked = {
        **_identity(pair),
        "server": pair.server.address,
        "audience": ADDRESS,
        "fhir": f"{pair.ehr.address}/fhir",
        "contexts": CONTEXTS,
    }
    found = node("exchange.mjs", asked)
    assert found.keys() == CONTEXTS.keys()
    answered = {hook for hook, each in found.items() if each["status"] == 200 and each["body"]["cards"]}
    # Of these two the orders stand behind a template in FHIRPath, and no token was lent to ask for them.
    assert found.keys() - answered == {"order-dispatch", "appointment-book"}
    for hook in answered:
        assert assertions(found[hook]["body"])["covered"] == ["conditional"]
    assert {"/fhir/Patient/p1", "/fhir/Coverage?patient=p1&status=active"} <= {
        path for path, _ in pair.ehr.asked
    }
