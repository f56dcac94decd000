"""Many at once is each alone: invented requests under the shipped policies, on every engine."""

import polars as pl
import pytest

from coverline import batch
from coverline.batch.sample import requests
from coverline.batch.tables import engine_of
from tests.batch.row_by_row import answered, row_of, rows_of
from tests.laws.real import LIBRARY

CRITERIA = engine_of(LIBRARY).criteria
ADDED = (*batch.ANSWERS, *CRITERIA)


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return requests(0, 4000, seed=5, malformed=30)


@pytest.fixture(scope="module")
def expected(frame: pl.DataFrame) -> list[dict[str, object]]:
    return [row_of(each, ADDED) for each in answered(frame, LIBRARY)]


def test_every_row_is_answered_as_alone(frame: pl.DataFrame, expected: list[dict[str, object]]) -> None:
    found = batch.decide(frame, criteria=True, policies=LIBRARY)
    assert found.select(frame.columns).equals(frame)
    for got, alone, row in zip(rows_of(found, ADDED), expected, frame.iter_rows(named=True), strict=True):
        assert got == alone, row
