"""Content folders with something wrong in them, and the compiled form of the shipped one."""

import shutil
from pathlib import Path

import pytest

from coverline.library import Library, Unknown, compiled
from coverline.library.content import SHIPPED, digest, files_of
from coverline.library.tables import results
from coverline.problem import Unreadable

CIGNA = "policies/cigna-0040/2024-06-15.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped content."""
    copy = tmp_path / "content"
    shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("__compiled__"))
    return copy


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    found, _ = Library(Library.load().content, "", folder).check()
    return [str(each) for each in found]


def test_a_changed_number_changes_the_answer_and_the_fingerprint(folder: Path) -> None:
    change(folder / CIGNA, "fracture_age: less than 3 months", "fracture_age: less than 2 months")
    library = Library.load(folder)
    assert library.content_hash != Library.load().content_hash
    version = library.version("cigna-0040")
    rows = results(version, library.tables(version), library)
    failing = [row.row.id for row in rows if row.failures]
    assert failing


def test_two_policies_of_one_payer_are_refused(folder: Path) -> None:
    change(folder / CIGNA, "payer: cigna", "payer: bcbsma")
    with pytest.raises(Unreadable) as found:
        Library.load(folder)
    assert "one policy for each payer" in str(found.value)


def test_a_citation_beyond_the_source_is_refused(folder: Path) -> None:
    change(folder / CIGNA, "cite: 61-69", "cite: 61-6900")
    with pytest.raises(Unreadable) as found:
        Library.load(folder)
    assert "lines of cigna-0040, which has 83" in str(found.value)


def test_an_unregistered_source_is_refused(folder: Path) -> None:
    change(folder / CIGNA, "source: cigna-0040", "source: cigna-0041")
    with pytest.raises(Unreadable) as found:
        Library.load(folder)
    assert "a registered document" in str(found.value)


def test_every_broken_file_is_told_at_once(folder: Path) -> None:
    for file in (CIGNA, "codes/procedures.yaml"):
        (folder / file).write_text("a: [", encoding="utf-8")
    assert len(problems(folder)) == 2
    (folder / "sources.yaml").write_text("", encoding="utf-8")
    (folder / "vocabulary/vocabulary.yaml").unlink()
    assert len(problems(folder)) == 2


def test_an_unknown_policy_names_the_nearest() -> None:
    with pytest.raises(Unknown) as found:
        Library.load().version("cigna-004")
    assert 'did you mean "cigna-0040"' in str(found.value)


def test_the_compiled_form_is_the_content(folder: Path, tmp_path: Path) -> None:
    content = Library.load(folder).content
    file = compiled.compiled_file(tmp_path, digest(files_of(folder), folder))
    assert compiled.load(file) is None
    compiled.save(content, file)
    assert compiled.load(file) == content
    older = file.with_name("older.pickle")
    older.write_bytes(b"")
    compiled.save(content, file)
    assert not older.exists()
    file.write_bytes(b"broken")
    assert compiled.load(file) is None


def test_a_folder_that_cannot_be_written_is_left_alone(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder would be", encoding="utf-8")
    compiled.save(Library.load(folder).content, blocked / "content.pickle")
    assert blocked.is_file()
