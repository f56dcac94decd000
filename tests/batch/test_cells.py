"""Cells in every form that a table gives them: text, lists, numbers, dates, yes and no, and what is wrong."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from coverline import batch
from tests.laws.real import LIBRARY

CIGNA = {
    "payer": "cigna",
    "date_of_service": "2024-09-10",
    "code": "22513",
    "technique": "balloon_kyphoplasty",
}


def answer(**cells: Any) -> dict[str, Any]:
    """The answer to one row, whose cells keep their own types."""
    frame = pl.DataFrame({name: [value] for name, value in {**CIGNA, **cells}.items()})
    return batch.decide(frame, policies=LIBRARY).row(0, named=True)


def settled(fact: str, value: Any) -> bool:
    """Whether a value is taken for a fact: it is asked for no longer."""
    return fact not in answer(**{fact: value})["missing"] and answer()["missing"].count(fact) == 1


@pytest.mark.parametrize("value", [True, "true", "yes", "Yes", " yes ", False, "no"])
def test_yes_and_no(value: Any) -> None:
    assert settled("pain_correlates_with_imaging", value)


@pytest.mark.parametrize("value", [None, "", "  ", "not documented", "null"])
def test_what_says_nothing_is_unknown(value: Any) -> None:
    assert "pain_correlates_with_imaging" in answer(pain_correlates_with_imaging=value)["missing"]


@pytest.mark.parametrize("value", [date(2024, 8, 1), datetime(2024, 8, 1, 12, tzinfo=UTC), "2024-08-01"])
def test_days(value: Any) -> None:
    assert settled("fracture_date", value)
    assert answer(date_of_service=value, fracture_date=None)["outcome"] == "needs_information"


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ("m80.08xa; C79.51", ["m80.08xa", "C79.51"]),
        (["m80.08xa", "C79.51"], ["m80.08xa", "C79.51"]),
        ([], []),
        (None, []),
        ("[]", []),
    ],
)
def test_several_values(diagnoses: Any, expected: list[str]) -> None:
    frame = pl.DataFrame(
        {
            "payer": ["floridablue"],
            "date_of_service": ["2026-03-10"],
            "code": ["22513"],
            "diagnoses": pl.Series(
                [diagnoses], dtype=pl.List(pl.String) if not isinstance(diagnoses, str) else None
            ),
        }
    )
    found = batch.decide(frame, policies=LIBRARY)["code_findings"][0].to_list()
    assert [each.partition(":")[0] for each in found] == ["22513", *expected]


def test_a_code_as_a_number() -> None:
    assert answer(code=22513)["outcome"] == answer()["outcome"]


def problem(**cells: Any) -> str:
    """Why a row cannot be read; it then has no answer."""
    found = answer(**cells)
    assert {found[name] for name in batch.ANSWERS if name != "problem"} == {None}
    return str(found["problem"])


def test_an_unknown_value_is_told_with_the_nearest() -> None:
    found = problem(indication="hemangoma")
    assert found.startswith('indication: found "hemangoma"; expected a value of indication: osteoporotic')
    assert found.endswith('other; did you mean "hemangioma"?')


def test_a_length_without_a_unit() -> None:
    assert problem(fracture_age="6") == (
        'fracture_age: found "6"; expected a whole number of days, weeks, months or years; '
        "write 6 days, or the unit that is meant"
    )


def test_a_date_after_the_service() -> None:
    assert problem(fracture_date="2024-09-11") == (
        'fracture_date: found fracture_date "2024-09-11"; '
        "expected a day up to the date of service, 2024-09-10"
    )


def test_facts_that_exclude_each_other() -> None:
    assert problem(pain_severity="severe", symptomatic=False) == (
        "pain_severity and symptomatic: found pain_severity severe and symptomatic no; "
        "expected at most one of them, since they exclude each other"
    )


@pytest.mark.parametrize("name", ["payer", "code", "date_of_service"])
def test_what_every_row_needs(name: str) -> None:
    assert problem(**{name: None}).startswith(f"{name}: found nothing; expected ")


def test_several_problems_stand_on_one_line() -> None:
    told = problem(level="L9", state="ZZ", fracture_date="2025-01").split(" | ")
    assert [each.partition(":")[0] for each in told] == ["state", "level", "fracture_date"]


def test_a_bad_row_stops_no_other() -> None:
    frame = pl.DataFrame([CIGNA, {**CIGNA, "payer": "nobody"}, {**CIGNA, "code": None}, CIGNA])
    found = batch.decide(frame, policies=LIBRARY)
    assert found["problem"].is_null().to_list() == [True, False, False, True]
    assert found["outcome"].is_null().to_list() == [False, True, True, False]
