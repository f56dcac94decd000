"""`coverline facts-from` as its user runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import coverline
from tests.fhir.resources import asked, condition, medicine, observation, order

CHART_OF_L1 = (
    condition("ICD-10-CM|M80.08XA", "fracture", "L1", "2024-08-01", note=[{"text": "Fell in the garden."}]),
    condition("ICD-10-CM|M80.08XA", "old", "T8", "2019-08-01"),
    medicine("pills", start="2024-07-25"),
    observation("Coverline|fracture_healed", "one", {"valueBoolean": True}, "L1"),
    observation("Coverline|fracture_healed", "two", {"valueBoolean": False}, "L1"),
)
CHART = asked(*CHART_OF_L1)


@pytest.fixture
def chart(tmp_path: Path) -> str:
    return written(tmp_path, CHART)


def written(folder: Path, bundle: dict[str, Any]) -> str:
    file = folder / "bundle.json"
    file.write_text(json.dumps(bundle))
    return str(file)


def test_the_case_is_decided_as_it_stands(chart: str, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    run = coverline("facts-from", chart, "-o", str(case))
    assert (run.status, run.out, run.err) == (0, "", "")
    decided = coverline("decide", str(case), "--json")
    assert decided.status == 0
    (answer,) = (json.loads(line) for line in decided.out.splitlines())
    assert (answer["case"], answer["outcome"]) == ("ServiceRequest/order", "needs_information")


def test_the_data_has_the_form_of_the_contract(chart: str) -> None:
    data = json.loads(coverline("facts-from", chart, "--json").out)
    assert set(data["case"]["facts"]) == {"indication", "fracture_date", "conservative_treatment_duration"}
    assert data["provenance"]["fracture_date"] == [
        {
            "resource": "Condition/fracture",
            "path": "Condition.onset.ofType(dateTime)",
            "date": "2024-08-01",
            "level": "L1",
        }
    ]
    (conflict,) = data["conflicts"]
    assert conflict["fact"] == "fracture_healed"
    assert {each["value"] for each in conflict["records"]} == {"yes", "no"}
    assert {each["resource"] for each in data["set_aside"]} == {"Condition/old"}
    assert [each["text"] for each in data["to_read"]] == ["Fell in the garden."]


def test_people_read_the_case_its_records_and_what_does_not_count(chart: str) -> None:
    run = coverline("facts-from", chart)
    assert (run.status, run.err) == (0, "")
    for words in (
        "fracture_date: 2024-08-01  Condition/fracture of 2024-08-01",
        "fracture_healed: yes Observation/one of 2024-09-01, no Observation/two of 2024-09-01",
        "Condition/old: it is about T8",
        "Condition/fracture: Fell in the garden.",
    ):
        assert words in run.out


def test_a_disagreement_at_one_of_several_levels_names_it(tmp_path: Path) -> None:
    file = written(tmp_path, asked(*CHART_OF_L1, levels=("L1", "L2")))
    run = coverline("facts-from", file)
    assert "  L1 fracture_healed: yes Observation/one of 2024-09-01" in run.out


def test_a_bundle_on_standard_input() -> None:
    run = coverline("facts-from", "-", "--json", typed=json.dumps(CHART).encode())
    assert json.loads(run.out)["case"]["payer"] == "cigna"


def test_the_day_and_the_order_can_be_chosen(tmp_path: Path) -> None:
    file = written(tmp_path, asked(order("CPT|22510", name="other", on=None, levels=("T12",)), on=None))
    assert coverline("facts-from", file).status == 2
    run = coverline("facts-from", file, "--date", "2024-09", "--order", "ServiceRequest/other", "--json")
    case = json.loads(run.out)["case"]
    assert (case["date_of_service"], [each["code"] for each in case["services"]]) == ("2024-09", ["22510"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--date", "soon"), '--date: found "soon"; expected a date such as 2024-06-15'),
        (("--order", "ServiceRequest/x"), "found no ServiceRequest"),
    ],
)
def test_a_choice_that_is_none_is_a_line(chart: str, arguments: tuple[str, ...], words: str) -> None:
    run = coverline("facts-from", chart, *arguments)
    assert run.status == 2
    assert words in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("text", ["", "{", "[]", '{"resourceType": "Bundle"}', "\x00", "[" * 200_000])
def test_what_is_no_chart_is_a_line_and_exit_2(text: str, tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(text)
    output = tmp_path / "case.json"
    run = coverline("facts-from", str(file), "-o", str(output))
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(str(file))
    assert len(run.err.splitlines()) == 1
    assert not output.exists()


def test_a_chart_without_a_case_is_still_shown_as_data(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {**CHART, "entry": [each for each in CHART["entry"] if each["resource"]["id"] != "coverage"]},
    )
    run = coverline("facts-from", file, "--json")
    assert run.status == 2
    data = json.loads(run.out)
    assert data["case"] is None
    assert "indication" in data["provenance"]
    assert "no Coverage" in data["problems"][0]
    assert "no Coverage" in run.err


def test_check_knows_a_file_of_value_sets(tmp_path: Path) -> None:
    from tests.cli.command import ROOT

    shipped = ROOT / "src/coverline/content/valuesets/valuesets.yaml"
    assert coverline("check", str(shipped)).out == "no problems\n"
    file = tmp_path / "valuesets.yaml"
    file.write_text(shipped.read_text().replace("LOINC: [72514-3]", "LOINK: [72514-3]"))
    assert 'found "LOINK"; expected a code system' in coverline("check", str(file)).out
