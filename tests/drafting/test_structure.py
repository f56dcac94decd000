"""Blocks, lists, headings and dates of a text."""

import pytest

from coverline.drafting.blocks import Kind, blocks, joined_lines
from coverline.drafting.dates import date_of_letter, iso_dates, printed_dates
from coverline.drafting.document import Item
from coverline.drafting.headings import headings, references
from coverline.drafting.identity import printed_numbers
from coverline.drafting.lists import lists


def outline(items: tuple[Item, ...]) -> list[object]:
    return [each.text if not each.children else (each.text, outline(each.children)) for each in items]


def lists_of(text: str) -> list[list[object]]:
    return [outline(each) for each in lists(tuple(blocks(text.split("\n"))))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n- b", [["a", "b"]]),
        ("- a\n  goes on\n- b", [["a goes on", "b"]]),
        ("- a\n  - b\n    - c\n  - d\n- e", [[("a", [("b", ["c"]), "d"]), "e"]]),
        ("\u2022 a\no b\no c\n\u2022 d", [[("a", ["b", "c"]), "d"]]),
        ("1. a\n(a) b\n(b) c\n2. d", [[("a", ["b", "c"]), "d"]]),
        ("- 1. a\n- 2. b", [["a", "b"]]),
        ("- a\n\nWords between.\n\n- b", [["a"], ["b"]]),
        ("- a\n\n- b", [["a", "b"]]),
        ("- reduced (such as in\n\nSpine) or\n- b", [["reduced (such as in Spine) or", "b"]]),
        ("- as confirmed\n\nby CT; or\n- b", [["as confirmed by CT; or", "b"]]),
        ("The following:\n A lost mark\n Another one", [["A lost mark", "Another one"]]),
        ("A sentence.\n An indented one", []),
        ("- a\nAND\n- b\n; or\n- c", [["a", "b", "c"]]),
        ("- a\nand", [["a"]]),
        ("1. a\n   OR\n   - b\n   - c\nAND\n2. d", [[("a", ["b", "c"]), "d"]]),
        ("- a\n\nthe member was told\n- b", [["a"], ["b"]]),
        ("- a\n\nwith the same of b", [["a with the same of b"]]),
        (
            "A. a\n1. b\na. c\ni. d\nii. e\nb. f\n2. g\nB. h",
            [[("a", [("b", [("c", ["d", "e"]), "f"]), "g"]), "h"]],
        ),
        ("g. a\nh. b\ni. c\nj. d", [["a", "b", "c", "d"]]),
        (" 9. a\n10. b\n11. c", [["a", "b", "c"]]),
        ("\u00bb a\n\u00bb b", [["a", "b"]]),
        ("\uf0b7 a\n\uf0a7 b\n\uf0b7 c", [[("a", ["b"]), "c"]]),
    ],
)
def test_lists_are_nested_as_they_are_printed(text: str, expected: list[list[object]]) -> None:
    assert lists_of(text) == expected


def test_a_block_has_its_lines() -> None:
    first = "One line of a paragraph that is long enough to be broken here,"
    text = [first, "and goes on.", "", "- a", "  b", "", "x\ty"]
    found = [(each.kind, each.lines) for each in blocks(text)]
    assert found == [(Kind.PARAGRAPH, (1, 2)), (Kind.ITEM, (4, 5)), (Kind.ROW, (7, 7))]
    assert [each.lines for each in blocks(text, {1, 2})] == [(4, 5), (7, 7)]


def test_joined_lines_keep_their_number_and_their_words() -> None:
    text = ["- a", "  b", "", "C d", "22510 e"]
    assert joined_lines(text) == ("- a b", "", "", "C d", "22510 e")


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("Effective Date .....06/15/2024", [("effective", "2024-06-15")]),
        ("Original Effective Date: 02/15/01", [("first effective", "2001-02-15")]),
        ("Next Review Date: June 15, 2025", [("next review", "2025-06-15")]),
        ("Reviewed: Sept. 2023", [("reviewed", "2023-09")]),
        ("Last revised on 2024-02-29.", [("revised", "2024-02-29")]),
        ("Current Policy Effective Date: 1/1/24 (see history)", [("effective", "2024-01-01")]),
        ("Valid for dates of service prior to 11/1/24 only", [("retired", "2024-11-01")]),
        ("Approved 10/2017. Effective 10/1/2017.", [("reviewed", "2017-10"), ("effective", "2017-10-01")]),
        ("Revised: 2025-06", [("revised", "2025-06")]),
        ("The rule takes effect on July 1, 2025.", [("effective", "2025-07-01")]),
        ("In force since 10/01/2024", [("effective", "2024-10-01")]),
        ("Beginning 07/15/2025 we pay", [("effective", "2025-07-15")]),
        ("It will be reviewed in June 2026", [("next review", "2026-06")]),
        ("Revised 2025-13, revised 1234-06", []),
        ("Effective 02/30/2024", []),
        ("Effective 13/2024", []),
        ("The fracture of 06/15/2024", []),
        ("effective treatment of a disease of which many were known before 06/15/2024", []),
    ],
)
def test_a_date_is_what_its_label_says(line: str, dates: list[tuple[str, str]]) -> None:
    assert [(each.what, each.on) for each in printed_dates([line])] == dates


