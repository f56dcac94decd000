"""Measures deciding many rows beside hand-written SQL and Polars, and prints ratios first.

Every measurement is a process of its own; sides take turns, one after the other, and medians are shown. The
files are invented requests (see docs/batch.md). `--quick` takes less than two minutes and leaves out ten
million rows and Spark.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from agreement import require_agreement
from data import five_payers, many_payers, many_policies, one_payer

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Measured:
    """The median seconds, on the clock and of all cores together, and the highest peak of bytes."""

    seconds: float
    cores: float
    peak: int


@dataclass(frozen=True, slots=True)
class Side:
    """What is run on which file, and under which name it is shown."""

    label: str
    name: str
    file: Path
    rows: int
    content: Path | None = None


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--files", type=Path, help="a folder to keep the files in between runs")
    options = asked.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.files or Path(temporary)
        folder.mkdir(exist_ok=True)
        if options.quick:
            tables(folder, rows=200_000, times=3, largest=None, spark=False)
        else:
            tables(folder, rows=2_000_000, times=3, largest=10_000_000, spark=True)


def tables(folder: Path, rows: int, times: int, largest: int | None, spark: bool) -> None:
    """Measure every question on files of so many rows."""
    one, five, many = (make(folder, rows) for make in (one_payer, five_payers, many_payers))
    policies = many_policies(folder)
    require_agreement(one_payer(folder, 200_000))
    engines = [Side("Coverline on Spark, local[2]", "on-spark", one, rows)] if spark else []
    show(
        f"One policy, {rows:,} rows, outcomes",
        [
            Side("hand-written DuckDB SQL", "hand-duckdb", one, rows),
            Side("hand-written Polars", "hand-polars", one, rows),
            Side("hand-written Polars, one pattern for codes", "hand-polars-pattern", one, rows),
            Side("a bare scan of the columns", "scan", one, rows),
            Side("Coverline on Polars", "outcome", one, rows),
            Side("Coverline on DuckDB", "on-duckdb", one, rows),
            *engines,
        ],
        times,
    )
    show(
        f"More policies, {rows:,} rows with all columns, outcomes",
        [
            Side("one policy, its own columns", "outcome", one, rows),
            Side("five policies", "outcome", five, rows),
            Side("twenty-five policies", "outcome", many, rows, policies),
            Side("a bare scan of all columns", "scan", five, rows),
        ],
        times,
    )
    show(
        f"More answers, one policy, {rows:,} rows",
        [
            Side("outcomes", "outcome", one, rows),
            Side("and every criterion", "outcome-criteria", one, rows),
            Side("and what is missing", "outcome-missing", one, rows),
            Side("and code findings", "outcome-codes", one, rows),
            Side("and both of these", "outcome-missing-codes", one, rows),
            Side("every column of the answer", "all-columns", one, rows),
        ],
        times,
    )
    show(
        f"More answers, five policies, {rows:,} rows",
        [
            Side("outcomes", "outcome", five, rows),
            Side("and every criterion", "outcome-criteria", five, rows),
            Side("and what is missing, and code findings", "outcome-missing-codes", five, rows),
            Side("every column, from a file to a file", "file-to-file", five, rows),
        ],
        times,
    )
    sizes = [200_000, rows] if largest is None else [200_000, rows, largest]
    show(
        "More rows, five policies, every column, from a file to a file",
        [
            Side(f"{each:,} rows", "file-to-file", five_payers(folder, each), each)
            for each in dict.fromkeys(sizes)
        ],
        1 if largest else times,
    )


def show(title: str, sides: Sequence[Side], times: int) -> None:
    """Print one table: how many times the first side's median, on the clock and of the cores; the rest.

    Where others use the machine too, the clock tells of them as well, and the cores alone of the side.
    """
    runs: list[list[Measured]] = [[] for _ in sides]
    for _ in range(times):
        for place, side in enumerate(sides):
            runs[place].append(measure(side))
    found = [
        Measured(
            median(each.seconds for each in of),
            median(each.cores for each in of),
            max(each.peak for each in of),
        )
        for of in runs
    ]
    print(f"\n{title}\n{'ratio':>8}{'of cores':>10}{'seconds':>10}{'rows/s':>14}{'peak MB':>10}")
    for side, each in zip(sides, found, strict=True):
        ratio, cores = each.seconds / found[0].seconds, each.cores / found[0].cores
        rate = side.rows / each.seconds
        told = f"{ratio:8.2f}{cores:10.2f}{each.seconds:10.2f}{rate:14,.0f}{each.peak / 1e6:10,.0f}"
        print(f"{told}  {side.label}", flush=True)


def measure(side: Side) -> Measured:
    """Run a side once, in a process of its own."""
    command = [sys.executable, str(HERE / "side.py"), side.name, str(side.file)]
    done = subprocess.run(
        [*command, *([str(side.content)] if side.content else [])],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{side.label}: {done.stderr}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
