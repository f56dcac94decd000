"""Rows in which a fact that several tests read is not known: their tree, once for each value of that fact.

What one value makes yes and another no is open. So is what a value leaves open, where Kleene's reading is
exact for the rest. Only what is neither has to be asked of decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from coverline.batch.expressions import balanced
from coverline.batch.forest import Forest
from coverline.batch.patterns import Pattern
from coverline.decide.consequences import ANY_DAY
from coverline.decide.meaning import truth
from coverline.model.criteria import Test
from coverline.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Split:
    """A tree whose tests of one fact come out together in so many ways, whatever else is known."""

    pattern: Pattern
    forest: Forest
    ways: Sequence[Mapping[str, Truth]]

    def is_open(self, frame: pl.DataFrame, may_be_settled: pl.Expr) -> pl.Series:
        """Where the fact is not known and the tree is certainly open.

        `may_be_settled` says where what is open may have one result only, though Kleene does not tell.
        """
        columns = self.pattern.columns
        root = pl.col(columns[0])
        found = [
            nw.to_native(self.forest.joined_again(nw.from_native(frame), way, columns)).select(
                yes=root.fill_null(False),
                no=~root.fill_null(True),
                open=root.is_null() & ~may_be_settled,
            )
            for way in self.ways
        ]
        yes, no, is_open = (balanced([each[name] for each in found], _or) for name in ("yes", "no", "open"))
        unknown = frame.select(pl.all_horizontal(pl.col(test).is_null() for test in self.ways[0])).to_series()
        certainly: pl.Series = unknown & ((yes & no) | is_open)
        return certainly


def split_of(pattern: Pattern, forest: Forest) -> Split | None:
    """The split by the fact that most tests read; none where no fact is read twice that no other narrows."""
    domains = pattern.domains
    tests: dict[str, dict[str, Test]] = {}
    for node, column, variable in zip(
        pattern.tree.nodes, pattern.columns, pattern.tree.variables, strict=True
    ):
        if isinstance(node.body, Test) and variable is not None:
            tests.setdefault(variable, {})[column] = node.body
    free = [
        variable
        for variable, of in tests.items()
        if len(of) > 1 and variable not in domains.consequences.tied and not domains.is_time(variable)
    ]
    if not free:
        return None
    variable = max(free, key=lambda each: len(tests[each]))
    relations = {column: test.relation for column, test in tests[variable].items()}
    ways = dict.fromkeys(
        tuple(truth(each, value, ANY_DAY) for each in relations.values())
        for value in domains.values(variable)
    )
    return Split(pattern, forest, [dict(zip(relations, way, strict=True)) for way in ways])


def _or(one: pl.Series, other: pl.Series) -> pl.Series:
    return one | other
