"""The hooks as an EHR meets them: discovery, cards, actions, options, versions."""

from typing import Any

import pytest

from tests.fhir.messages import CPT, Resource, assertions, bundle, coverage, order, patient, sign
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


# What CRD 2.2 prints for these, word by word; whoever wants the same data has to ask with the same words.
STANDARD = {
    "patient": "Patient/{{context.patientId}}",
    "coverage": "Coverage?patient={{context.patientId}}&status=active",
    "encounter": "Encounter/{{context.encounterId}}",
}
DISPATCHED = "ServiceRequest?_id={{context.dispatchedOrders.resolve().ofType(ServiceRequest).id}}"
BOOKED = (
    "ServiceRequest?_id={{context.appointments.entry.resource.basedOn.resolve().ofType(ServiceRequest).id}}"
)
# The searches that every server of US Core must know, and one that it may not: pictures.
SEARCHES = {
    "conditions": {"patient"},
    "observations": {"patient", "code"},
    "procedures": {"patient"},
    "medications": {"patient", "intent"},
    "reports": {"patient"},
    "encounters": {"patient"},
    "studies": {"patient"},
}


def test_the_prefetch_is_what_the_standards_let_every_ehr_run(unregistered: Running) -> None:
    services = {
        each["hook"]: each["prefetch"] for each in unregistered.get("/cds-services").json()["services"]
    }
    for prefetch in services.values():
        assert prefetch["patient"] == STANDARD["patient"]
        assert prefetch["coverage"] == STANDARD["coverage"]
        for key, parameters in SEARCHES.items():
            kind, _, query = prefetch[key].partition("?")
            assert kind[0].isupper()
            assert {each.partition("=")[0] for each in query.split("&")} == parameters
    assert services["order-dispatch"]["orders"] == DISPATCHED
    assert services["appointment-book"]["orders"] == BOOKED
    for hook in ("encounter-start", "encounter-discharge"):
        assert services[hook]["encounter"] == STANDARD["encounter"]


def test_only_observations_that_tell_something_are_asked_for(unregistered: Running) -> None:
    query = unregistered.get("/cds-services").json()["services"][0]["prefetch"]["observations"]
    codes = query.partition("&code=")[2].split(",")
    assert {"http://loinc.org|72514-3", "http://loinc.org|38208-5"} <= set(codes)
    assert "urn:coverline:facts|vertebral_height_loss" in codes
    assert len(codes) == len(set(codes))
    assert len(query) < 1500  # an address that every server takes


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


def test_an_order_is_answered_under_the_coverage_that_it_names(unregistered: Running) -> None:
    prefetch = {"patient": patient(), "coverage": bundle(coverage(), coverage("c2", "Florida Blue"))}
    insured = order(insurance=[{"reference": "Coverage/c2"}])
    found = _call(unregistered, sign(insured, prefetch=prefetch))
    assert assertions(found)["coverage"] == [{"reference": "Coverage/c2"}]
    assert [each["source"]["label"] for each in found["cards"]] == ["Florida Blue"]
    # One that nobody has sent rules out none.
    elsewhere = order(insurance=[{"reference": "Coverage/c9"}])
    found = _call(unregistered, sign(elsewhere, prefetch=prefetch))
    assert len(found["systemActions"][0]["resource"]["extension"]) == 2


def test_a_coverage_that_is_over_is_left_for_one_that_is_not(unregistered: Running) -> None:
    ended = coverage("c0", status="cancelled")
    prefetch = {"patient": patient(), "coverage": bundle(ended, coverage())}
    found = _call(unregistered, sign(order(), prefetch=prefetch))
    assert assertions(found)["coverage"] == [{"reference": "Coverage/c1"}]
    assert len(found["cards"]) == 1


def test_a_coverage_that_does_not_reach_the_day_asks_for_the_next_contract(unregistered: Running) -> None:
    prefetch = {"patient": patient(), "coverage": bundle(coverage(period={"end": "2024-08-31"}))}
    found = _call(unregistered, sign(order(), prefetch=prefetch))
    said = assertions(found)
    assert (said["covered"], said["pa-needed"]) == (["conditional"], ["conditional"])
    assert said["info-needed"] == ["contract-window"]
    assert said["billingCode"][0]["code"] == "22513"
    assert said["reason"][0]["coding"][0]["code"] == "no-active-coverage"
    assert "Coverage/c1" in said["reason"][0]["text"]
    assert not {"doc-needed", "questionnaire"} & said.keys()
    older = {"extension": {"davinci-crd.requestedVersion": "2.0"}}
    said = assertions(_call(unregistered, sign(order(), prefetch=prefetch, **older)))
    assert said["info-needed"] == ["contract-window"]
    assert "coding" not in said["reason"][0]


TWO_CODES = {"coding": [{"system": CPT, "code": "22513"}, {"system": CPT, "code": "22514"}]}


def test_an_order_of_two_codes_is_asked_which(unregistered: Running) -> None:
    found = _call(unregistered, sign(order() | {"code": TWO_CODES}))
    said = assertions(found)
    assert (said["covered"], said["info-needed"]) == (["conditional"], ["detail-code"])
    assert "billingCode" not in said
    assert "ServiceRequest/o1 with 22513 and 22514" in found["cards"][0]["detail"]
    older = {"extension": {"davinci-crd.requestedVersion": "2.0"}}
    said = assertions(_call(unregistered, sign(order() | {"code": TWO_CODES}, **older)))
    assert said["info-needed"] == ["OTH"]
    assert said["reason"][0]["coding"][0]["code"] == "detail-code"


