"""`coverline policies draft` as its user runs it."""

import json
import re
from pathlib import Path

from tests.cli.command import ROOT, coverline

DOCUMENT = str(ROOT / "tests/drafting/documents/numbered.txt")
CHECKLIST = str(ROOT / "tests/drafting/documents/checklist.txt")


def test_a_draft_is_written_and_check_lists_its_todos(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    run = coverline("policies", "draft", DOCUMENT, "--payer", "cigna", "-o", str(file))
    assert (run.status, run.err) == (0, "")
    count = int(run.out.split(": ")[1].split()[0])
    checked = coverline("check", "--json", str(file))
    found = json.loads(checked.out)
    assert checked.status == 2
    assert found["problems"] == found["todos"]
    assert len(found["todos"]) == count
    shown = coverline("check", str(file))
    assert shown.out.splitlines()[-1] == f"{count} problems, all of them todos"
    assert coverline("policies", "fmt", "--check", str(file)).status == 0
    assert file.read_text().splitlines()[4] == "policy: cigna-nh-2231"
    assert list(tmp_path.iterdir()) == [file]


def test_the_guide_shows_what_is_printed(tmp_path: Path) -> None:
    guide = (ROOT / "docs/add-a-policy.md").read_text(encoding="utf-8")
    document = "tests/drafting/documents/numbered.txt"
    command = f"policies draft {document} --payer cigna --id northfield-2231 -o draft.yaml"
    assert f"$ coverline {command}\n" in guide
    file = tmp_path / "draft.yaml"
    run = coverline(*command.replace("draft.yaml", str(file)).split())
    assert run.out.replace(str(file), "draft.yaml") in guide
    listed = coverline("check", str(file)).out.replace(str(file), "draft.yaml").splitlines()
    assert all(line in guide for line in (*listed[:2], listed[-1]))
    shown = guide.split("```yaml\n")[1].split("```")[0].splitlines()
    drafted = file.read_text(encoding="utf-8")
    assert all(f"        {line}\n" in drafted for line in shown)
    refused = "policies draft tests/drafting/documents/checklist.txt --payer cigna"
    assert f"$ coverline {refused}\n{coverline(*refused.split()).err}" in guide


def test_nothing_decides_with_a_draft(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    coverline("policies", "draft", DOCUMENT, "--payer", "cigna", "-o", str(file))
    for command in (("prove", str(file)), ("diff", "cigna-0040", str(file))):
        run = coverline(*command)
        assert run.status == 2
        assert re.fullmatch(
            rf"{file}: found \d+ todos; expected a finished policy: nothing decides with a draft; "
            "coverline check lists them\n",
            run.err,
        )


def test_without_a_file_it_is_printed() -> None:
    run = coverline("policies", "draft", DOCUMENT, "--payer", "cigna", "--id", "mine")
    assert run.status == 0
    assert "\npolicy: mine\n" in run.out


def test_work_that_is_there_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text("my work")
    run = coverline("policies", "draft", DOCUMENT, "--payer", "cigna", "-o", str(file))
    assert (run.status, file.read_text()) == (2, "my work")
    assert (
        run.err
        == f"{file}: found a file that is there already; expected a new name, so that no work is lost\n"
    )


def test_an_unknown_payer_is_told() -> None:
    run = coverline("policies", "draft", DOCUMENT, "--payer", "cygna")
    assert run.status == 2
    assert 'found "cygna"; expected a payer of the vocabulary: bcbsma' in run.err
    assert 'did you mean "cigna"?' in run.err
    assert "added to the vocabulary first" in coverline("policies", "draft", DOCUMENT, "--payer", "xyz").err


def test_a_document_without_criteria_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    run = coverline("policies", "draft", CHECKLIST, "--payer", "cigna", "-o", str(file))
    assert run.status == 2
    assert run.err.startswith(f"{CHECKLIST}: found no criteria; expected a statement of coverage")
    assert not file.exists()


def test_one_todo_is_told_as_one(tmp_path: Path) -> None:
    policy = ROOT / "src/coverline/content/policies/cigna-0040/2024-06-15.yaml"
    file = tmp_path / "policy.yaml"
    file.write_text(policy.read_text().replace("label: Painful hemangioma", 'label: "todo: in our words"'))
    assert coverline("check", str(file)).out.splitlines()[-1] == "1 todo"
    file.write_text(file.read_text().replace("payer: cigna", "payer: cygna"))
    assert coverline("check", str(file)).out.splitlines()[-1] == "2 problems, 1 of them todos"
