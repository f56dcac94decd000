"""A column for each criterion: its exact result in the rows that fall to it."""

from collections.abc import Mapping, Sequence
from functools import partial

import polars as pl

from coverline.batch.asking import Asked, Rows
from coverline.batch.classes import small
from coverline.batch.patterns import Pattern
from coverline.batch.policies import Policies
from coverline.batch.prepared import Preparation
from coverline.batch.requests import inquiry
from coverline.batch.safety import is_exact
from coverline.decide.exact import possible_results
from coverline.model.truth import Truth

KIND = pl.Enum([each.value for each in Truth])
RESULTS = (None, *KIND.categories)
NOWHERE, YES, NO, UNKNOWN = range(4)


class Criteria:
    """The columns of all criteria, `<policy>:<criterion>`, in the policies' order."""

    def __init__(self, policies: Policies, patterns: Mapping[int, Pattern], preparation: Preparation) -> None:
        self._preparation = preparation
        self._policies = policies
        self._patterns = patterns
        self._nodes: dict[str, list[tuple[int, int]]] = {}
        self._asked: dict[tuple[int, int], Asked[int]] = {}
        for identity, (policy, tree, domains) in policies.trees.items():
            for number, node in enumerate(tree.nodes):
                self._nodes.setdefault(f"{policy}:{node.id}", []).append((identity, number))
                if not is_exact(tree, domains, number):
                    self._asked[identity, number] = Asked(partial(self._exact, identity, number))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._nodes)

    def columns(
        self, rows: Rows, falls_to: Mapping[int, pl.Series], names: Sequence[str]
    ) -> dict[str, tuple[pl.Series, Sequence[str | None]]]:
        """The results of criteria in the rows that fall to their trees, as numbers of `RESULTS`."""
        return {name: (self._column(rows, falls_to, self._nodes[name]), RESULTS) for name in names}

    def _column(
        self, rows: Rows, falls_to: Mapping[int, pl.Series], places: Sequence[tuple[int, int]]
    ) -> pl.Series:
        found = pl.repeat(NOWHERE, len(rows.frame), dtype=pl.UInt8, eager=True)
        for identity, number in places:
            if identity in falls_to:
                here = falls_to[identity]
                found = found.zip_with(~here, self._results(rows, here, identity, number))
        return found

    def _results(self, rows: Rows, here: pl.Series, identity: int, number: int) -> pl.Series:
        pattern = self._patterns[identity]
        result = pl.col(pattern.columns[number])
        numbers = [pl.lit(each, pl.UInt8) for each in (YES, NO, UNKNOWN)]
        found = rows.frame.select(
            pl.when(result).then(numbers[0]).when(~result).then(numbers[1]).otherwise(numbers[2])
        ).to_series()
        asked = self._asked.get((identity, number))
        places = (here & (found == UNKNOWN)).arg_true() if asked is not None else pl.Series([])
        if asked is None or not len(places):
            return found
        some = self._preparation.complete(rows.among(places))
        exact = asked.numbers(some, pattern.keys(some.frame, some.columns, number))
        return found.scatter(places, small(asked.answers.all).gather(exact).cast(pl.UInt8))

    def _exact(self, identity: int, number: int, rows: Rows, row: int) -> int:
        """The exact result of a node that Kleene's reading leaves unknown."""
        _, tree, domains = self._policies.trees[identity]
        (situation,) = inquiry(rows, row, self._policies).situations
        possible = possible_results(tree, situation, domains, number)
        settled = next(iter(possible)) if len(possible) == 1 else Truth.UNKNOWN
        return RESULTS.index(settled.value)