def test_a_second_code_that_no_policy_speaks_of_does_not_matter(unregistered: Running) -> None:
    both = {"coding": [{"system": CPT, "code": "22513"}, {"system": CPT, "code": "99213"}]}
    found = _call(unregistered, sign(order() | {"code": both}))
    assert assertions(found)["billingCode"][0]["code"] == "22513"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "revoked"}, "its status is revoked"),
        ({"doNotPerform": True}, "not to be done"),
        ({"subject": {"reference": "Patient/p2"}}, "of another patient"),
        ({"modifierExtension": [{"url": "urn:x"}]}, "modifierExtension"),
    ],
)
def test_an_order_that_does_not_count_is_told_and_nothing_is_asserted(
    unregistered: Running, change: Resource, words: str
) -> None:
    found = _call(unregistered, sign(order() | change))
    assert found["systemActions"] == []
    (card,) = found["cards"]
    assert words in card["detail"]


BILLING = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-billing-options"


def test_a_clinical_code_counts_by_the_codes_as_which_it_may_be_billed(unregistered: Running) -> None:
    """SNOMED CT alone is not read; with CRD's billing options it is, and two of them are one too many."""
    clinical = {"system": "http://snomed.info/sct", "code": "392010000"}
    options = [{"url": BILLING, "valueCodeableConcept": {"coding": [{"system": CPT, "code": each}]}}
               for each in ("22513", "22514")]  # fmt: skip
    one = {"coding": [clinical], "extension": options[:1]}
    assert assertions(_call(unregistered, sign(order() | {"code": one})))["billingCode"][0]["code"] == "22513"
    two = {"coding": [clinical], "extension": options}
    assert assertions(_call(unregistered, sign(order() | {"code": two})))["info-needed"] == ["detail-code"]
    assert _call(unregistered, sign(order() | {"code": {"coding": [clinical]}}))["systemActions"] == []


def test_an_order_that_is_still_being_written_is_not_asked_for_documents(unregistered: Running) -> None:
    """CRD 2.2 wants none asked for at the hooks that come before signing; 2.0 does not say so."""
    context = {**USER, "selections": ["ServiceRequest/o1"], "draftOrders": bundle(order())}
    call = _hook("order-select", context)
    early = assertions(_call(unregistered, call, "order-select"))
    assert not {"doc-needed", "doc-purpose", "questionnaire"} & early.keys()
    assert early["info-needed"] == ["OTH"]
    older = {**call, "extension": {"davinci-crd.requestedVersion": "2.0"}}
    assert "doc-needed" in assertions(_call(unregistered, older, "order-select"))
    assert "doc-needed" in assertions(_call(unregistered, sign(order())))


def test_a_card_without_an_answer_is_of_the_payer_whom_the_ehr_names(unregistered: Running) -> None:
    plan = {"resourceType": "Organization", "id": "plan", "name": "Some Plan"}
    for payor in ({"display": "Some Plan"}, {"reference": "Organization/plan"}):
        sent = {"patient": patient(), "coverage": bundle(coverage(payor=[payor]), plan)}
        (card,) = _call(unregistered, sign(order(), prefetch=sent))["cards"]
        assert card["source"]["label"] == "Some Plan"


def test_a_number_of_another_system_is_no_code_of_ours(unregistered: Running) -> None:
    local = {"coding": [{"system": "urn:oid:1.2.3", "code": "22513"}]}
    assert _call(unregistered, sign(order() | {"code": local})) == {"cards": [], "systemActions": []}


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


def test_a_selection_of_other_things_than_orders_asks_for_nothing(unregistered: Running) -> None:
    for selections in ([], ["MedicationRequest/m1"]):
        context = {**USER, "selections": selections, "draftOrders": bundle(order())}
        found = _call(unregistered, _hook("order-select", context), "order-select")
        assert found == {"cards": [], "systemActions": []}
    context = {"patientId": "p1", "dispatchedOrders": ["DeviceRequest/d"], "performer": "Organization/7"}
    call = _hook("order-dispatch", context, orders=bundle(order()))
    assert _call(unregistered, call, "order-dispatch") == {"cards": [], "systemActions": []}


def test_earlier_orders_of_the_chart_are_not_signed(unregistered: Running) -> None:
    sent = {
        "patient": patient(),
        "coverage": bundle(coverage()),
        "earlier": bundle(order("o0", status="active")),
    }
    found = _call(unregistered, sign(order(), prefetch=sent))
    assert [each["resource"]["id"] for each in found["systemActions"]] == ["o1"]


def test_a_patient_without_coverage_is_told_of(unregistered: Running) -> None:
    found = _call(unregistered, sign(order(), prefetch={"patient": patient(), "coverage": bundle()}))
    assert found["systemActions"] == []
    (card,) = found["cards"]
    assert card["summary"] == "No answer: the patient has no active coverage"
    assert card["extension"]["davinci-crd.associated-resource"] == ["ServiceRequest/o1"]


def test_a_payer_outside_of_what_was_sent_is_told_by_its_reference(unregistered: Running) -> None:
    elsewhere = coverage(payor=[{"reference": "Organization/gone"}])
    sent = {"patient": patient(), "coverage": bundle(elsewhere)}
    found = _call(unregistered, sign(order(), prefetch=sent))
    assert found["systemActions"] == []
    assert "Organization/gone, which is not there" in found["cards"][0]["detail"]


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
