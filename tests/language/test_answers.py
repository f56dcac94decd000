"""Answers to questions, and the completed case as text that reads back as the same case."""

from pathlib import Path

import pytest

from coverline.language.answers import read_answer, read_answers
from coverline.language.case_text import case_text
from coverline.language.cases import read_cases
from coverline.library import Library
from coverline.model.case import written
from coverline.problem import Unreadable

VOCABULARY = Library.load().vocabulary
CASES = Path(__file__).parents[1] / "cli" / "cases"


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("symptomatic", "yes", ("symptomatic", "yes")),
        ("imaging", "mri, ct", ("imaging", "ct and mri")),
        ("imaging", "[mri]", ("imaging", "mri")),
        ("imaging", "none", ("imaging", "none")),
        ("levels", "l1, T12", ("levels", "L1 and T12")),
        ("technique", "sacroplasty", ("technique", "sacroplasty")),
        ("date_of_service", "2024-05-01", ("date_of_service", "2024-05-01")),
        ("fracture_date", "2024-05", ("fracture_date", "2024-05")),
        ("fracture_date", "6 weeks", ("fracture_age", "6 weeks")),
    ],
)
def test_what_is_typed_is_read_by_the_kind_of_fact(fact: str, text: str, expected: tuple[str, str]) -> None:
    known = read_answer(fact, text, VOCABULARY)
    assert known is not None
    assert (known.fact, written(known.value)) == expected


@pytest.mark.parametrize("fact", ["symptomatic", "imaging", "levels", "date_of_service"])
def test_no_answer_means_not_documented(fact: str) -> None:
    assert read_answer(fact, "", VOCABULARY) is None


@pytest.mark.parametrize(
    ("fact", "text"),
    [("symptomatic", "perhaps"), ("fracture_date", "soon"), ("fracture_date", "2024-13"), ("levels", "L9")],
)
def test_what_cannot_be_read_is_said(fact: str, text: str) -> None:
    with pytest.raises(Unreadable, match=f"answer to {fact}"):
        read_answer(fact, text, VOCABULARY)


def test_every_problem_of_a_file_is_said(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(
        "symptomatic: perhaps\nlevels: L1\ntechnique: magic\ndate_of_service: [1]\nsympomatic: yes\n"
    )
    with pytest.raises(Unreadable) as refused:
        read_answers(file, VOCABULARY)
    assert [each.line for each in refused.value.problems] == [1, 3, 4, 5]
    file.write_text("[symptomatic]\n")
    with pytest.raises(Unreadable, match="expected answers"):
        read_answers(file, VOCABULARY)


def test_a_file_may_say_that_something_is_not_documented(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("symptomatic: not documented\nlevels: [L1]\n")
    assert list(read_answers(file, VOCABULARY)) == ["levels"]


@pytest.mark.parametrize("name", ["met.yaml", "two-levels.yaml", "to-ask.yaml"])
def test_a_case_as_text_reads_back_as_the_same_case(name: str) -> None:
    (read,) = read_cases(CASES / name, name, VOCABULARY)
    assert read.case is not None
    (again,) = read_cases(case_text(read.case), "again.yaml", VOCABULARY)
    assert (again.case, again.problems) == (read.case, ())


def test_an_unknown_fact_is_met_with_the_nearest() -> None:
    with pytest.raises(Unreadable, match=r'found "symptomatc".*did you mean "symptomatic"\?'):
        read_answer("symptomatc", "yes", VOCABULARY)
