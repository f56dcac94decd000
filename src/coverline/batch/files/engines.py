"""The engines that a job can run on besides the embedded one, from Parquet to Parquet."""

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any, assert_never

import polars as pl

from coverline.batch.files.summary import Summary
from coverline.batch.files.writing import beside
from coverline.problem import Problem, Unreadable

Decide = Callable[[Any], Any]
_PLACED = """
    select * replace (list_position($files, coverline_file) as coverline_file)
    from read_parquet($files, file_row_number = true, filename = 'coverline_file')
"""


class Engine(StrEnum):
    """Where rows are answered: embedded, in an embedded database, or on a cluster."""

    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"


def require(engine: Engine) -> None:
    """Raises Unreadable where the engine is not installed."""
    module = {Engine.POLARS: "polars", Engine.DUCKDB: "duckdb", Engine.SPARK: "pyspark"}[engine]
    if find_spec(module) is None:
        hint = f'install it: pip install "coverline[{engine}]"'
        raise Unreadable((Problem(f"--engine {engine}", 0, f"no {module}", "it to be installed", hint=hint),))


def run_on(engine: Engine, master: str, files: Sequence[Path], decide: Decide, target: Path) -> Summary:
    """Answers the rows of Parquet files into a Parquet file, or on Spark into a folder of its parts."""
    match engine:
        case Engine.DUCKDB:
            _run_on_duckdb(files, decide, target)
            return _counted(pl.scan_parquet(target, glob=False))
        case Engine.SPARK:
            _run_on_spark(master, files, decide, target)
            return _counted(pl.scan_parquet(target / "*.parquet"))
        case Engine.POLARS:
            raise AssertionError("the embedded engine reads its files in chunks")
    assert_never(engine)


def _run_on_duckdb(files: Sequence[Path], decide: Decide, target: Path) -> None:
    """Writes the rows in the order of the files and of their places there, since no query keeps an order."""
    import duckdb

    names = [str(each) for each in files]
    with beside(target) as partial:
        try:
            placed = decide(duckdb.sql(_PLACED, params={"files": names}))
            in_order = placed.order("coverline_file, file_row_number")
            in_order.project("* exclude (coverline_file, file_row_number)").write_parquet(str(partial))
        except duckdb.Error as error:
            raise _failed(Engine.DUCKDB, error) from None


def _run_on_spark(master: str, files: Sequence[Path], decide: Decide, target: Path) -> None:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.builder.master(master).appName("coverline batch").config("spark.log.level", "ERROR")
    )
    if master.startswith("local"):
        # On this machine the workers need this very Python, in which Coverline is installed.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with beside(target) as partial:
        try:
            session = builder.getOrCreate()
            decide(session.read.parquet(*map(str, files))).write.parquet(str(partial))
            session.stop()
        except PySparkException as error:
            raise _failed(Engine.SPARK, error) from None


def _failed(engine: Engine, error: Exception) -> Unreadable:
    """What an engine says of its failure, in its first words."""
    found = f"that it failed ({str(error).splitlines()[0]})"
    return Unreadable((Problem(f"--engine {engine}", 0, found, "an engine that runs to the end"),))


def _counted(rows: pl.LazyFrame) -> Summary:
    summary = Summary()
    for frame in rows.select("payer", "outcome", "problem").collect_batches():
        summary.add(frame)
    return summary
