"""A criterion beside its passage, read from a copy that is made up here: the project keeps no source text."""

import json
from pathlib import Path

from tests.cli.command import coverline

CITE = ("cite", "cigna-0040", "under-three-months", "--sources")


def copy_in(folder: Path) -> Path:
    file = folder / "cigna-0040.txt"
    file.write_text("".join(f"words of line {number}\n" for number in range(1, 91)), encoding="utf-8")
    return file


def test_the_passage_stands_beside_the_criterion_and_its_copy_is_named(tmp_path: Path) -> None:
    file = copy_in(tmp_path)
    label, place, passage = coverline(*CITE, str(tmp_path)).out.splitlines()
    assert label.startswith("Fracture less than three months old")
    assert "l.61" in label
    assert place.startswith(f"{file}, which is not the registered text")
    assert passage.split(maxsplit=1) == ["61", "words of line 61"]


def test_the_passage_as_data(tmp_path: Path) -> None:
    file = copy_in(tmp_path)
    data = json.loads(coverline(*CITE, str(tmp_path), "--json").out)
    assert data == {"file": str(file), "lines": [61, 61], "text": "words of line 61", "same": False}


def test_a_position_that_is_never_met_has_a_passage_too(tmp_path: Path) -> None:
    copy_in(tmp_path)
    run = coverline("cite", "cigna-0040", "sacroplasty", "--sources", str(tmp_path), "--json")
    assert json.loads(run.out)["text"] == "words of line 73"