def test_short_years_are_of_this_century_until_1970() -> None:
    assert list(iso_dates("1/1/69 1/1/70")) == ["2069-01-01", "1970-01-01"]


def test_a_date_is_named_once_for_each_label_and_not_in_references() -> None:
    lines = ["Effective 1/1/2024", "effective 1/1/2024", "Revised 1/1/2024", "Revised 2/1/2024"]
    assert [each.lines[0] for each in printed_dates(lines, {4})] == [1, 3]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Policy Number: 484", "484"),
        ("- **Policy Number: 484**", "484"),
        ("Coverage Policy Number.....0040", "0040"),
        ("Medical Policy #MP-2.01.15 and more", "MP-2.01.15"),
        ("Guideline No. 7A.", "7A"),
        ("02-20000-18", "02-20000-18"),
    ],
)
def test_a_policy_number_is_found(line: str, number: str) -> None:
    assert [each.number for each in printed_numbers([line])] == [number]


@pytest.mark.parametrize(
    "line", ["Policy numbers are below", "12/31/2024", "see policy no one knows", "a 1-2 b"]
)
def test_what_is_no_policy_number_is_not(line: str) -> None:
    assert list(printed_numbers([line])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A letter\n\n06/02/2025\n\nDear Madam", ["2025-06-02"]),
        ("A letter of 06/02/2025", []),
        ("June 2025", []),
        (f"{'x' * 3}\n" * 15 + "06/02/2025", []),
    ],
)
def test_a_day_alone_near_the_top_is_that_of_a_letter(text: str, expected: list[str]) -> None:
    assert [each.on for each in date_of_letter(text.split("\n"))] == expected


def _headings_of(text: str) -> list[str]:
    lines = text.split("\n")
    return [each.text for each in headings(tuple(blocks(lines)), lines, {})]


def test_a_number_before_a_heading_is_none_of_a_list() -> None:
    text = "1. Scope\n\nFor all.\n\n2. Rule\n\n- a\n- b\n\n3. Codes\n\n22510 (CPT) and more."
    assert _headings_of(text) == ["Scope", "Rule", "Codes"]
    assert _headings_of("12.4.1 What is paid\nAll of it.\nII. CODES\n\n22510") == [
        "12.4.1 What is paid",
        "CODES",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Pain\n\n2. Fracture\n\nWords after it.",
        "1. Pain\nAND\n2. Fracture\n\nWords after it.",
        "1. Pain\n\nWords after it.",
        "12.5 percent of them\nmore",
        "1. Pain;\n\nwords\n\n2. Fracture;\n\nwords",
    ],
)
def test_the_entries_of_a_list_are_no_headings(text: str) -> None:
    assert _headings_of(text) == []


def test_headings_are_marked_large_or_alone() -> None:
    text = [
        "## Marked",
        "words of a paragraph.",
        "COVERAGE RULES",
        "words of a paragraph.",
        "",
        "Alone",
        "",
        "A sentence stands alone.",
        "",
        "Effective 1/1/2024",
        "",
        "22510 One",
        "",
        "And when:",
        "- an entry",
        "**Bold**",
        "words.",
        "Large",
        "letters",
    ]
    found = [
        (each.text, each.level, each.line) for each in headings(tuple(blocks(text)), text, {18: 1, 19: 1})
    ]
    assert found == [
        ("Marked", 2, 1),
        ("COVERAGE RULES", 2, 3),
        ("Alone", 3, 6),
        ("Bold", 3, 16),
        ("Large letters", 1, 18),
    ]


def test_references_run_to_the_next_heading() -> None:
    text = ["References", "", "1. One", "", "History", "", "2. Two"]
    found = tuple(headings(tuple(blocks(text)), text, {}))
    assert references(found, len(text)) == {1, 2, 3, 4}
