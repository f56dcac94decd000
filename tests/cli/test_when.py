"""`coverline when`: windows as data, as a drawing, and cases that have none."""

import json
from pathlib import Path
from xml.etree import ElementTree

from tests.cli.command import coverline

EXAMPLE = "examples/massachusetts-six-weeks.yaml"
SVG = "{http://www.w3.org/2000/svg}"


def test_one_part_is_a_line_without_a_service_and_several_have_theirs() -> None:
    alone = json.loads(coverline("when", EXAMPLE, "--json").out)
    assert alone == {
        "payer": "bcbsma",
        "policy": "bcbsma-484",
        "windows": [{"from": "2021-03-11", "to": None}],
    }
    both = [
        json.loads(line)
        for line in coverline("when", "tests/cli/cases/two-levels.yaml", "--json").out.splitlines()
    ]
    assert [each["service"]["levels"] for each in both] == [["T10"], ["L1"]]


def test_the_drawing_says_in_words_what_it_shows(tmp_path: Path) -> None:
    file = tmp_path / "timeline.svg"
    assert coverline("when", EXAMPLE, "--svg", str(file)).status == 0
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    assert root.find(f"{SVG}title").text == "When the policy is met"
    assert "from 2021-03-11, meets the policy" in root.find(f"{SVG}desc").text
    assert "until 2021-03-10, too early" in root.find(f"{SVG}desc").text
    assert {"title", "description"} == set(root.attrib["aria-labelledby"].split())
    bars = [each for each in root.iter(f"{SVG}rect") if each.get("height") == "22"]
    assert [bar.get("fill") for bar in bars] == ["#c9ccd1", "#2e7d32"]
    assert float(bars[0].get("x")) + float(bars[0].get("width")) == float(bars[1].get("x"))


def test_a_case_that_contradicts_itself_is_refused_and_the_others_are_answered(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    good = {"payer": "bcbsma", "date_of_service": "2021-03-18", "services": [{"code": "22511"}]}
    bad = {
        **good,
        "facts": {"conservative_treatment_failed": True, "responding_to_conservative_treatment": True},
    }
    file.write_text("".join(f"{json.dumps(each)}\n" for each in (bad, good)), encoding="utf-8")
    run = coverline("when", str(file), "--json", "--svg", str(tmp_path / "drawn.svg"))
    assert run.status == 2
    assert [json.loads(line)["windows"] for line in run.out.splitlines()] == [[]]
    assert "exclude each other" in run.err


def test_a_drawing_that_cannot_be_written_is_an_error_without_a_traceback(tmp_path: Path) -> None:
    run = coverline("when", EXAMPLE, "--svg", str(tmp_path / "no" / "folder.svg"))
    assert run.status == 2
    assert "folder.svg" in run.err
    assert "Traceback" not in run.err
