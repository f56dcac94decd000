"""A completed form comes back: the API and the command give the case with its places, and the answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import coverline
from tests.fhir.dtr import PACKAGE, Resource, package, sent
from tests.fhir.messages import bundle
from tests.server.running import Running

ANSWERS = {"conservative_treatment_failed": True, "device_fda_cleared": True}


@pytest.fixture
def completed(unregistered: Running) -> Resource:
    """The form of the walkthrough as it is after somebody has filled it in."""
    entries = unregistered.post(PACKAGE, package()).json()["parameter"][0]["resource"]["entry"]
    (draft,) = [
        each["resource"] for each in entries if each["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    more = [{"linkId": name, "answer": [{"valueBoolean": value}]} for name, value in ANSWERS.items()]
    form: Resource = {**draft, "id": "form", "status": "completed", "item": [*draft["item"], *more]}
    return form


def _chart(*forms: Resource) -> Resource:
    return bundle(*sent("coverage"), *sent("order"), *sent("referenced"), *forms) | {
        "timestamp": "2026-03-14T08:00:00Z"
    }


def test_the_answer_follows_from_the_form(unregistered: Running, completed: Resource) -> None:
    response = unregistered.post("/api/chart", _chart(completed))
    assert response.status_code == 200, response.text
    found = response.json()
    assert found["answer"]["outcome"] == "met"
    assert found["case"]["facts"]["device_fda_cleared"]["value"] is True
    (place,) = found["provenance"]["device_fda_cleared"]
    assert place["resource"] == "QuestionnaireResponse/form"
    without = unregistered.post("/api/chart", _chart()).json()
    assert without["answer"]["outcome"] == "needs_information"


def test_the_form_alone_gives_the_same_answer(unregistered: Running, completed: Resource) -> None:
    alone = unregistered.post("/api/chart", completed).json()
    assert alone["answer"]["outcome"] == "met"
    # What no form of this policy asks for stands in the chart alone.
    whole = unregistered.post("/api/chart", _chart(completed)).json()["case"]
    asked = {name: each for name, each in whole.items() if name not in ("case", "diagnoses", "state")}
    assert alone["case"] == asked


def test_the_command_reads_the_same_case(unregistered: Running, completed: Resource, tmp_path: Path) -> None:
    file = tmp_path / "chart.json"
    file.write_text(json.dumps(_chart(completed)))
    run = coverline("facts-from", str(file), "--json")
    assert (run.status, run.err) == (0, "")
    found = unregistered.post("/api/chart", _chart(completed)).json()
    assert json.loads(run.out) == {name: each for name, each in found.items() if name != "answer"}
    people = coverline("facts-from", str(file))
    assert "device_fda_cleared: yes  QuestionnaireResponse/form item[" in people.out
    case = tmp_path / "case.json"
    assert coverline("facts-from", str(file), "-o", str(case)).status == 0
    assert json.loads(coverline("decide", str(case), "--json").out)["outcome"] == "met"


def test_people_see_what_disagrees_and_what_does_not_count(completed: Resource, tmp_path: Path) -> None:
    file = tmp_path / "chart.json"
    text = json.dumps(_chart(completed)).replace('"osteoporotic_fracture"', '"hemangioma"')
    file.write_text(text)
    run = coverline("facts-from", str(file))
    assert "indication: osteoporotic_fracture Condition/fracture" in run.out
    assert "hemangioma QuestionnaireResponse/form item[" in run.out
    file.write_text(json.dumps(_chart({**completed, "status": "in-progress"})))
    run = coverline("facts-from", str(file))
    assert "QuestionnaireResponse/form: its status is in-progress" in run.out


def test_the_command_refuses_a_form_about_something_else(completed: Resource, tmp_path: Path) -> None:
    file = tmp_path / "chart.json"
    file.write_text(json.dumps(_chart({**completed, "subject": {"reference": "Patient/p2"}})))
    run = coverline("facts-from", str(file), "-o", str(tmp_path / "case.json"))
    assert run.status == 2
    assert "QuestionnaireResponse/form subject: found Patient/p2; expected Patient/p1" in run.err
    assert not (tmp_path / "case.json").exists()


BAD: dict[str, tuple[Any, int, str]] = {
    "a list": ([], 400, "FHIR R4"),
    "no resource": ({}, 422, "resourceType"),
    "no patient": (bundle(*sent("order")), 422, "no Patient"),
    "no order": (bundle(*sent("referenced")), 422, "ServiceRequest"),
    "a bundle of another kind": (
        {"resourceType": "Bundle", "type": "history"},
        422,
        "Bundle of type history",
    ),
    "resources of R5": (
        bundle({**sent("order")[0], "reason": []}, *sent("referenced"), *sent("coverage")),
        422,
        "R5",
    ),
    "a form of another standing": (
        {"resourceType": "QuestionnaireResponse", "id": "x", "status": "completed", "questionnaire": "urn:x"},
        422,
        "QuestionnaireResponse/x questionnaire",
    ),
}


@pytest.mark.parametrize("way", list(BAD))
def test_what_tells_no_case_is_refused_with_its_place(unregistered: Running, way: str) -> None:
    body, status, said = BAD[way]
    response = unregistered.post("/api/chart", body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]
    assert response.json()["errors"][0]["detail"]
