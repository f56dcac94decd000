"""Before anything is measured: the hand-written sides and ours must give the same outcomes."""

import sys
from pathlib import Path

import duckdb
import hand_polars
import hand_sql
import polars as pl

from coverline.batch import decide

# Rows that the hand-written sides may leave open although all that could be so gives one outcome: a year of
# service narrowed by a date and an age of the fracture. One in ten thousand at the most.
OPEN_BY_HAND = 10_000


def require_agreement(file: Path) -> None:
    """End the program where two sides differ on a row in more than what by hand is left open."""
    rows = pl.scan_parquet(file)
    ours = decide(rows.collect(), columns=("outcome",)).select("case", "outcome").sort("case")["outcome"]
    by_hand = {
        "Polars": hand_polars.outcomes(rows, pattern=False).collect(),
        "Polars, pattern": hand_polars.outcomes(rows, pattern=True).collect(),
        "DuckDB": duckdb.read_parquet(str(file)).query("rows", hand_sql.outcomes()).pl(),
    }
    for name, found in by_hand.items():
        outcomes = found.sort("case")["outcome"]  # neither engine keeps the order of a file
        differs = outcomes.ne_missing(ours)
        wrong = differs & (outcomes != "needs_information")
        if wrong.any() or differs.sum() * OPEN_BY_HAND > len(ours):
            sys.exit(f"{name} and Coverline differ on {differs.sum()} of {len(ours)} rows")
