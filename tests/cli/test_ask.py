"""`coverline ask`: from a file, from a keyboard, and with answers that cannot be."""

import json
from pathlib import Path

import pytest

from tests.cli.command import coverline

CASE, ANSWERS = "tests/cli/cases/to-ask.yaml", "tests/cli/cases/answers.yaml"


def asked(answers: Path) -> dict:
    run = coverline("ask", CASE, "--answers", str(answers), "--json")
    assert (run.err, run.status) == ("", 0)
    return json.loads(run.out)


def test_the_completed_case_is_a_case_that_decides_the_same(tmp_path: Path) -> None:
    file = tmp_path / "completed.yaml"
    run = coverline("ask", CASE, "--answers", ANSWERS, "--json", "-o", str(file))
    answer = json.loads(run.out)
    assert answer["outcome"] == "met"
    assert "fracture_date" in answer["asked"]
    assert "imaging" not in answer["case"]["facts"]
    decided = json.loads(coverline("decide", "--json", str(file)).out)
    assert (decided["case"], decided["outcome"]) == ("little-known", "met")
    again = json.loads(coverline("ask", str(file), "--json").out)
    assert again == {"asked": [], "outcome": "met", "case": answer["case"]}
    given = tmp_path / "given.json"
    given.write_text(json.dumps(answer["case"]), encoding="utf-8")
    assert coverline("ask", str(given), "--json").out == coverline("ask", str(file), "--json").out


def test_what_the_answers_lack_is_asked_once_and_stays_open(tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    file.write_text(
        "imaging_shows_recent_fracture: yes\npain_debilitating: not documented\n", encoding="utf-8"
    )
    answer = asked(file)
    assert answer["outcome"] == "needs_information"
    assert len(set(answer["asked"])) == len(answer["asked"])
    assert "pain_debilitating" not in answer["case"]["facts"]


def test_typed_answers_are_asked_again_until_they_can_be() -> None:
    typed = b"perhaps\n2025-01-01\n13 weeks\n\n\n\n\n"
    run = coverline("ask", CASE, typed=typed)
    assert run.status == 0
    assert 'found "perhaps"' in run.err
    assert "needs information after" in run.err
    completed = coverline("ask", "-", typed=run.out.encode())
    assert "case: little-known" in completed.out


def test_fields_can_be_asked_for_and_typed(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    text = (
        "{payer: floridablue, date_of_service: '2026-03', services: [{code: '22513'}], "
        "facts: {indication: osteoporotic_fracture, fracture_date: '2026-02-01', symptomatic: yes}}"
    )
    file.write_text(text, encoding="utf-8")
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "technique: vertebroplasty\nlevels: l1\ndate_of_service: 2026-03-20\n", encoding="utf-8"
    )
    run = coverline("ask", str(file), "--answers", str(answers), "--json")
    answer = json.loads(run.out)
    assert "technique" in answer["asked"]
    assert answer["case"]["services"][0]["technique"] == "vertebroplasty"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("sympomatic: yes\n", 'found "sympomatic"'),
        ("symptomatic: perhaps\n", 'found "perhaps"'),
        ("technique: magic\n", "technique"),
        ("levels: [L9]\n", "L9"),
        ("date_of_service: [2024]\n", "expected a day, month or year"),
        ("- symptomatic\n", "expected answers"),
        ("fracture_date: 2025-01-01\n", "after date_of_service"),
    ],
)
def test_bad_answers_are_named_with_their_place(answers: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(answers, encoding="utf-8")
    run = coverline("ask", CASE, "--answers", str(file), "--json")
    assert run.status == 2
    assert words in run.err
    assert str(file) in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("tests/cli/cases/several.jsonl", "expected one case"),
        ("tests/cli/cases/contradiction.yaml", "exclude each other"),
        ("tests/cli/cases/many-problems.yaml", "many-problems.yaml"),
        ("nowhere.yaml", "nowhere.yaml"),
    ],
)
def test_bad_cases_are_refused_as_by_decide(case: str, words: str) -> None:
    run = coverline("ask", case)
    assert (run.out, run.status) == ("", 2)
    assert words in run.err
    assert "Traceback" not in run.err
