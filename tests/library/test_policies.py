"""The shipped content: it reads without problems, and every policy passes its own case tables."""

from datetime import date

import pytest

from coverline.language.tables import CaseTable
from coverline.library import Library
from coverline.library.tables import results
from coverline.model.criteria import walk
from coverline.model.quantity import Span, month, year

LIBRARY = Library.load()
VERSIONS = [version for versions in LIBRARY.policies.values() for version in versions]
ROWS = [
    pytest.param(version, CaseTable(table.id, (row,)), id=f"{version.id}/{table.id}/{row.id}")
    for version in VERSIONS
    for table in LIBRARY.tables(version)
    for row in table.rows
]


def test_the_checker_finds_nothing_to_mend() -> None:
    assert LIBRARY.check() == ((), ())


# Decided within the test and not where rows are collected, so that a mutated engine meets every row.
@pytest.mark.parametrize(("version", "table"), ROWS)
def test_a_row_of_a_case_table_holds(version, table) -> None:
    assert [result.failures for result in results(version, (table,), LIBRARY)] == [()]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.id)
def test_every_criterion_decides_in_a_row_or_says_why_it_never_does(version) -> None:
    named = {
        name
        for table in LIBRARY.tables(version)
        for row in table.rows
        for name in (*row.expects.because, *row.expects.shows)
    }
    for position in version.positions:
        for criterion in walk(position.criteria):
            parent = criterion.id.split("/")[0]
            assert criterion.id in named or parent in named or criterion.never_decides_alone, criterion.id


def test_the_numbers_of_the_local_coverage_determinations() -> None:
    """Written down apart from the content: what the payers' Medicare tables print."""
    contractors = LIBRARY.version("cigna-0040").documents["medicare-lcd"].by_contractor
    assert {name: each.numbers for name, each in contractors.items()} == {
        "CGS": ("L38201",),
        "First Coast": ("L34976",),
        "NGS": ("L33569",),
        "Noridian": ("L34106", "L34228"),
        "Novitas": ("L35130",),
        "Palmetto": ("L38737",),
        "WPS": ("L38213",),
    }


def test_what_the_versions_print_of_themselves() -> None:
    """Written down apart from the content, since no answer shows it: which ends, the printing, the review."""
    printed = {
        each.id: (
            each.version.first_day_printed,
            each.version.last_day_printed,
            each.version.printed_on,
            each.version.next_review,
        )
        for each in VERSIONS
    }
    assert printed == {
        "bcbsm-sacral-augmentation": (True, False, Span.exactly(date(2024, 1, 1)), year(2024)),
        "bcbsma-484": (True, False, month(2020, 6), None),
        "cigna-0040": (False, True, Span.exactly(date(2024, 6, 15)), Span.exactly(date(2025, 6, 15))),
        "floridablue-02-20000-18": (True, False, Span.exactly(date(2026, 2, 15)), None),
        "uhcwest-vertebroplasty-kyphoplasty": (False, False, None, None),
    }


def test_the_codes_that_were_meant_where_the_sources_misprint() -> None:
    """Written down apart from the content: a row can expect that a code is invalid, not what it should be."""
    assert {
        version.id: {each.printed: each.meant for each in version.codes.misprints}
        for version in VERSIONS
        if version.codes.misprints
    } == {
        "bcbsma-484": {
            "D47.29": "D47.Z9",
            "WI40.50XA": "M48.50XA",
            "M-0.00XD": "M48.50XD",
            "101-0.0070": "M48.50XG",
        }
    }
