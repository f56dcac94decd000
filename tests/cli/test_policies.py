"""The commands on policies: tidy files, data, and the report of a failing case table."""

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from coverline.cli.main import app
from coverline.library import Library
from coverline.model.criteria import walk
from tests.cli.command import ROOT, coverline

CONTENT = ROOT / "src" / "coverline" / "content"
CIGNA = CONTENT / "policies" / "cigna-0040" / "2024-06-15.yaml"


def test_an_untidy_file_is_reported_then_mended_then_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(
        CIGNA.read_text(encoding="utf-8").replace("payer: cigna", "payer:    cigna"), encoding="utf-8"
    )
    untidy = file.read_text(encoding="utf-8")
    assert coverline("policies", "fmt", "--check", str(file)).status == 1
    assert file.read_text(encoding="utf-8") == untidy
    assert coverline("policies", "fmt", str(file)).status == 0
    assert "payer: cigna" in file.read_text(encoding="utf-8")
    again = coverline("policies", "fmt", "--check", str(file))
    assert (again.status, again.out) == (0, "")


def test_the_schema_is_one_json_document() -> None:
    schema = json.loads(coverline("policies", "schema").out)
    assert schema["$schema"].endswith("2020-12/schema")


def test_the_list_as_data_has_every_policy_with_its_days() -> None:
    listed = {each["id"]: each for each in json.loads(coverline("policies", "list", "--json").out)}
    assert set(listed) == {file.name for file in (CONTENT / "policies").iterdir()}
    (version,) = listed["cigna-0040"]["versions"]
    assert (version["effective_from"], version["effective_to"]) == (None, "2024-10-31")


@pytest.mark.parametrize(
    ("day", "decides", "instead"),
    [
        ("2024-10-31", "2024-06-15", None),
        ("2024-11-01", None, "EviCore"),
        ("1990-01-01", "2024-06-15", None),
    ],
)
def test_the_list_on_a_day_says_what_decides_then(day: str, decides: str | None, instead: str | None) -> None:
    listed = {
        each["id"]: each for each in json.loads(coverline("policies", "list", "--on", day, "--json").out)
    }
    cigna = listed["cigna-0040"]
    assert (cigna["on"], cigna["in_force"]) == (day, decides)
    assert instead in cigna["instead"] if instead else cigna["instead"] is None


def test_a_page_of_a_version_that_is_not_in_force_says_so_beside_it() -> None:
    run = coverline("policies", "show", "cigna-0040", "--on", "2024-11-01", "--json")
    assert run.status == 0
    assert json.loads(run.out)["id"] == "cigna-0040"
    assert "no version decides on 2024-11-01; instead: " in run.err
    assert coverline("policies", "show", "cigna-0040", "--on", "2024-10-31", "--json").err == ""


def criteria(data: Any) -> Iterator[dict[str, Any]]:
    """Everything in some data that is a criterion: it has an operator."""
    if isinstance(data, dict):
        if "operator" in data:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from criteria(each)


@pytest.mark.parametrize("policy", ["bcbsma-484", "cigna-0040"])
def test_a_policy_as_data_has_every_criterion_with_its_citation(policy: str) -> None:
    data = json.loads(coverline("policies", "show", policy, "--json").out)
    found = list(criteria(data))
    written = {
        each.id for position in Library.load().version(policy).positions for each in walk(position.criteria)
    }
    assert {each["id"] for each in found} == written
    assert all(each["label"] and each["cite"]["section"] for each in found)
    assert all(("test" in each) == (each["operator"] == "test") for each in found)


def test_a_failing_row_is_named_with_its_line_and_what_was_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    file = folder / CIGNA.relative_to(CONTENT)
    text = file.read_text(encoding="utf-8")
    assert "fracture_age: less than 3 months" in text
    file.write_text(
        text.replace("fracture_age: less than 3 months", "fracture_age: less than 2 months"), "utf-8"
    )
    library = Library.load(folder)
    monkeypatch.setattr(Library, "load", lambda: library)
    run = CliRunner().invoke(app, ["test", "cigna-0040"])
    *failures, summary = run.output.splitlines()
    assert run.exit_code == 1
    assert failures
    for failure in failures:
        place, _, words = failure.partition(": ")
        line = int(place.removeprefix(f"{file}:"))
        row = words.partition(":")[0]
        assert row in file.read_text(encoding="utf-8").splitlines()[line - 1]
        assert "expected" in words
        assert "got" in words
    assert "rows pass" in summary
    data = json.loads(CliRunner().invoke(app, ["test", "cigna-0040", "--json"]).output)
    assert data["failures"]


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_there_is_colour_on_a_terminal_only_where_it_is_wanted(
    environment: dict[str, str], coloured: bool
) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "coverline", "policies", "list"]
    subprocess.run(command, stdout=writer, cwd=ROOT, env={**kept, **environment}, check=True, timeout=120)
    os.close(writer)
    shown = os.read(reader, 100_000)
    os.close(reader)
    assert b"cigna-0040" in shown
    assert (b"\x1b[" in shown) is coloured


def test_there_is_no_colour_in_a_pipe() -> None:
    assert "\x1b" not in coverline("policies", "show", "cigna-0040").out
