"""`$next-question`: one question at a time until the request is decided."""

from typing import Any

import httpx
import pytest

from tests.fhir.dtr import NEXT, PACKAGE, Resource, named, package
from tests.fhir.models import require_valid
from tests.fhir.refused import told
from tests.server.running import Running

FORM = "floridablue-02-20000-18-adaptive"


@pytest.fixture
def begun(unregistered: Running) -> Resource:
    """The response that the package offers to begin with."""
    url = f"{unregistered.address}/fhir/Questionnaire/{FORM}"
    found = unregistered.post(PACKAGE, package(named("questionnaire", "canonical", url))).json()
    entries = found["parameter"][0]["resource"]["entry"]
    (draft,) = [
        each["resource"] for each in entries if each["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    response: Resource = draft
    return response


def _asked(server: Running, response: Resource) -> Resource:
    found = server.post(NEXT, response)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/fhir+json"
    one: Resource = found.json()
    require_valid(one)
    return one


def _open(response: Resource) -> list[str]:
    """The questions of the form that the response has no item for."""
    items = response["contained"][0]["item"]
    answered = {each["linkId"] for each in response["item"]}
    return [each["linkId"] for each in items if each["linkId"] not in answered]


def _answered(response: Resource, name: str, **answer: Any) -> Resource:
    return {**response, "item": [*response["item"], {"linkId": name, "answer": [answer]}]}


def test_two_answers_decide(unregistered: Running, begun: Resource) -> None:
    first = _asked(unregistered, begun)
    assert _open(first) == ["conservative_treatment_failed"]
    second = _asked(unregistered, _answered(first, "conservative_treatment_failed", valueBoolean=True))
    assert (second["status"], _open(second)) == ("in-progress", ["device_fda_cleared"])
    last = _asked(unregistered, _answered(second, "device_fda_cleared", valueBoolean=True))
    assert last["status"] == "completed"
    (said,) = [each["text"] for each in last["contained"][0]["item"] if each["linkId"] == "outcome"]
    assert "meet the policy" in said


def test_an_answer_that_decides_ends_it_and_denies_nothing(unregistered: Running, begun: Resource) -> None:
    first = _asked(unregistered, begun)
    last = _asked(unregistered, _answered(first, "conservative_treatment_failed", valueBoolean=False))
    assert last["status"] == "completed"
    (said,) = [each["text"] for each in last["contained"][0]["item"] if each["linkId"] == "outcome"]
    assert "clinician" in said


def test_what_is_left_open_is_not_asked_again_and_stays_open(unregistered: Running, begun: Resource) -> None:
    response = begun
    seen: list[str] = []
    while response["status"] != "completed":
        response = _asked(unregistered, response)
        fresh = [each for each in _open(response) if each not in seen]
        assert fresh or response["status"] == "completed"
        seen += fresh
    (said,) = [each["text"] for each in response["contained"][0]["item"] if each["linkId"] == "outcome"]
    assert "open" in said


@pytest.mark.parametrize("name", ["questionnaire-response", "questionnaire-response-in"])
def test_the_response_may_come_as_a_parameter(unregistered: Running, begun: Resource, name: str) -> None:
    body = {"resourceType": "Parameters", "parameter": [{"name": name, "resource": begun}]}
    assert _asked(unregistered, body) == _asked(unregistered, begun)


def _post(server: Running, body: Any) -> httpx.Response:
    return server.post(NEXT, body)


def test_what_is_no_response_is_told_where(unregistered: Running, begun: Resource) -> None:
    told(_post(unregistered, {"resourceType": "Patient"}), 400)
    told(_post(unregistered, {"resourceType": "Parameters"}), 400, "Parameters.parameter")
    both = [{"name": "questionnaire-response", "resource": begun}] * 2
    told(_post(unregistered, {"resourceType": "Parameters", "parameter": both}), 400, "Parameters.parameter")
    wrong = [{"name": "questionnaire-response", "resource": {"resourceType": "Patient"}}]
    place = "Parameters.parameter[0].resource"
    told(_post(unregistered, {"resourceType": "Parameters", "parameter": wrong}), 400, place)


def test_a_response_that_cannot_go_on_is_told_why(unregistered: Running, begun: Resource) -> None:
    place = "QuestionnaireResponse"
    told(_post(unregistered, {**begun, "status": "completed"}), 422, f"{place}.status")
    told(_post(unregistered, {**begun, "status": "entered-in-error"}), 422, f"{place}.status")
    other = {**begun, "contained": [], "questionnaire": "http://elsewhere/Questionnaire/x"}
    assert "http://elsewhere" in told(_post(unregistered, other), 422, f"{place}.questionnaire")
    whole = {
        **begun,
        "contained": [],
        "questionnaire": f"{unregistered.address}/fhir/Questionnaire/cigna-0040",
    }
    told(_post(unregistered, whole), 422, place)


def test_an_answer_of_the_wrong_type_is_told_with_its_item(unregistered: Running, begun: Resource) -> None:
    place = f"QuestionnaireResponse.item[{len(begun['item'])}]"
    wrong = _answered(begun, "conservative_treatment_failed", valueString="perhaps")
    assert "perhaps" in told(_post(unregistered, wrong), 422, place)
    unknown = _answered(begun, "favourite_colour", valueString="red")
    assert "favourite_colour" in told(_post(unregistered, unknown), 422, place)


def test_answers_that_exclude_each_other_are_told(unregistered: Running, begun: Resource) -> None:
    clash = _answered(begun, "symptomatic", valueBoolean=False)
    response = _post(unregistered, clash)
    assert "exclude" in told(response, 422, "QuestionnaireResponse")
