"""The same patient under every payer: the same answers as decide gives, and lines that fit a terminal."""

import json
import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from coverline.cli.comparison import WIDTH, comparison_lines
from coverline.language.cases import read_cases
from coverline.library import Library
from coverline.library.comparison import compared
from tests.cli.command import ROOT, coverline

LIBRARY = Library.load()
CASES = ROOT / "tests" / "cli" / "cases"
WORKED = sorted((ROOT / "tests" / "worked" / "cases").glob("*.yaml"))
SAME = ("outcome", "category", "action", "prior_authorization", "missing", "refer_to", "warnings", "assumed")
PAYERS = ["bcbsm", "bcbsma", "cigna", "floridablue", "uhcwest"]


def entries(name: str) -> list[dict[str, Any]]:
    run = coverline("compare", "--json", str(CASES / name))
    assert (run.status, run.err) == (0, "")
    (line,) = run.out.splitlines()
    return json.loads(line)


def of(found: list[dict[str, Any]], payer: str, level: str) -> dict[str, Any]:
    (entry,) = (each for each in found if each["payer"] == payer and each["service"]["levels"] == [level])
    return entry


def test_every_part_has_an_entry_for_every_payer() -> None:
    found = entries("two-levels.yaml")
    assert [(each["service"]["levels"], each["payer"]) for each in found] == [
        ([level], payer) for level in ("T10", "L1") for payer in PAYERS
    ]


@pytest.mark.parametrize("payer", PAYERS)
def test_each_answer_is_the_one_that_decide_gives(payer: str) -> None:
    text = (CASES / "any-payer.yaml").read_text(encoding="utf-8")
    run = coverline("decide", "--json", "-", typed=f"payer: {payer}\n{text}".encode())
    own = [each for each in entries("any-payer.yaml") if each["payer"] == payer]
    decided = json.loads(run.out)["services"]
    assert len(own) == len(decided) == 2
    for entry, part in zip(own, decided, strict=True):
        assert {key: entry[key] for key in SAME} == {key: part[key] for key in SAME}
        assert (entry["policy"], entry["version"]) == (part["policy"]["id"], part["policy"]["version"])


def test_the_payer_of_the_case_does_not_matter() -> None:
    text = (CASES / "any-payer.yaml").read_text(encoding="utf-8")
    named = [
        coverline("compare", "--json", "-", typed=f"payer: {payer}\n{text}".encode()).out for payer in PAYERS
    ]
    assert {json.dumps(entries("any-payer.yaml"))} == {out.rstrip("\n") for out in named}


def test_what_separates_is_named_with_its_citation_only_where_a_part_is_unmet() -> None:
    found = entries("two-levels.yaml")
    unmet = of(found, "bcbsma", "L1")
    first = unmet["separates"][0]
    assert set(first) == {"id", "label", "cite"}
    assert (first["id"], first["cite"]["lines"]) == ("nonhealing-fracture", [42, 42])
    assert [bool(each["separates"]) for each in found] == [each["outcome"] == "not_met" for each in found]


def test_each_case_of_a_file_is_compared_and_an_unread_one_stops_none() -> None:
    run = coverline("compare", "--json", str(CASES / "several.jsonl"))
    lines = [json.loads(line) for line in run.out.splitlines()]
    assert run.status == 2
    assert [len(each) for each in lines] == [5, 1, 5]
    (unread,) = lines[1]
    assert (unread["outcome"], unread["problems"]) == (None, run.err.splitlines())


def test_decide_still_needs_a_payer() -> None:
    run = coverline("decide", str(CASES / "any-payer.yaml"))
    assert (run.status, run.out) == (2, "")
    assert '"payer"' in run.err


def plain_cases() -> list[tuple[str, str]]:
    reader = YAML(typ="safe", pure=True)
    worked = {file.stem: reader.load(file) for file in WORKED}
    return [
        (name, json.dumps(each["case"], default=str))
        for name, each in worked.items()
        if not each["expect"].get("error")
    ]


def test_what_people_read_fits_a_terminal() -> None:
    for name, text in plain_cases():
        (read,) = read_cases(text, name, LIBRARY.vocabulary)
        assert read.case is not None, read.problems
        parts = compared(read.case, LIBRARY)
        lines = [*comparison_lines(read.name, read.case, parts, LIBRARY)]
        long = [line for line in map(_uncoloured, lines) if len(line) > WIDTH]
        assert long == [], name


def _uncoloured(line: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", line)
