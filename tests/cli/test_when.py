"""`coverline when`: windows as data, as a drawing, and cases that have none."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from tests.cli.command import coverline

EXAMPLE = "examples/massachusetts-six-weeks.yaml"
SVG = "{http://www.w3.org/2000/svg}"
MONTH = re.compile(r"\d{4}-\d{2}")


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


def drawn(tmp_path: Path, *cases: dict[str, object]) -> ElementTree.Element:
    """The drawing of some cases, or of the example."""
    file, asked = tmp_path / "timeline.svg", tmp_path / "cases.jsonl"
    asked.write_text("".join(f"{json.dumps(each)}\n" for each in cases), encoding="utf-8")
    assert coverline("when", str(asked) if cases else EXAMPLE, "--svg", str(file)).status == 0
    return ElementTree.fromstring(file.read_text(encoding="utf-8"))


def corners(bar: ElementTree.Element) -> set[tuple[float, float]]:
    pairs = (each.split(",") for each in bar.get("points").split())
    return {(float(x), float(y)) for x, y in pairs}


def treated(day: str, **facts: object) -> dict[str, object]:
    """A patient of Massachusetts who lacks nothing but time."""
    known = {
        "indication": "osteoporotic_fracture",
        "symptomatic": True,
        "conservative_treatment_failed": True,
        "conservative_treatment_duration": "5 weeks",
        "pain_from_nonhealing_fracture": True,
        "prophylactic": False,
    }
    service = {"code": "22511", "technique": "vertebroplasty", "levels": ["L1"]}
    return {
        "payer": "bcbsma",
        "date_of_service": day,
        "product": "commercial_ppo",
        "services": [service],
        "facts": {**known, **facts},
    }


def texts(root: ElementTree.Element) -> list[str]:
    return [each.text for each in root.iter(f"{SVG}text")]


def test_the_drawing_says_in_words_what_it_shows(tmp_path: Path) -> None:
    root = drawn(tmp_path)
    assert root.find(f"{SVG}title").text == "When the policy is met (not an approval)"
    assert "from 2021-03-11, meets the policy" in root.find(f"{SVG}desc").text
    assert "until 2021-03-10, too early" in root.find(f"{SVG}desc").text
    assert {"title", "description"} == set(root.attrib["aria-labelledby"].split())
    early, opened = root.iter(f"{SVG}polygon")
    assert early.get("fill") != opened.get("fill")
    assert max(corners(early))[0] == min(corners(opened))[0]
    assert {"too early", "open"} <= set(texts(root))


def test_ends_that_go_on_are_pointed_and_others_are_not(tmp_path: Path) -> None:
    _, opened = drawn(tmp_path).iter(f"{SVG}polygon")
    by_side = sorted(corners(opened))
    assert [x for x, _ in by_side[:3]] == [by_side[0][0]] * 3
    assert by_side[-1][0] > by_side[-2][0]


def test_days_far_from_the_service_are_cut_off_and_told_in_words(tmp_path: Path) -> None:
    root = drawn(tmp_path, treated("2010"))
    (bar,) = [each for each in root.iter(f"{SVG}polygon") if each.get("fill") == "#dde1e6"]
    assert max(corners(bar))[0] == 936
    assert any("from 2017-10-01, meets the policy" in each for each in texts(root))


def test_a_partial_date_of_service_is_a_frame_around_its_days(tmp_path: Path) -> None:
    line, frame = (
        {each.get("d") for each in drawn(tmp_path, treated(day)).iter(f"{SVG}path")}
        for day in ("2020-09-15", "2020-09")
    )
    assert all("H" not in each for each in line)
    assert all(each.count("H") == 2 for each in frame)


def test_cases_of_one_time_share_a_scale_and_others_have_their_own(tmp_path: Path) -> None:
    def months(*days: str) -> list[list[str]]:
        found = texts(drawn(tmp_path, *(treated(day) for day in days)))
        named = [each for each in found if MONTH.fullmatch(each)]
        return [named[: len(named) // 2], named[len(named) // 2 :]]

    shared = months("2020-09-15", "2020-11-15")
    assert shared[0] == shared[1]
    apart = months("2018-09-15", "2020-09-15")
    assert not set(apart[0]) & set(apart[1])


def test_no_window_is_one_bar_and_a_closed_one_says_so(tmp_path: Path) -> None:
    never = drawn(tmp_path, treated("2020-09-15", conservative_treatment_failed=False))
    assert "no window" in texts(never)
    facts = {"fracture_date": "2020-08-10", "hospitalized_for_fracture": True}
    again = drawn(tmp_path, treated("2020-09-01", conservative_treatment_duration="1 weeks", **facts))
    assert [each for each in texts(again) if each in ("too early", "open", "closed")] == [
        *("too early", "open", "closed", "open")
    ]


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
