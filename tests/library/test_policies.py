"""The shipped content: it reads without problems, and every policy passes its own case tables."""

import pytest

from coverline.language.tables import CaseTable
from coverline.library import Library
from coverline.library.tables import results
from coverline.model.criteria import walk

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
