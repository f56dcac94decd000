"""`coverline sources`: what a person and a program see, and the exit status that a scheduled job reads."""

import json
from pathlib import Path

import pytest

from tests.cli.command import coverline
from tests.content.sources import FOLDER, lines_of
from tests.drafting import pages
from tests.drafting.test_reading import TEXT


@pytest.fixture
def registered(tmp_path: Path) -> tuple[Path, list[str]]:
    """A folder with the registered text of a policy, and its lines; skips where the text is not here."""
    lines = lines_of("bcbsma-484")
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "bcbsma-484.txt").write_bytes((FOLDER / "bcbsma-484.txt").read_bytes())
    return folder, lines


def test_copies_are_verified(registered: tuple[Path, list[str]]) -> None:
    folder, _ = registered
    changed = "\n".join(lines_of("cigna-0040")).replace("six weeks", "two weeks")
    (folder / "cigna.txt").write_text(changed, encoding="utf-8")
    run = coverline("sources", "verify", str(folder), "--json")
    found = {each["policy"]: each for each in json.loads(run.out)["documents"]}
    assert run.status == 1
    assert {name: each["status"] for name, each in found.items()} == {
        "bcbsma-484": "same",
        "cigna-0040": "changed",
        "floridablue-02-20000-18": "missing",
        "uhcwest-vertebroplasty-kyphoplasty": "missing",
        "bcbsm-sacral-augmentation": "missing",
    }
    assert found["bcbsma-484"]["file"] == str(folder / "bcbsma-484.txt")
    assert found["floridablue-02-20000-18"]["file"] is None
    assert [63, 63] in [each["lines"] for each in found["cigna-0040"]["changed"]]
    said = coverline("sources", "verify", str(folder)).out
    assert "l.63  Coverage policy, vertebroplasty and kyphoplasty, first bullet, page 2" in said


def test_all_copies_unchanged_are_a_success() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"the source texts are not at hand: no folder {FOLDER}")
    run = coverline("sources", "verify", str(FOLDER))
    assert (run.status, run.out.count("same")) == (0, 5)
    assert coverline("sources", "passages", str(FOLDER), "--check").status == 0


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    run = coverline("sources", "verify", str(tmp_path / "none"))
    assert (run.status, run.out) == (2, "")
    assert "found no such folder; expected a folder with your copies of the source documents" in run.err


def test_drift_is_told_in_lines_and_in_data(registered: tuple[Path, list[str]], tmp_path: Path) -> None:
    folder, lines = registered
    new = tmp_path / "new.txt"
    assert lines[36].count("6 weeks") == 1
    lines[36] = lines[36].replace("6 weeks", "4 weeks")
    new.write_text("\n".join(lines), encoding="utf-8")
    arguments = ("sources", "drift", "bcbsma-484", str(new), "--sources", str(folder))
    run = coverline(*arguments, "--json")
    data = json.loads(run.out)
    assert run.status == 1
    assert {"id": "six-weeks-failed", "change": "changed"}.items() <= {
        each["id"]: each for each in data["criteria"]
    }["six-weeks-failed"].items()
    assert data["codes"] == {"added": [], "removed": []}
    assert data["dates"] == []
    assert "nonhealing-fracture" in data["unchanged"]
    people = coverline(*arguments)
    assert people.status == 1
    place = "l.37 -> l.37  Commercial policy, vertebroplasty, first bullet"
    assert f"  changed figures  six-weeks-failed  {place}" in people.out
    assert "criteria need no look" in people.out


def test_an_unchanged_edition_exits_with_0(registered: tuple[Path, list[str]], tmp_path: Path) -> None:
    folder, lines = registered
    new = tmp_path / "new.txt"
    new.write_text("\n".join(line.replace(" ", "  ") for line in lines), encoding="utf-8")
    run = coverline("sources", "drift", "bcbsma-484", str(new), "--sources", str(folder))
    assert (run.status, run.err) == (0, "")
    assert "nothing changed" in run.out


@pytest.mark.parametrize(
    ("policy", "new", "said"),
    [
        ("bcbsma-484", "missing.txt", "missing.txt: found no file; expected a file that can be read"),
        ("bcbsma-484", "other.txt", "expected another edition of the same document; is it the right file?"),
        ("bcbsma-48", "other.txt", "found no policy of this name"),
        ("cigna-0040", "other.txt", "found no copy of"),
    ],
)
def test_what_cannot_be_told_exits_with_2(
    policy: str, new: str, said: str, registered: tuple[Path, list[str]], tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("Words on something else.\n", encoding="utf-8")
    run = coverline("sources", "drift", policy, str(tmp_path / new), "--sources", str(registered[0]))
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_an_old_text_that_is_not_the_registered_one_cannot_be_compared(tmp_path: Path) -> None:
    old = tmp_path / "cigna-0040.txt"
    old.write_text("line\n" * 830, encoding="utf-8")
    run = coverline("sources", "drift", "cigna-0040", str(old), "--sources", str(tmp_path))
    assert run.status == 2
    assert "found another text; expected the registered text of" in run.err


def test_a_document_is_added_to_a_content_folder(tmp_path: Path) -> None:
    file = pages.pdf(tmp_path / "policy.pdf")
    content, copies = tmp_path / "content", tmp_path / "copies"
    arguments = ("sources", "add", str(file), "--content", str(content), "--sources", str(copies))
    run = coverline(*arguments)
    assert (run.status, run.err) == (0, "")
    assert "fn-77  registered" in run.out
    assert "date     effective 2026-01-15" in run.out
    assert "suspect  2251O  l." in run.out
    assert "probably 22510" in run.out
    assert (copies / "fn-77.txt").read_text(encoding="utf-8").startswith("Plan of the Far\n")
    assert coverline("check", str(content / "sources.yaml")).status == 0
    again = coverline(*arguments, "--id", "fn-78", "--edition-of", "fn-77", "--json")
    data = json.loads(again.out)
    assert (data["document"], data["number"]) == ("fn-78", "FN-77")
    assert [each["likely"] for each in data["codes"] if each["suspect"]] == ["22510", "M80.08XD"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (pages.scan, "found a page without text"),
        (pages.locked, "found a PDF that is locked with a password"),
        (lambda file: file.write_bytes(b"%PDF-1.7 broken"), "found a PDF that breaks off or is damaged"),
        (lambda file: file.write_bytes(b""), "found nothing; expected a document with text"),
        (lambda file: file.write_text("No rule at all."), "found no criteria"),
        (lambda file: file, "found no file"),
    ],
)
def test_what_cannot_be_added_leaves_nothing_behind(make, said: str, tmp_path: Path) -> None:
    make(tmp_path / "policy.pdf")
    content = tmp_path / "content"
    options = ("--content", str(content), "--sources", str(content))
    run = coverline("sources", "add", str(tmp_path / "policy.pdf"), *options)
    assert run.status == 2
    assert said in run.err
    assert run.err.count("\n") == 1
    assert "Traceback" not in run.err
    assert not content.exists()


def test_two_documents_with_one_number_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(TEXT + name, encoding="utf-8")
    options = ("--content", str(tmp_path / "content"), "--sources", str(tmp_path / "copies"))
    assert coverline("sources", "add", str(tmp_path / "one.txt"), *options).status == 0
    before = (tmp_path / "content" / "sources.yaml").read_bytes()
    run = coverline("sources", "add", str(tmp_path / "two.txt"), "--id", "two", *options)
    assert run.status == 2
    assert "found number FN-77, which fn-77 has" in run.err
    assert (tmp_path / "content" / "sources.yaml").read_bytes() == before
