"""One question at a time: the same end as all answers at once, and nothing that is out of place."""

import json
from typing import Any

import pytest

from tests.api.test_answers import answer, asked

CASE: dict[str, Any] = {
    "payer": "cigna",
    "product": "commercial_ppo",
    "date_of_service": "2024-09-10",
    "services": [{"code": "22513", "levels": ["T12", "L1"]}],
    "facts": {"indication": "osteoporotic_fracture", "fracture_age": "8 weeks"},
}
ANSWERS: dict[str, Any] = {
    "technique": "balloon_kyphoplasty",
    "imaging_shows_recent_fracture": True,
    "pain_correlates_with_imaging": True,
    "pain_severity": "severe",
    "pain_debilitating": True,
    "conservative_treatment_failed": True,
    "conservative_treatment_duration": "6 weeks",
}


def by_questions(case: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    answered: list[dict[str, Any]] = []
    found: dict[str, Any] = answer("ask", case)
    while (question := found["question"]) is not None:
        given = {"value": answers[question["fact"]]} if question["fact"] in answers else {}
        answered.append({key: question[key] for key in ("fact", "service", "levels")} | given)
        assert len(answered) < 40
        found = answer("ask", {"case": case, "answered": answered})
    return found


@pytest.mark.parametrize("share", range(len(ANSWERS) + 1))
def test_question_by_question_ends_as_all_at_once(share: int) -> None:
    known = dict(list(ANSWERS.items())[:share])
    assert by_questions(CASE, known) == answer("ask", {"case": CASE, "answers": known})


def test_levels_that_differ_are_asked_about_one_by_one() -> None:
    lesions = [{"levels": ["T12"], "facts": {"fracture_healed": False}}, {"levels": ["L1"], "facts": {}}]
    found = by_questions({**CASE, "lesions": lesions}, ANSWERS)
    own = {each["levels"][0]: each["facts"] for each in found["case"]["lesions"]}
    assert found["outcome"] == "met"
    assert own["T12"]["pain_debilitating"] == own["L1"]["pain_debilitating"] == ANSWERS["pain_debilitating"]


def test_an_answer_that_is_not_documented_is_not_asked_again() -> None:
    first = answer("ask", CASE)["question"]["fact"]
    for nothing in ({}, {"value": None}, {"value": "not documented"}):
        found = answer("ask", {"case": CASE, "answered": [{"fact": first, **nothing}]})
        assert found["question"]["fact"] != first
        assert found["asked"] == [first]
        assert first not in found["case"]["facts"]


@pytest.mark.parametrize(
    ("answered", "pointer", "said"),
    [
        ({"fact": "symptomatik"}, "/answered/0/fact", "symptomatic"),
        ({"fact": "symptomatic", "value": "maybe"}, "/answered/0/value", "yes or no"),
        ({"fact": "technique", "service": 1, "value": "vertebroplasty"}, "/answered/0/service", "service 1"),
        (
            {"fact": "pain_severity", "levels": ["L5"], "value": "severe"},
            "/answered/0",
            "which no service names",
        ),
        ({"fact": "fracture_healed", "value": True, "x": 1}, "/answered/0/x", "the key"),
        ({"fact": "pain_severity", "value": "none", "service": -1}, "/answered/0/service", "whole number"),
        ({"value": True}, "/answered/0", "fact"),
        ({"fact": "indication", "value": []}, "/answered/0/value", "indication"),
    ],
)
def test_an_answer_that_does_not_fit(answered: dict[str, Any], pointer: str, said: str) -> None:
    found = asked("ask", {"case": CASE, "answered": [answered]})
    (error,) = json.loads(found.body)["errors"]
    assert (found.status, error["pointer"]) == (422, pointer)
    assert said in error["detail"]


def test_an_answer_that_contradicts_an_earlier_one() -> None:
    pair = [{"fact": "pain_severity", "value": "severe"}, {"fact": "symptomatic", "value": False}]
    (error,) = json.loads(asked("ask", {"case": CASE, "answered": pair}).body)["errors"]
    assert error["pointer"] == "/answered/1"


def test_a_date_of_service_before_a_stated_date() -> None:
    case = {**CASE, "facts": {"fracture_date": "2024-07-01"}}
    late = [{"fact": "date_of_service", "value": "2024-06-01"}]
    (error,) = json.loads(asked("ask", {"case": case, "answered": late}).body)["errors"]
    assert (error["pointer"], "fracture_date" in error["found"]) == ("/answered/0", True)
