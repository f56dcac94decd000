"""The file of the register, and what is said of a broken one."""

import pytest

from coverline.document import read_text
from coverline.problem import Unreadable
from coverline.sources.reading import read_register
from coverline.sources.register import PrintedDate, PrintedList, Register, Section

WHOLE = f"""\
documents:
  one:
    file: one.txt
    publisher: A plan
    number: "0040"
    title: A title
    dates:
      - {{what: effective, on: 2024-06, lines: 3}}
    sha256: {"a1" * 32}
    lines: 50
    sections:
      - {{heading: Criteria, lines: 3-20}}
      - {{heading: Codes, lines: 50}}
"""


def _problems(text: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read_register(read_text(text, "sources.yaml"))
    return [str(problem) for problem in caught.value.problems]


def _read(text: str) -> Register:
    return read_register(read_text(text, "sources.yaml"))


def test_a_document_is_read_as_it_is_written() -> None:
    document = _read(WHOLE).documents["one"]
    assert (document.file, document.publisher, document.number) == ("one.txt", "A plan", "0040")
    assert document.dates == (PrintedDate("effective", "2024-06", (3, 3)),)
    assert document.sections == (Section("Criteria", (3, 20)), Section("Codes", (50, 50)))
    assert (document.sha256, document.lines) == ("a1" * 32, 50)


STRUCTURED = (
    WHOLE.replace("{heading: Criteria,", "{heading: Criteria, printed: 4,")
    + """\
    pages: [1, 20, 40]
    lists:
      - {lines: 5-9, bullets: [5, 7-9]}
      - {lines: 12, items: [12]}
"""
)


def test_pages_headings_and_lists_are_read() -> None:
    document = _read(STRUCTURED).documents["one"]
    assert document.pages == (1, 20, 40)
    assert document.sections[0] == Section("Criteria", (3, 20), 4)
    assert document.lists == (PrintedList((5, 9), (5, 7, 8, 9)), PrintedList((12, 12), (12,), numbered=True))


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("[1, 20, 40]", "[1, 20, 20]", "14:20: found line 20; expected a line from 21 on"),
        ("[1, 20, 40]", "[1, 51]", "14:16: found lines 51; expected lines inside the document's 50"),
        ("[1, 20, 40]", "one", '14:12: found "one"; expected lines such as 33-47 or 12'),
        ("printed: 4", "printed: 2", "12:38: found line 2; expected a line from 3 on"),
        ("bullets: [5, 7-9]", "bullets: [4, 7]", "16:32: found line 4; expected a line from 5 on"),
        (
            "bullets: [5, 7-9]",
            "items: [5], bullets: [6]",
            "16:9: found a list without its entries; expected bullets or items, with the first line of each",
        ),
        (
            "{lines: 12, items: [12]}",
            "{lines: 12}",
            "17:9: found a list without its entries; expected bullets or items, with the first line of each",
        ),
    ],
)
def test_a_wrong_place_is_reported_where_it_stands(right: str, wrong: str, problem: str) -> None:
    assert right in STRUCTURED
    assert _problems(STRUCTURED.replace(right, wrong, 1)) == [f"sources.yaml:{problem}"]


def test_a_number_that_is_not_printed_is_none() -> None:
    assert _read(WHOLE.replace('"0040"', "not printed")).documents["one"].number is None


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("lines: 3-20", "lines: 3-51", "12:36: found lines 3-51; expected lines inside the document's 50"),
        ("lines: 3-20", "lines: 20-3", "12:36: found lines 20-3; expected the first line before the last"),
        ("lines: 3-20", "lines: 0-3", '12:36: found "0-3"; expected lines such as 33-47 or 12'),
        ("lines: 3-20", "lines: l.3", '12:36: found "l.3"; expected lines such as 33-47 or 12'),
        ("lines: 3-20", "lines: [3, 20]", "12:36: found a list; expected text"),
        ("lines: 3}", "lines: 60}", "8:47: found lines 60; expected lines inside the document's 50"),
        ("lines: 50\n", "lines: many\n", '10:12: found "many"; expected the number of lines of the document'),
        ("a1a1", "A1a1", f'9:13: found "A1{"a1" * 31}"; expected 64 characters of 0-9 and a-f'),
        ("a1a1", "a1", f'9:13: found "{"a1" * 31}"; expected 64 characters of 0-9 and a-f'),
        ("on: 2024-06", "on: 2024-13", '8:31: found "2024-13"; expected a date that the calendar has'),
        ("on: 2024-06", "on: 2023-02-29", '8:31: found "2023-02-29"; expected a date that the calendar has'),
        (
            "on: 2024-06",
            "on: June",
            '8:31: found "June"; expected a date such as 2024-06-15, 2024-06 or 2024',
        ),
        (
            "file: one.txt",
            "file: a/one.txt",
            '3:11: found "a/one.txt"; expected a file name without a folder',
        ),
        ("publisher: A plan", "publisher: ''", "4:16: found nothing; expected text"),
        ("title: A title", "title: {a: b}", "6:12: found keys with values; expected text"),
        (
            "\n      - {heading: Criteria, lines: 3-20}\n      - {heading: Codes, lines: 50}",
            " none",
            '11:15: found "none"; expected a list',
        ),
        ("{heading: Codes, lines: 50}", "Codes", '13:9: found "Codes"; expected keys with values'),
    ],
)
def test_a_wrong_value_is_reported_where_it_stands(right: str, wrong: str, problem: str) -> None:
    assert right in WHOLE
    assert _problems(WHOLE.replace(right, wrong, 1)) == [f"sources.yaml:{problem}"]


def test_a_misspelled_key_is_reported_with_the_right_one() -> None:
    unknown, absent = _problems(WHOLE.replace("heading: Codes", "headng: Codes"))
    assert unknown == (
        'sources.yaml:13:10: found the key "headng"; expected one of heading, lines, printed; '
        'did you mean "heading"?'
    )
    assert absent == 'sources.yaml:13:9: found no key "heading"; expected the key "heading"'


def test_every_problem_is_found_at_once() -> None:
    broken = (
        WHOLE.replace("lines: 3-20", "lines: 60").replace("a1a1", "zz").replace("  one:", "  one: x\n  two:")
    )
    assert len(_problems(broken)) == 3


def test_two_documents_do_not_share_a_file() -> None:
    second = WHOLE.removeprefix("documents:\n").replace("  one:", "  two:")
    (problem,) = _problems(WHOLE + second)
    assert (
        problem
        == 'sources.yaml:15:11: found "one.txt", the file of one too; expected a file for each document'
    )


@pytest.mark.parametrize("text", ["[]", "documents: []", "other: {}", "word"])
def test_another_shape_is_no_register(text: str) -> None:
    assert _problems(text)
