"""What became of the rows of a job: by payer and outcome, and what kept rows from being read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

_NO_PAYER = ""


@dataclass(slots=True)
class Summary:
    """Counts of rows: in all, by payer and outcome, and by the place of the problem that a row has."""

    rows: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)

    def add(self, answered: pl.DataFrame) -> None:
        """Counts answered rows, too."""
        self.rows += answered.height
        decided = answered.filter(pl.col("outcome").is_not_null()).group_by("payer", "outcome").len()
        self.outcomes.update(
            {(payer or _NO_PAYER, outcome): count for payer, outcome, count in decided.iter_rows()}
        )
        # A problem begins with its place, such as a column, and "line 17" is of the kind line.
        place = pl.col("problem").str.extract(r"^([^:]*?)(?: \d+)?: found")
        unread = answered.filter(pl.col("problem").is_not_null()).group_by(place).len()
        self.problems.update({kind or "other": count for kind, count in unread.iter_rows()})

    def include(self, other: Mapping[str, Any]) -> None:
        """Counts the rows of an earlier summary, given as data, too."""
        self.rows += other["rows"]
        for payer, outcomes in other["outcomes"].items():
            self.outcomes.update({(payer, outcome): count for outcome, count in outcomes.items()})
        self.problems.update(other["problems"])

    def as_data(self) -> dict[str, Any]:
        """The counts in the form of JSON, in an order that does not depend on the rows'."""
        payers = sorted({payer for payer, _ in self.outcomes})
        return {
            "rows": self.rows,
            "outcomes": {
                payer: {
                    outcome: count for (of, outcome), count in sorted(self.outcomes.items()) if of == payer
                }
                for payer in payers
            },
            "problems": dict(sorted(self.problems.items())),
        }
