"""What is found in a document, whatever its form: PDF, HTML or text."""

from pathlib import Path

import pytest

from coverline.drafting.document import Item, ReadDocument, walk
from coverline.drafting.extract import extract
from coverline.drafting.reading import read_document
from coverline.problem import Unreadable
from tests.drafting import pages

TEXT = """\
Plan of the Far North: Green Care

Policy Number: FN-77
Effective Date: 01/15/2026
Next Review: January 2027

## Coverage

Green care is considered medically necessary when all of the following are met:

- Pain has lasted for at least 6 weeks
  - and is seen on CT
  - or on MRI
- Rest was tried and failed

Green care is investigational for anything else.

CPT Codes

22510\tone thing
2251O\tanother

ICD-10-CM Codes

M80.08XA\tone
MB0.08XD\ttwo
C90.00 - C90.02 \u2020\tthree
"""


@pytest.fixture(params=["pdf", "html", "txt"])
def document(request: pytest.FixtureRequest, tmp_path: Path) -> ReadDocument:
    file = tmp_path / f"policy.{request.param}"
    if request.param == "pdf":
        pages.pdf(file)
    else:
        file.write_text(TEXT if request.param == "txt" else pages.POLICY, encoding="utf-8")
    return read_document(file)


def test_a_document_is_known_by_its_title_number_and_dates(document: ReadDocument) -> None:
    assert document.title == "Plan of the Far North: Green Care"
    assert [each.number for each in document.numbers] == ["FN-77"]
    assert [(each.what, each.on) for each in document.dates] == [
        ("effective", "2026-01-15"),
        ("next review", "2027-01"),
    ]


def test_what_it_covers_is_found_with_its_conditions(document: ReadDocument) -> None:
    first, second = document.statements
    assert first.text.startswith("Green care is considered medically necessary")
    assert first.section == "Coverage"
    assert [each.text for each in first.items] == [
        "Pain has lasted for at least 6 weeks",
        "Rest was tried and failed",
    ]
    assert [each.text for each in first.items[0].children] == ["and is seen on CT", "or on MRI"]
    assert second.text == "Green care is investigational for anything else."
    assert second.items == ()


def test_every_line_that_is_named_says_what_it_is_named_for(document: ReadDocument) -> None:
    def at(line: int) -> str:
        return document.lines[line - 1]

    assert all(each.text.split()[0] in at(each.line) for each in document.headings)
    assert all("FN-77" in at(each.line) for each in document.numbers)
    assert all(code.printed.split()[0] in at(code.line) for code in document.codes)
    items: tuple[Item, ...] = tuple(item for each in document.statements for item in walk(each.items))
    assert all(item.text.split()[0] in at(item.lines[0]) for item in items)
    assert all(first <= last for first, last in (each.lines for each in items))


def test_codes_are_found_and_misread_ones_are_told(document: ReadDocument) -> None:
    found = {each.printed: (each.codes, each.system, each.suspect, each.likely) for each in document.codes}
    assert found == {
        "22510": (("22510",), "CPT", False, ""),
        "2251O": (("2251O",), "CPT", True, "22510"),
        "M80.08XA": (("M8008XA",), "ICD-10-CM", False, ""),
        "MB0.08XD": (("MB008XD",), "ICD-10-CM", True, "M80.08XD"),
        "C90.00 - C90.02": (("C9000", "C9001", "C9002"), "ICD-10-CM", False, ""),
    }
    assert [each.mark for each in document.codes] == ["", "", "", "", "\u2020"]
    assert [each.heading for each in document.tables] == ["CPT Codes", "ICD-10-CM Codes"]


def test_pages_are_kept_and_their_numbers_are_no_text(tmp_path: Path) -> None:
    document = read_document(pages.pdf(tmp_path / "a.pdf", pages.POLICY * 3))
    assert len(document.pages) > 2
    assert document.page_of(1) == 1
    assert document.page_of(document.pages[1]) == 2
    assert document.page_of(document.pages[1] - 1) == 1
    assert not any("Page" in each.text for each in document.statements)
    assert read_document(_written(tmp_path, TEXT)).page_of(3) is None
    with_breaks = read_document(_written(tmp_path, TEXT.replace("CPT Codes", "\fCPT Codes")))
    assert with_breaks.pages == (1, 18)


def test_a_page_of_html_is_read_as_it_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.htm"
    file.write_text(
        "<html><head><title>A page</title><style>p {}</style></head><body><nav>Home</nav>"
        "<p>One<br>two &amp; three<script>x()</script></p><ol><li>first<li>second</ol>"
        "<table><tr><th>A<th>B</tr><tr><td><p>1</p><td></tr></table><h2>End</h2>last<p>unclosed",
        encoding="utf-8",
    )
    found = extract(file)
    assert found.title == "A page"
    lines = [line for line in found.lines if line]
    assert lines == [
        "One",
        "two & three",
        "1. first",
        "2. second",
        "A\tB",
        "1\t\u2013",
        "End",
        "last",
        "unclosed",
    ]
    assert {found.lines[number - 1] for number in found.levels} == {"End"}


def _written(folder: Path, text: str | bytes, name: str = "a.txt") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "found nothing; expected a document with text"),
        (b" \n\t\n", "a.txt", "found nothing; expected a document with text"),
        (b"\xff\xfe\x01", "a.txt", "a.txt:1: found bytes that are not text; expected a text file in UTF-8"),
        (b"a\0b", "a.txt", "found binary data; expected a PDF, a page of HTML or a text file in UTF-8"),
        (b"PK\x03\x04rest", "a.docx", "found a word processor's file or an archive; expected a PDF"),
        (b"\x89PNG\r\n", "a.png", "found an image; expected a PDF, a page of HTML or a text file"),
        (
            b"%PDF-1.7\nnothing more",
            "a.pdf",
            "found a PDF that breaks off or is damaged; expected a whole PDF",
        ),
    ],
)
def test_what_is_no_document_is_refused(content: bytes, name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_document(_written(tmp_path, content, name))
    assert said in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)


def test_a_scan_a_locked_file_and_half_a_file_are_told_apart(tmp_path: Path) -> None:
    half = tmp_path / "half.pdf"
    half.write_bytes(pages.pdf(tmp_path / "whole.pdf").read_bytes()[:3000])
    said = {
        pages.scan(tmp_path / "one.pdf"): "found a page without text; expected a PDF with text; a scan needs",
        pages.scan(tmp_path / "two.pdf", 2): "found 2 pages without text; expected a PDF with text",
        pages.locked(
            tmp_path / "locked.pdf"
        ): "found a PDF that is locked with a password; expected an open PDF",
        half: "found a PDF that breaks off or is damaged; expected a whole PDF; download it again",
        tmp_path / "none.pdf": "found no file; expected a file that can be read",
        tmp_path: "found a folder; expected a file",
    }
    for file, words in said.items():
        with pytest.raises(Unreadable) as caught:
            read_document(file)
        assert words in str(caught.value)


def test_two_thousand_pages_are_read_with_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    document = read_document(pages.long(tmp_path / "long.pdf", 2000), lambda *each: seen.append(each))
    assert len(document.pages) == 2000
    assert seen[0] == (1, 2000)
    assert seen[-1] == (2000, 2000)
    assert [each.number for each in document.numbers] == ["FN-77"]
    assert len(document.statements) >= 2
