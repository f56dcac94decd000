"""Passages from a reader's own copies."""

from hashlib import sha256
from pathlib import Path

import pytest

from coverline.problem import Unreadable
from coverline.sources.passage import passage
from coverline.sources.register import SourceDocument

# A form feed and a line separator stand inside lines, as they do in texts taken from PDFs.
TEXT = "first\nsecond\x0cstill second\nthird\u2028still third\nfourth\n"


@pytest.fixture
def document() -> SourceDocument:
    digest = sha256(TEXT.encode()).hexdigest()
    return SourceDocument("one", "one.txt", "A plan", None, "A title", (), digest, 4, ())


def _problem(document: SourceDocument, lines: tuple[int, int], folder: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        passage(document, lines, folder)
    (problem,) = caught.value.problems
    return str(problem)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def test_the_lines_are_those_that_line_feeds_end(document: SourceDocument, tmp_path: Path) -> None:
    _write(tmp_path / "one.txt", TEXT)
    found = passage(document, (2, 3), tmp_path)
    assert found.text == "second\x0cstill second\nthird\u2028still third"
    assert (found.file, found.lines, found.same) == (tmp_path / "one.txt", (2, 3), True)
    assert passage(document, (4, 4), tmp_path).text == "fourth"


def test_a_changed_copy_is_shown_and_said_to_be_another_text(
    document: SourceDocument, tmp_path: Path
) -> None:
    _write(tmp_path / "one.txt", TEXT.replace("fourth", "4th"))
    found = passage(document, (4, 4), tmp_path)
    assert (found.text, found.same) == ("4th", False)


def test_line_endings_of_another_system_do_not_show(document: SourceDocument, tmp_path: Path) -> None:
    _write(tmp_path / "one.txt", TEXT.replace("\n", "\r\n"))
    found = passage(document, (3, 4), tmp_path)
    assert (found.text, found.same) == ("third\u2028still third\nfourth", False)


def test_the_text_is_found_under_another_name(document: SourceDocument, tmp_path: Path) -> None:
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "a-scan.pdf").write_bytes(b"\xff\xfe\x00")
    _write(tmp_path / "downloaded.txt", TEXT)
    found = passage(document, (1, 1), tmp_path)
    assert (found.file, found.text, found.same) == (tmp_path / "downloaded.txt", "first", True)


def test_a_missing_copy_is_asked_for_by_name(document: SourceDocument, tmp_path: Path) -> None:
    _write(tmp_path / "two.txt", "another text")
    assert _problem(document, (1, 1), tmp_path) == (
        f'{tmp_path}: found no copy of "A title" (A plan); '
        'expected the text as "one.txt", or unchanged under another name'
    )


def test_a_missing_folder_is_said_to_be_missing(document: SourceDocument, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert _problem(document, (1, 1), folder) == (
        f"{folder}: found no such folder; expected a folder with your copies of the source documents"
    )


def test_a_copy_without_the_lines_is_another_edition(document: SourceDocument, tmp_path: Path) -> None:
    _write(tmp_path / "one.txt", "first\nsecond\n")
    assert _problem(document, (2, 3), tmp_path) == (
        f"{tmp_path / 'one.txt'}: found 2 lines; "
        'expected line 3 of "A title" (A plan); this may be another edition of it'
    )


def test_a_copy_that_is_not_text_is_refused(document: SourceDocument, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"\xff\xfe")
    assert "one.txt:1: found bytes that are not text" in _problem(document, (1, 1), tmp_path)
