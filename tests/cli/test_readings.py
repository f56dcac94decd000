"""The readings in one list, and their confirmation in copies of the real files."""

import json
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coverline.cli.main import app
from coverline.library import Library
from tests.cli.command import ROOT, coverline

POLICIES = ROOT / "src" / "coverline" / "content" / "policies"
CIGNA = POLICIES / "cigna-0040" / "2024-06-15.yaml"
BY = ("--by", "Dr. A. Name", "--as", "clinician", "--date", "2026-01-31")


def test_every_note_of_every_policy_is_in_the_list() -> None:
    listed = json.loads(coverline("policies", "notes", "--json").out)
    written = [
        (version.id, note)
        for versions in Library.load().policies.values()
        for version in versions
        for note in version.notes
    ]
    assert [(each["policy"], each["id"]) for each in listed] == written
    assert all(each["question"] and each["reading"] and each["changes"] for each in listed)
    assert {each["status"] for each in listed} == {"unconfirmed"}


def test_the_list_of_some_policies_ends_with_its_count() -> None:
    listed = json.loads(coverline("policies", "notes", "cigna-0040", "cigna-0040", "--json").out)
    assert {each["policy"] for each in listed} == {"cigna-0040"}
    last = coverline("policies", "notes", "cigna-0040").out.splitlines()[-1]
    assert last == f"{len(listed)} readings, none confirmed"


def test_a_confirmation_is_read_back_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content"
    shutil.copytree(POLICIES.parent, folder)
    load = Library.load
    monkeypatch.setattr(Library, "load", lambda: load(folder))
    run = CliRunner().invoke(app, ["policies", "confirm", "cigna-0040", "retired", *BY])
    assert run.exit_code == 0, run.output
    runner = CliRunner()
    data = json.loads(runner.invoke(app, ["policies", "notes", "cigna-0040", "--json"]).output)
    confirmed = {each["id"]: each["confirmed"] for each in data if each["status"] == "confirmed"}
    assert confirmed == {"retired": {"by": "Dr. A. Name", "as": "clinician", "on": "2026-01-31"}}
    shown = runner.invoke(app, ["policies", "notes", "cigna-0040"]).output
    assert "retired  confirmed by Dr. A. Name, clinician, 2026-01-31" in shown
    assert shown.splitlines()[-1] == f"{len(data)} readings, 1 confirmed (1 by a clinician)"
    assert load(folder).check() == ((), ())


def test_the_file_keeps_its_mark_its_rights_and_its_neighbours(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    content = b"\xef\xbb\xbf" + CIGNA.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(content)
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    run = coverline("policies", "confirm", str(link), "retired", *BY)
    assert (run.status, run.err) == (0, "")
    before, after = content.split(b"\r\n"), file.read_bytes().split(b"\r\n")
    changed = [line for line, other in zip(before, after, strict=True) if line != other]
    assert len(changed) == 1
    assert file.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert {each.name for each in tmp_path.iterdir()} == {"link.yaml", "policy.yaml"}


def test_the_same_again_is_no_error_and_another_is(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    shutil.copy(CIGNA, file)
    coverline("policies", "fmt", str(file))
    confirm = ("policies", "confirm", str(file), "retired")
    assert "retired confirmed by Dr. A. Name" in coverline(*confirm, *BY).out
    once = file.read_bytes()
    again = coverline(*confirm, *BY)
    assert (again.status, "already" in again.out) == (0, True)
    other = coverline(*confirm, *BY, "--as", "payer")
    assert (other.status, other.out) == (2, "")
    assert "confirmed by Dr. A. Name as clinician on 2026-01-31" in other.err
    assert file.read_bytes() == once
    assert coverline("policies", "fmt", "--check", str(file)).status == 0


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    shutil.copy(CIGNA, file)
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write every folder")
    run = coverline("policies", "confirm", str(file), "retired", *BY)
    assert run.status == 2
    assert str(tmp_path) in run.err
    assert "Traceback" not in run.err
