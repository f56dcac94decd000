"""Codes that sentences name."""

import pytest

from coverline.drafting.blocks import blocks
from coverline.drafting.headings import headings
from coverline.drafting.told_codes import told_codes


def told(text: str, known: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    lines = text.split("\n")
    found = tuple(blocks(lines))
    tables = told_codes(found, lines, tuple(headings(found, lines, {})), known)
    return [(code.printed, code.line) for table in tables for code in table.codes]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bill this with 22510 or 22511.", [("22510", 1), ("22511", 1)]),
        ("The claim needs a diagnosis of\nM80.08XA or C90.00.", [("M80.08XA", 2), ("C90.00", 2)]),
        ("CODES\n\nIt is done as 22510.", [("22510", 3)]),
        ("Reported with C90.00 to C90.02; as 0200T", [("C90.00 to C90.02", 1), ("0200T", 1)]),
        ("CPT\t22510, 22511", [("22510", 1), ("22511", 1)]),
        ("The study of 22510 members took long.", []),
        ("A diagnosis was made in 22510 members.", []),
        ("Codes were named by (Doe, 2012a).", []),
        ("HISTORY\n\nThe code 22510 was added.", []),
        ("CODES\n\nSee M80.O8XA.", []),
    ],
)
def test_a_sentence_names_codes_where_it_speaks_of_them(text: str, codes: list[tuple[str, int]]) -> None:
    assert told(text) == codes


def test_a_code_is_told_once_and_not_where_a_table_lists_it() -> None:
    assert told("Bill with 22510.\n\nBill with 22510 and 22511.", ("22511",)) == [("22510", 1)]


def test_a_code_has_the_clause_that_names_it() -> None:
    lines = ["Bill it with 22510; the code 0200T is investigational."]
    (table,) = told_codes(tuple(blocks(lines)), lines, (), ())
    assert [each.beside for each in table.codes] == [
        "Bill it with 22510",
        "the code 0200T is investigational.",
    ]
