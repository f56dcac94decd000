"""One side of the comparison in a process of its own: prints its seconds, its cores', and its peak memory.

`python side.py SIDE FILE [CONTENT]`: the libraries and the policies are loaded before the time is taken.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import hand_polars
import hand_sql
import polars as pl

from coverline.batch import decide
from coverline.library import Library

Run = Callable[[Path, Library], Any]


def scan(file: Path, _: Library) -> Any:
    """Reads every column and does nothing with it."""
    return pl.scan_parquet(file).collect()


def hand_duckdb(file: Path, _: Library) -> Any:
    """The hand-written SQL."""
    rows = duckdb.read_parquet(str(file))
    return rows.query("rows", hand_sql.outcomes()).to_arrow_table()


def hand_polars_plain(file: Path, _: Library) -> Any:
    """The hand-written expressions, each beginning of a code tested alone."""
    return hand_polars.outcomes(pl.scan_parquet(file), pattern=False).collect()


def hand_polars_pattern(file: Path, _: Library) -> Any:
    """The hand-written expressions, the beginnings of codes as one regular expression."""
    return hand_polars.outcomes(pl.scan_parquet(file), pattern=True).collect()


def ours(**options: Any) -> Run:
    """Coverline on Polars; only what it adds is kept."""

    def run(file: Path, library: Library) -> Any:
        rows = pl.read_parquet(file)
        return decide(rows, policies=library, **options).drop(set(rows.columns) - {"case"})

    return run


def ours_streaming(file: Path, library: Library) -> Any:
    """Coverline from a file to a file, as the command does it."""
    from coverline.batch.files.jobs import Job, run

    target = file.with_name(f"answers-to-{file.name}")
    run(Job(str(file), target), library, lambda *_: None)
    target.unlink()


def ours_on_duckdb(file: Path, library: Library) -> Any:
    """Coverline on a DuckDB relation."""
    found = decide(duckdb.read_parquet(str(file)), policies=library, columns=("outcome",))
    return found.project('"case", outcome').to_arrow_table()


def ours_on_spark(file: Path, _: Library) -> Any:
    """Coverline on Spark, on both cores of this machine, from the start of its session."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.log.level", "ERROR").getOrCreate()
    found = decide(session.read.parquet(str(file)), columns=("outcome",))
    counts = found.groupBy("outcome").count().collect()
    session.stop()
    return counts


SIDES: dict[str, Run] = {
    "scan": scan,
    "hand-duckdb": hand_duckdb,
    "hand-polars": hand_polars_plain,
    "hand-polars-pattern": hand_polars_pattern,
    "outcome": ours(columns=("outcome",)),
    "outcome-criteria": ours(columns=("outcome",), criteria=True),
    "outcome-missing": ours(columns=("outcome", "missing")),
    "outcome-codes": ours(columns=("outcome", "code_findings")),
    "outcome-missing-codes": ours(columns=("outcome", "missing", "code_findings")),
    "all-columns": ours(),
    "file-to-file": ours_streaming,
    "on-duckdb": ours_on_duckdb,
    "on-spark": ours_on_spark,
}


def main() -> None:
    """Run the named side once."""
    name, file, *content = sys.argv[1:]
    library = Library.load(Path(content[0])) if content else Library.load()
    start, used = perf_counter(), process_time()
    SIDES[name](Path(file), library)
    seconds, cores = perf_counter() - start, process_time() - used
    print(json.dumps({"seconds": seconds, "cores": cores, "peak": peak()}))


def peak() -> int:
    """The most bytes that this process has held.

    Linux counts in a child's maximum what its parent held, so there the process's own account is read.
    """
    account = Path("/proc/self/status")
    if account.exists():
        line = next(each for each in account.read_text().splitlines() if each.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
