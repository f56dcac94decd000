"""What a table's columns must be, told before anything runs."""

import polars as pl
import pytest

from coverline import batch
from tests.laws.real import LIBRARY

FRAME = pl.DataFrame({"payer": ["cigna"], "date_of_service": ["2024-09-10"], "code": ["22513"]})


def refused(frame: pl.DataFrame) -> list[str]:
    with pytest.raises(batch.ColumnError) as found:
        batch.decide(frame, policies=LIBRARY)
    return [str(each) for each in found.value.problems]


@pytest.mark.parametrize("name", ["payer", "date_of_service", "code"])
def test_a_column_that_every_row_needs(name: str) -> None:
    assert refused(FRAME.drop(name)) == [f'columns: found no column "{name}"; expected the column {name}']


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Payer", "payer"),
        ("date of service", "date_of_service"),
        ("symptomtic", "symptomatic"),
        ("levels", "level"),
        ("diagnosis", "diagnoses"),
    ],
)
def test_a_misnamed_column_is_told_with_the_right_name(wrong: str, right: str) -> None:
    frame = FRAME.with_columns(pl.lit(None, dtype=pl.String).alias(wrong))
    frame = frame.drop(right, strict=False)
    assert refused(frame) == [
        f'columns: found the column "{wrong}"; expected the column {right}; did you mean "{right}"?'
    ]


def test_an_answer_is_never_overwritten() -> None:
    frame = FRAME.with_columns(outcome=pl.lit("met"))
    assert refused(frame) == [
        'columns: found a column "outcome"; expected no column of an answer\'s name; rename or drop it'
    ]


def test_other_columns_are_the_readers_own() -> None:
    frame = FRAME.with_columns(paid=pl.lit(1.5), region=pl.lit("west"), codes=pl.lit("x"))
    assert batch.decide(frame, policies=LIBRARY).select(frame.columns).equals(frame)


def test_a_table_without_rows() -> None:
    found = batch.decide(FRAME.clear(), policies=LIBRARY)
    assert found.height == 0
    assert found.columns == [*FRAME.columns, *batch.ANSWERS]
