"""Forms that were cut off, changed or made for other content, and what is no form: a page and its status."""

import json

import pytest

from coverline.web.mistakes import Refused
from coverline.web.posted import LARGEST_FORM, MEDIA_TYPE, read_posted
from coverline.web.steps import STEPS
from coverline.web.work import answered
from tests.web.forms import CONTENT, END, LIBRARY, TODAY, Fields, carrying, hidden, outcomes, post
from tests.web.test_steps import case_of

ASKED = {"payer": "cigna", "date_of_service": "2024-09-10", "services": [{"code": "22513"}]}
CASE = ("case", json.dumps(ASKED))


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"payer=cigna&end=1", "", 415),
        (b"payer=cigna&end=1", "multipart/form-data; boundary=x", 415),
        (b"payer=cigna", MEDIA_TYPE, 400),
        (b"", MEDIA_TYPE, 400),
        (b"payer=cigna&state=%FF&end=1", MEDIA_TYPE, 400),
        ("payer=é&end=1".encode(), MEDIA_TYPE, 400),
        (b"payer", MEDIA_TYPE, 400),
        (b"&".join(b"a=1" for _ in range(1001)) + b"&end=1", MEDIA_TYPE, 400),
        (b"payer=" + b"x" * LARGEST_FORM, MEDIA_TYPE, 413),
    ],
)
@pytest.mark.parametrize("address", STEPS)
def test_what_is_no_whole_form_is_refused_everywhere(
    address: str, content: bytes, media_type: str, status: int
) -> None:
    found = answered(address, content, media_type, LIBRARY, TODAY)
    assert found.status == status
    assert "Found" in found.page or "missing" in found.page


def test_a_form_with_a_character_set_is_a_form() -> None:
    assert read_posted(b"a=%C3%A9&end=1", f"{MEDIA_TYPE}; charset=UTF-8").one("a") == "é"
    with pytest.raises(Refused):
        read_posted(b"a=1", MEDIA_TYPE)


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [CASE, CASE],
        [("case", "")],
        [("case", "{")],
        [("case", "[]")],
        [("case", json.dumps([json.loads(CASE[1])] * 2))],
        [("case", '{"payer": "cigna", "payer": "bcbsma"}')],
        [("case", json.dumps({**ASKED, "services": [], "facts": {"age": 9}}))],
        [("case", "[" * 5000)],
        [CASE, ("asked", "age:0:")],
        [CASE, ("asked", "region:0:")],
        [CASE, ("asked", "technique:7:")],
        [CASE, ("asked", "technique:-1:")],
        [CASE, ("asked", "symptomatic:0:L9")],
        [CASE, ("asked", "symptomatic")],
    ],
)
def test_a_changed_case_is_refused_with_its_problems(fields: Fields) -> None:
    for address in sorted(set(STEPS) - {"/plan", "/service", "/dates"}):
        found = post(address, [CONTENT, *fields, END])
        assert found.status == 400, address
        assert "<li>Found" in found.page


@pytest.mark.parametrize("fields", [[], [("payer", "nobody")], [("payer", "cigna"), ("state", "ZZ")]])
def test_the_request_needs_the_plan_that_travels_with_it(fields: Fields) -> None:
    assert post("/service", [*fields, ("services", "1"), ("code-0", "22513"), END]).status == 400


@pytest.mark.parametrize("target", ["", "age:0:", "technique:5:", "nowhere"])
def test_there_is_nothing_to_change_that_the_case_does_not_have(target: str) -> None:
    assert post("/change", carrying(case_of(), ("target", target))).status == 400


def test_a_case_that_contradicts_itself_is_refused_with_both_facts() -> None:
    case = {**ASKED, "facts": {"symptomatic": False, "pain_severity": "severe"}}
    found = post("/answer", [CONTENT, ("case", json.dumps(case)), END])
    assert found.status == 400
    assert "symptomatic" in found.page
    assert "pain_severity" in found.page


def test_a_form_made_under_other_content_says_so_and_can_go_on() -> None:
    found = post("/answer", [("content", "0" * 12), CASE, ("asked", "symptomatic:0:"), END])
    assert found.status == 409
    fields = hidden(found.page, "/answer")
    assert ("asked", "symptomatic:0:") in fields
    assert outcomes(post("/answer", fields).page) == ["needs_information"]


def test_what_was_typed_is_escaped_wherever_it_comes_back() -> None:
    hostile = """"><script>alert(1)</script><b x='"""
    plan = post("/plan", [("payer", hostile), ("product", hostile), ("state", hostile), END])
    typed = [("code-0", hostile), ("diagnoses", hostile), ("part_of_date", hostile), ("services", "1")]
    service = post("/service", [("payer", "cigna"), *typed, END])
    answer = [("place", "symptomatic:0:"), ("value", hostile), ("source", hostile), ("recorded_on", hostile)]
    question = post("/question", carrying(case_of(), *answer))
    recorded = case_of(case=hostile, facts={"symptomatic": {"value": True, "source": hostile}})
    shown = [post(address, carrying(recorded)) for address in ("/answer", "/packet")]
    for found in (plan, service, question, *shown):
        assert "<script>alert" not in found.page
        assert "<b x=" not in found.page
    assert post("/payer", carrying(case_of(), ("payer", hostile))).page.count("<script>alert") == 0
