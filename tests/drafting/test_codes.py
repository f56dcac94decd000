"""Codes as documents print them, and the codes that an extraction has misread."""

import pytest

from coverline.drafting.blocks import blocks, joined_lines
from coverline.drafting.code_tables import code_tables
from coverline.drafting.codes import codes_of
from coverline.drafting.document import CodeTable
from coverline.drafting.headings import headings
from coverline.drafting.suspects import likely_code


def tables(text: str) -> list[CodeTable]:
    lines = joined_lines(text.split("\n"))
    return list(code_tables(lines, tuple(headings(tuple(blocks(lines)), lines, {}))))


@pytest.mark.parametrize(
    ("line", "printed", "system", "codes"),
    [
        ("22510", "22510", "CPT", ("22510",)),
        ("0200T", "0200T", "CPT", ("0200T",)),
        ("C7504", "C7504", "HCPCS", ("C7504",)),
        ("C41.2", "C41.2", "ICD-10-CM", ("C412",)),
        ("m48.50xA".upper(), "M48.50XA", "ICD-10-CM", ("M4850XA",)),
        ("M48.50xA", "M48.50xA", "ICD-10-CM", ("M4850XA",)),
        ("M8008XA", "M8008XA", "ICD-10-CM", ("M8008XA",)),
        ("0PU33JZ", "0PU33JZ", "ICD-10-PCS", ("0PU33JZ",)),
        ("22523 \u2013 22525", "22523 \u2013 22525", "CPT", ("22523", "22524", "22525")),
        ("0200T-0202T", "0200T-0202T", "CPT", ("0200T", "0201T", "0202T")),
        ("S2362 through S2364", "S2362 through S2364", "HCPCS", ("S2362", "S2363", "S2364")),
        ("C79.51 to C79.52", "C79.51 to C79.52", "ICD-10-CM", ("C7951", "C7952")),
        ("22525 - 22523", "22525 - 22523", "CPT", ("22525", "22523")),
    ],
)
def test_a_code_is_read_with_its_system(line: str, printed: str, system: str, codes: tuple[str, ...]) -> None:
    (found,) = codes_of(line, 1)
    assert (found.printed, found.system, found.codes, found.suspect) == (printed, system, codes, False)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("22899 \u2020", "\u2020"),
        ("22899<sup>\u2020\u2020</sup>", "\u2020\u2020"),
        ("C7504*", "*"),
        ("22510", ""),
    ],
)
def test_a_footnote_mark_is_kept(line: str, mark: str) -> None:
    (found,) = codes_of(line, 1)
    assert found.mark == mark


@pytest.mark.parametrize(
    "line",
    [
        "some words",
        "in 2024",
        "PERCENT",
        "1234567",
        "PMID 16483515",
        "12/31/2024",
        "6.01.25",
        "T12",
        "L5-S1",
        "100000",
    ],
)
def test_other_numbers_and_words_are_no_codes(line: str) -> None:
    assert list(codes_of(line, 1)) == []


@pytest.mark.parametrize(
    ("printed", "system", "meant"),
    [
        ("2251O", "CPT", "22510"),
        ("225I0", "CPT", "22510"),
        ("2Z510", "CPT", "22510"),
        ("O2O0T", "CPT", "0200T"),
        ("OPU33JZ", "ICD-10-PCS", "0PU33JZ"),
        ("0PU33JI", "ICD-10-PCS", ""),
        ("C7.52", "ICD-10-CM", "C75.2"),
        ("D47.29", "ICD-10-CM", "D47.Z9"),
        ("MB0.08XA", "ICD-10-CM", "M80.08XA"),
        ("M8O.O8XA", "ICD-10-CM", "M80.08XA"),
        ("C9O.00", "ICD-10-CM", "C90.00"),
        ("M4B.S2XA", "ICD-10-CM", "M48.52XA"),
        ("D1809X", "ICD-10-CM", ""),
        ("101-0.0070", "ICD-10-CM", ""),
        ("WI40.50XA", "ICD-10-CM", ""),
        ("M80.8XA", "ICD-10-CM", ""),
        ("G8.3", "ICD-10-CM", ""),
    ],
)
def test_the_likely_code_is_the_one_that_is_near(printed: str, system: str, meant: str) -> None:
    assert likely_code(printed, system) == meant


def test_a_missing_character_is_filled_where_only_one_fits() -> None:
    assert likely_code("M80.08A", "ICD-10-CM") == "M80.08XA"
    assert likely_code("M80.8XA", "ICD-10-CM") == ""
    assert likely_code("2251", "CPT") == ""


TABLES = """\
CPT Codes

22510 One thing that has a long
   description of two lines
22511\tTwo things
2251Z\tA misread one

Diagnosis Codes

M80.08XA\tOne thing
WI40.50XA\tNot a code
Some words in between
C90.00, C90.01

Background

22512 patients were seen in 2024

The following HCPCS codes are not covered: C7504, C7505
"""


def test_tables_begin_where_codes_are_announced_and_end_at_other_headings() -> None:
    found = {each.heading: [code.printed for code in each.codes] for each in tables(TABLES)}
    assert found == {
        "CPT Codes": ["22510", "22511", "2251Z"],
        "Diagnosis Codes": ["M80.08XA", "WI40.50XA", "C90.00", "C90.01"],
        "The following HCPCS codes are not covered: C7504, C7505": ["C7504", "C7505"],
    }


def test_a_table_knows_its_lines() -> None:
    first, second, third = tables(TABLES)
    assert (first.lines, second.lines, third.lines) == ((3, 6), (10, 13), (19, 19))
    assert [code.line for code in second.codes] == [10, 11, 13, 13]


def test_a_text_without_codes_has_no_tables() -> None:
    assert tables("Coding\n\nNo codes apply.\n\nCPT\n") == []
