"""The commands prove, diff and impact as a person and as a program call them."""

import json
from pathlib import Path

import pytest

from tests.cli.command import Run, coverline
from tests.prove.edited import edited_text

UNDER_THREE = ("needs: {fracture_age: less than 3 months}", "needs: {fracture_age: less than 2 months}")
CASE = {
    "case": "a",
    "payer": "cigna",
    "date_of_service": "2024-09-10",
    "services": [{"code": "22510", "technique": "vertebroplasty", "levels": ["T9"]}],
    "facts": {
        "indication": "multiple_myeloma",
        "imaging_shows_recent_fracture": True,
        "pain_correlates_with_imaging": True,
        "pain_severity": "severe",
        "fracture_age": "70 days",
    },
}


@pytest.fixture
def shorter(tmp_path: Path) -> str:
    """A file with the policy of Cigna, two months in place of three."""
    file = tmp_path / "shorter.yaml"
    file.write_text(edited_text("cigna-0040", UNDER_THREE), encoding="utf-8")
    return str(file)


def data(run: Run):
    assert (run.status, run.err) == (0, "")
    return json.loads(run.out)


def decided(case: dict[str, object], payer: str) -> str:
    run = coverline("decide", "--json", "-", typed=json.dumps({**case, "payer": payer}).encode())
    return str(data(run)["outcome"])


def test_prove_as_data_gives_cases_that_decide_takes() -> None:
    found = data(coverline("prove", "cigna-0040", "--json"))
    assert found["judged"] == ["stenting_counts_as_kyphoplasty"]
    assert {each["kind"] for each in found["findings"]} == {"unaddressed"}
    assert {decided(each["witness"], "cigna") for each in found["findings"]} == {"not_met"}


def test_prove_for_people_says_what_the_next_patient_differs_in() -> None:
    said = coverline("prove", "cigna-0040").out
    assert "UNADDRESSED  vertebroplasty-kyphoplasty: indication other" in said
    assert "the same patient, but with indication other" in said
    assert "either answer was allowed" in said
    assert "(the file says so itself)" in coverline("prove", "uhcwest-vertebroplasty-kyphoplasty").out
    assert "nothing found" in coverline("prove", "bcbsm-sacral-augmentation").out


def test_diff_as_data_gives_cases_that_both_decide() -> None:
    found = data(coverline("diff", "bcbsma-484", "cigna-0040", "--json"))
    assert found["same"] is False
    assert {each["met_by"] for each in found["witnesses"]} == {"bcbsma-484", "cigna-0040"}
    payers = {"bcbsma-484": "bcbsma", "cigna-0040": "cigna"}
    for each in found["witnesses"][:2]:
        assert "payer" not in each["case"]
        assert decided(each["case"], payers[each["met_by"]]) == "met"
        assert decided(each["case"], payers[each["not_met_by"]]) == "not_met"


def test_diff_of_a_policy_with_a_changed_file_names_them_as_they_were_asked(shorter: str) -> None:
    found = data(coverline("diff", "cigna-0040", shorter, "--json"))
    (witness,) = found["witnesses"]
    assert (witness["met_by"], witness["not_met_by"]) == ("cigna-0040", shorter)
    assert found["text"][0]["where"] == "criterion under-three-months"
    said = coverline("diff", "cigna-0040", shorter).out
    changed = "fracture age less than 3 months -> fracture age less than 2 months"
    assert f"TEXT  criterion under-three-months: {changed}" in said
    assert f"MET BY cigna-0040, NOT BY {shorter}" in said


def test_diff_of_the_same() -> None:
    run = coverline("diff", "cigna-0040", "cigna-0040@2024-09-10")
    assert "are the same in meaning" in run.out
    assert data(coverline("diff", "cigna-0040", "cigna-0040", "--json"))["same"] is True


def test_diff_says_what_only_one_decides() -> None:
    said = coverline("diff", "bcbsm-sacral-augmentation", "bcbsma-484").out
    assert "No patient separates them in what both decide." in said
    assert "Only bcbsma-484 decides vertebroplasty in every state, for commercial hmo" in said
    none = coverline("diff", "bcbsm-sacral-augmentation", "uhcwest-vertebroplasty-kyphoplasty").out
    assert "decide no request in common" in none


def test_days_of_their_own_are_said(tmp_path: Path) -> None:
    file = tmp_path / "later.yaml"
    days = (
        "  first_day: not printed\n  last_day: 2024-10-31",
        "  first_day: 2024-11-01\n  last_day: not printed",
    )
    file.write_text(edited_text("cigna-0040", UNDER_THREE, days), encoding="utf-8")
    said = coverline("diff", "cigna-0040", str(file)).out
    assert "They are never in force together; each was asked on a day of its own." in said
    assert "asked of cigna-0040 on 20" in said


@pytest.mark.parametrize("command", [["prove", "cigna-0040"], ["diff", "cigna-0040", "bcbsma-484"]])
def test_without_time_nothing_is_claimed(command: list[str]) -> None:
    run = coverline(*command, "--timeout", "0")
    assert run.status == 1
    assert "NOT SETTLED" in run.out
    as_data = coverline(*command, "--timeout", "0", "--json")
    assert as_data.status == 1
    assert json.loads(as_data.out)["not_settled"]


def test_impact_as_data_and_for_people(shorter: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    others = [{**CASE, "case": "b", "payer": "uhcwest"}, {**CASE, "case": "c", "product": "federal_employee"}]
    file.write_text("\n".join(map(json.dumps, [CASE, *others])), encoding="utf-8")
    found = data(coverline("impact", "cigna-0040", shorter, str(file), "--json"))
    assert found["moves"] == [
        {"from": "met", "to": "not_met", "count": 1, "criteria": ["under-three-months"], "examples": ["a"]}
    ]
    assert (found["unmoved"], found["left_out"]) == (1, 1)
    said = coverline("impact", "cigna-0040", shorter, str(file)).out
    assert said.startswith("1 of 2 cases move\n\nmet -> not met: 1\n  by under-three-months\n")
    assert said.endswith("Cases of other payers, which are not counted: 1\n")


def test_impact_counts_what_it_can_read(shorter: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    healed = {**CASE, "case": "b", "facts": {**CASE["facts"], "fracture_healed": True}}
    file.write_text("\n".join(map(json.dumps, [CASE, healed, {"case": "c"}])), encoding="utf-8")
    run = coverline("impact", "cigna-0040", shorter, str(file), "--json")
    assert run.status == 2
    assert json.loads(run.out)["moves"][0]["count"] == 1
    assert "found b with facts that exclude each other" in run.err
    assert "cases.jsonl:3" in run.err


@pytest.mark.parametrize("command", [["prove"], ["diff", "cigna-0040"], ["impact", "cigna-0040"]])
def test_a_policy_that_is_not_there(command: list[str]) -> None:
    cases = ["cases.yaml"] if command[0] == "impact" else []
    run = coverline(*command, "bcbsma-48", *cases)
    assert (run.status, run.out) == (2, "")
    assert "bcbsma-48: found no policy and no file of this name" in run.err
    assert 'did you mean "bcbsma-484"?' in run.err
