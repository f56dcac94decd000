"""The hooks as an EHR meets them: discovery, cards, actions, options, versions."""

from typing import Any

from tests.fhir.messages import Resource, assertions, bundle, coverage, order, patient, sign
from tests.server.running import Running

HOOKS = [
    "order-sign",
    "order-dispatch",
    "order-select",
    "appointment-book",
    "encounter-start",
    "encounter-discharge",
]
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
USER = {"userId": "Practitioner/1", "patientId": "p1"}


def _call(server: Running, body: Any, hook: str = "order-sign") -> Any:
    response = server.post(f"/cds-services/{hook}-crd", body)
    assert response.status_code == 200, response.text
    return response.json()


def _with(call: dict[str, Any], **configuration: Any) -> dict[str, Any]:
    return {**call, "extension": {"davinci-crd.configuration": configuration}}


def test_discovery_has_every_hook_with_its_prefetch_versions_and_options(unregistered: Running) -> None:
    services = unregistered.get("/cds-services").json()["services"]
    assert [each["hook"] for each in services] == HOOKS
    for service in services:
        assert service["id"] == f"{service['hook']}-crd"
        assert {"patient", "coverage", "conditions", "observations"} <= service["prefetch"].keys()
        assert service["extension"]["davinci-crd.version"] == ["2.2", "2.0"]
        options = service["extension"]["davinci-crd.configuration-options"]
        assert [each["code"] for each in options] == ["coverage-info", "guideline", "max-cards"]
        for option in options:
            assert {"code", "type", "name", "description", "default"} == option.keys()


def test_a_card_says_what_is_missing_and_where_the_policy_says_so(unregistered: Running) -> None:
    (card,) = _call(unregistered, sign(order()))["cards"]
    assert 0 < len(card["summary"]) < 140
    assert card["source"]["label"] == "Cigna"
    assert card["extension"]["davinci-crd.associated-resource"] == ["ServiceRequest/o1"]
    assert "fracture date" in card["detail"]
    assert "l.61" in card["detail"]
    assert not {"denied", "denial", "approved"} & set(card["detail"].lower().split())
    for link in card["links"]:
        assert link["type"] == "absolute"
    page = card["links"][0]["url"]
    assert page.startswith(unregistered.address)
    assert unregistered.get(page.removeprefix(unregistered.address)).status_code == 200


def test_an_action_updates_the_order_and_changes_nothing_else_of_it(unregistered: Running) -> None:
    sent = order(extension=[{"url": "urn:mine", "valueString": "x"}], note=[{"text": "a note"}])
    (action,) = _call(unregistered, sign(sent))["systemActions"]
    assert action["type"] == "update"
    resource = action["resource"]
    assert resource["extension"][0] == sent["extension"][0]
    assert {name: each for name, each in resource.items() if name != "extension"} == {
        name: each for name, each in sent.items() if name != "extension"
    }
    # What was asserted before is not asserted again.
    assert _call(unregistered, sign(resource))["systemActions"] == []


def test_a_service_that_no_policy_speaks_of_is_left_alone(unregistered: Running) -> None:
    assert _call(unregistered, sign(order(code="99213"))) == {"cards": [], "systemActions": []}


def test_orders_are_answered_each_and_share_the_coverages_assertion(unregistered: Running) -> None:
    found = _call(unregistered, sign(order(), order("o2", "22514"), order("o3", "99213")))
    assert [each["resource"]["id"] for each in found["systemActions"]] == ["o1", "o2"]
    ids = {assertions(found, place)["coverage-assertion-id"][0] for place in (0, 1)}
    assert len(ids) == 1


