"""Many at once is each alone: invented requests under the shipped policies, on every engine."""

import shutil
from typing import Any

import polars as pl
import pytest

from coverline import batch
from coverline.batch import tables
from coverline.batch.sample import requests
from coverline.batch.tables import engine_of
from tests.batch.row_by_row import answered, row_of, rows_of
from tests.laws.real import LIBRARY

ADDED = (*batch.ANSWERS, *engine_of(LIBRARY).criteria)
Answers = list[dict[str, Any]]


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return requests(0, 4000, seed=5, malformed=30)


@pytest.fixture(scope="module")
def alone(frame: pl.DataFrame) -> Answers:
    return [row_of(each, ADDED) for each in answered(frame, LIBRARY)]


def test_every_row_is_answered_as_alone(frame: pl.DataFrame, alone: Answers) -> None:
    found = batch.decide(frame, criteria=True, policies=LIBRARY)
    assert found.select(frame.columns).equals(frame)
    for got, expected, row in zip(rows_of(found, ADDED), alone, frame.iter_rows(named=True), strict=True):
        assert got == expected, row


def test_an_engine_that_knows_nothing_yet_says_the_same(frame: pl.DataFrame, alone: Answers) -> None:
    engine_of.cache_clear()
    backwards = frame.reverse()
    found = rows_of(batch.decide(backwards, criteria=True, policies=LIBRARY), ADDED)
    assert found == alone[::-1]


def test_frames_that_are_answered_side_by_side_learn_from_each_other(
    frame: pl.DataFrame, alone: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHUNK", "BATCH", "SMALLEST"):
        monkeypatch.setattr(tables, name, 300)
    expected = [{name: each[name] for name in batch.ANSWERS} for each in alone]
    for given in (frame, frame.lazy()):
        tables.engine_of.cache_clear()
        found = batch.decide(given, policies=LIBRARY).lazy().collect()
        assert rows_of(found, batch.ANSWERS) == expected


def test_the_outcome_needs_no_other_column(frame: pl.DataFrame, alone: Answers) -> None:
    found = batch.decide(frame, columns=("outcome",), policies=LIBRARY)
    assert found.columns == [*frame.columns, "outcome"]
    assert found["outcome"].to_list() == [each["outcome"] for each in alone]


def test_a_rerun_gives_the_same_bytes(frame: pl.DataFrame, tmp_path: Any) -> None:
    for name in ("one", "other"):
        engine_of.cache_clear()
        batch.decide(frame, policies=LIBRARY).write_parquet(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_lazy_frame_is_answered_when_it_is_collected(frame: pl.DataFrame, alone: Answers) -> None:
    lazy = batch.decide(frame.lazy(), policies=LIBRARY)
    assert isinstance(lazy, pl.LazyFrame)
    expected = [{name: each[name] for name in batch.ANSWERS} for each in alone]
    assert rows_of(lazy.collect(engine="streaming")) == expected
    assert lazy.select("case", "outcome").head(3).collect().height == 3


def test_a_duckdb_relation_stays_one(frame: pl.DataFrame, alone: Answers) -> None:
    import duckdb

    connection = duckdb.connect()
    relation = connection.from_arrow(frame.to_arrow())
    found = batch.decide(relation, criteria=True, policies=LIBRARY)
    assert isinstance(found, duckdb.DuckDBPyRelation)
    assert by_case(found.pl(), ADDED) == dict(zip(frame["case"], alone, strict=True))
    # It is of the reader's own connection, and can be asked again.
    assert len(found.filter("outcome = 'met'").fetchall()) == sum(each["outcome"] == "met" for each in alone)


def test_a_pandas_frame_stays_one(frame: pl.DataFrame, alone: Answers) -> None:
    given = frame.to_pandas()
    given.index = given.index + 7
    found = batch.decide(given, policies=LIBRARY)
    assert type(found) is type(given)
    assert found[given.columns].equals(given)
    assert [None if each != each else each for each in found["outcome"]] == [
        each["outcome"] for each in alone
    ]
    assert [None if each is None else tuple(each) for each in found["missing"]] == [
        each["missing"] for each in alone
    ]


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not here")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_a_spark_frame_stays_one(frame: pl.DataFrame, alone: Answers, tmp_path: Any) -> None:
    from pyspark.sql import DataFrame, SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    frame.write_parquet(tmp_path / "rows.parquet")
    try:
        given = session.read.parquet(str(tmp_path / "rows.parquet"))
        found = batch.decide(given, criteria=True, policies=LIBRARY)
        assert isinstance(found, DataFrame)
        rows = pl.DataFrame(found.toArrow())
    finally:
        session.stop()
    assert by_case(rows, ADDED) == dict(zip(frame["case"], alone, strict=True))


def by_case(frame: pl.DataFrame, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The rows by their case; an engine gives them in any order."""
    return dict(zip(frame["case"], rows_of(frame, names), strict=True))
