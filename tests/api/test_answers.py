"""A law: whatever the API answers, the library answers the same."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

from coverline.api.work import Reply, library, work
from coverline.decide.data import as_data
from coverline.decide.facts import Undecidable
from coverline.language.case_data import case_data
from coverline.library.comparison import compared
from coverline.library.replies.decided import document_of
from coverline.model.case import Case
from coverline.model.quantity import month
from coverline.search.alone import parts_under
from coverline.search.next_question import interview, next_question
from coverline.search.passage import Passage
from coverline.search.windows import windows
from tests.cli.command import coverline
from tests.laws.real import cases
from tests.worked.test_worked_cases import CASES, worked

LIBRARY = library()
# Each example asks the API and the library for everything, which takes a while.
FEWER = settings(max_examples=settings.default.max_examples // 4) if settings.default else settings()


def writable(case: Case) -> Case:
    """The case on a day or in a month, as a file can say it."""
    days = case.date_of_service
    assert days.first is not None
    return case if days.is_exact else replace(case, date_of_service=month(days.first.year, days.first.month))


def asked(name: str, body: object, **parameters: str) -> Reply:
    return work(name, json.dumps(body, default=str).encode(), parameters, 30)


def answer(name: str, body: object, **parameters: str) -> Any:
    found = asked(name, body, **parameters)
    assert found.status == 200, found.body
    return json.loads(found.body)


def decidable(case: Case) -> None:
    """Goes on with a case that can be decided; of another, the API says what the library says."""
    refused = _conflicts(case)
    if refused is not None:
        found = asked("decide", case_data(case))
        errors = json.loads(found.body)["errors"]
        assert (found.status, [each["found"] for each in errors]) == (422, refused)
        assume(False)


def _conflicts(case: Case) -> list[str] | None:
    try:
        LIBRARY.decide(case)
    except Undecidable as undecidable:
        return [each.found for each in undecidable.conflicts]
    return None


@FEWER
@given(cases().map(writable))
def test_decide_is_the_library_s(case: Case) -> None:
    decidable(case)
    found = answer("decide", case_data(case))
    expected = LIBRARY.decide(case)
    document = document_of(expected, LIBRARY)
    data = json.loads(json.dumps(as_data(expected, LIBRARY.register, document)))
    parts = found.pop("services")
    assert found == {
        **{key: data[key] for key in data if key != "services"},
        "case": None,
        "paths": found["paths"],
    }
    assert [{key: each[key] for key in each if key != "paths"} for each in parts] == data["services"]


@FEWER
@given(cases().map(writable))
def test_compare_and_when_are_the_library_s(case: Case) -> None:
    decidable(case)
    rows = answer("compare", {key: value for key, value in case_data(case).items() if key != "payer"})
    expected = [each for payers in compared(case, LIBRARY) for each in payers]
    assert [(each["payer"], each["outcome"]) for each in rows] == [
        (each.payer, each.part.outcome.value) for each in expected
    ]
    plan = LIBRARY.plan_for(case)
    days = [windows(Passage(part, case, plan)) for part in parts_under(case, plan, LIBRARY.procedure_codes)]
    assert [
        [(each["from"], each["to"]) for each in part["windows"]] for part in answer("when", case_data(case))
    ] == [
        [tuple(str(day) if day else None for day in (each.first, each.last)) for each in part]
        for part in days
    ]


@FEWER
@given(cases(share=0.5).map(writable))
def test_the_next_question_is_the_library_s(case: Case) -> None:
    decidable(case)
    plan = LIBRARY.plan_for(case)
    expected = next_question(case, plan, LIBRARY.procedure_codes)
    found = answer("ask", case_data(case))
    assert found["outcome"] == LIBRARY.decide(case).outcome.value
    assert (found["question"] or {}).get("fact") == (expected.place.fact if expected else None)
    nothing = interview(case, plan, LIBRARY.procedure_codes, lambda _question, _case: ())
    assert answer("ask", {"case": case_data(case), "answers": {}})["asked"] == list(nothing.asked)


def test_a_batch_is_each_case_by_itself() -> None:
    written = [worked(file)["case"] for file in CASES.values()]
    found = answer("batch", {"cases": written})["answers"]
    for case, one in zip(written, found, strict=True):
        alone = asked("decide", case)
        if one["outcome"] is None:
            errors = json.loads(alone.body)["errors"]
            assert [each["detail"] for each in one["errors"]] == [each["detail"] for each in errors]
            assert all(
                each["detail"] in told for each, told in zip(one["errors"], one["problems"], strict=True)
            )
        else:
            assert json.loads(alone.body) == one


def test_an_answer_is_the_command_s(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    written = [worked(each)["case"] for each in CASES.values()]
    file.write_text(json.dumps(written, default=str), encoding="utf-8")
    lines = [json.loads(line) for line in coverline("decide", "--json", str(file)).out.splitlines()]
    found = answer("batch", {"cases": written})["answers"]
    assert [each for each in found if each["outcome"]] == [each for each in lines if each["outcome"]]


@pytest.mark.parametrize(
    ("name", "body", "parameters", "command"),
    [
        ("facts", None, {}, ("facts",)),
        ("codes", {"code": "m8008xa"}, {}, ("codes", "m8008xa")),
        ("policies", None, {}, ("policies", "list")),
        ("policies", None, {"on": "2024-12-01"}, ("policies", "list", "--on", "2024-12-01")),
        ("policy", None, {"policy": "cigna-0040"}, ("policies", "show", "cigna-0040")),
        ("notes", None, {"policy": "bcbsma-484"}, ("policies", "notes", "bcbsma-484")),
        ("diff", {"a": "bcbsma-484", "b": "cigna-0040"}, {}, ("diff", "bcbsma-484", "cigna-0040")),
    ],
)
def test_the_same_as_a_command(
    name: str, body: object, parameters: dict[str, str], command: tuple[str, ...]
) -> None:
    assert answer(name, body, **parameters) == json.loads(coverline(*command, "--json").out)


def test_more_cases_than_one_call_takes() -> None:
    found = asked("batch", {"cases": [{}] * 1001})
    (error,) = json.loads(found.body)["errors"]
    assert (found.status, error["pointer"], error["found"]) == (422, "/cases", "1,001 cases")
    assert asked("batch", {"cases": [{}] * 1000}).status == 200


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "src/coverline/content/sources.yaml", "cigna-0040@2030-01-01"]
)
def test_a_difference_reads_no_file(name: str) -> None:
    found = asked("diff", {"a": "cigna-0040", "b": name})
    (error,) = json.loads(found.body)["errors"]
    assert (found.status, error["pointer"]) == (422, "/b")
    assert "file" not in error["expected"]


def test_a_difference_whose_time_is_over_claims_nothing() -> None:
    body = json.dumps({"a": "cigna-0040", "b": "floridablue-02-20000-18"}).encode()
    found = json.loads(work("diff", body, {}, 0).body)
    assert found["not_settled"]
    assert not found["same"]