def test_each_coverage_has_an_assertion_of_its_own(unregistered: Running) -> None:
    prefetch = {"patient": patient(), "coverage": bundle(coverage(), coverage("c2", "Florida Blue"))}
    (action,) = _call(unregistered, sign(order(), prefetch=prefetch))["systemActions"]
    parts = [each["extension"] for each in action["resource"]["extension"]]
    references = [each[0]["valueReference"]["reference"] for each in parts]
    assert references == ["Coverage/c1", "Coverage/c2"]
    named = [each["valueString"] for part in parts for each in part if each["url"] == "coverage-assertion-id"]
    assert len(set(named)) == 2


def test_orders_of_different_days_are_different_questions(unregistered: Running) -> None:
    later = order("o2", occurrenceDateTime="2025-03-01")
    found = _call(unregistered, sign(order(), later))
    assert [each["resource"]["id"] for each in found["systemActions"]] == ["o1", "o2"]


def test_an_order_without_a_day_is_answered_for_the_days_to_come(unregistered: Running) -> None:
    unscheduled = order()
    del unscheduled["occurrenceDateTime"]
    found = assertions(_call(unregistered, sign(unscheduled)))
    assert any("No day of service" in each.get("text", "") for each in found["reason"])
    assert found["expiry-date"][0] > found["date"][0]


def test_options_are_obeyed_and_unknown_ones_passed_over(unregistered: Running) -> None:
    call = sign(order(), order("o2", "22514"))
    assert len(_call(unregistered, _with(call, **{"max-cards": 1}))["cards"]) == 1
    assert _call(unregistered, _with(call, guideline=False))["cards"] == []
    silent = _call(unregistered, _with(call, **{"coverage-info": False, "network": True}))
    assert silent["systemActions"] == []
    assert len(silent["cards"]) == 2


def test_the_older_version_is_spoken_when_it_is_asked_for(unregistered: Running) -> None:
    unscheduled = order()
    del unscheduled["occurrenceDateTime"]
    newer = assertions(_call(unregistered, sign(unscheduled)))
    asking = {"extension": {"davinci-crd.requestedVersion": "2.0"}}
    older = assertions(_call(unregistered, sign(unscheduled, **asking)))
    assert newer.keys() - older.keys() == {"expiry-date"}


def test_a_selected_order_is_answered_and_the_others_are_not(unregistered: Running) -> None:
    context = {**USER, "selections": ["ServiceRequest/o2"], "draftOrders": bundle(order(), order("o2"))}
    found = _call(unregistered, _hook("order-select", context), "order-select")
    assert [each["resource"]["id"] for each in found["systemActions"]] == ["o2"]


def test_a_dispatched_order_is_answered(unregistered: Running) -> None:
    context = {
        "patientId": "p1",
        "dispatchedOrders": ["ServiceRequest/o1"],
        "performer": "Organization/7",
    }
    call = _hook("order-dispatch", context, orders=bundle(order(status="active"), order("o9")))
    found = _call(unregistered, call, "order-dispatch")
    assert [each["resource"]["id"] for each in found["systemActions"]] == ["o1"]


def test_the_order_behind_an_appointment_is_answered(unregistered: Running) -> None:
    booked = {
        "resourceType": "Appointment",
        "id": "a1",
        "status": "proposed",
        "basedOn": [{"reference": "ServiceRequest/o1"}],
    }
    context = {**USER, "appointments": bundle(booked)}
    call = _hook("appointment-book", context, orders=bundle(order(status="active")))
    found = _call(unregistered, call, "appointment-book")
    assert [each["resource"]["id"] for each in found["systemActions"]] == ["o1"]


def test_the_orders_of_an_encounter_are_answered(unregistered: Running) -> None:
    context = {**USER, "encounterId": "e1"}
    for hook in ("encounter-start", "encounter-discharge"):
        call = _hook(hook, context, orders=bundle(order(status="active")))
        assert len(_call(unregistered, call, hook)["systemActions"]) == 1


def _hook(hook: str, context: dict[str, Any], **prefetch: Resource) -> dict[str, Any]:
    sent = {"patient": patient(), "coverage": bundle(coverage()), **prefetch}
    return {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": sent}
