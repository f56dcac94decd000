"""Rows that the expressions leave open: decide answers once for each pattern of what is open."""

from collections.abc import Sequence

import polars as pl

from coverline.batch.asking import Asked, Rows
from coverline.batch.expressions import closed
from coverline.batch.forest import Forest
from coverline.batch.patterns import Pattern
from coverline.batch.policies import Policies
from coverline.batch.readings import SILENT
from coverline.batch.requests import Lead, inquiry
from coverline.batch.safety import is_exact
from coverline.batch.service_days import FORM
from coverline.batch.splitting import split_of
from coverline.batch.times import Time, narrows
from coverline.decide.missing import missing
from coverline.model.determination import Outcome

Rest = tuple[str, tuple[str, ...]]


class Opened:
    """Answers to open rows that lead to the same questions: their outcome, and what is missing."""

    def __init__(
        self,
        leads: Sequence[Lead],
        patterns: Sequence[Pattern],
        policies: Policies,
        forest: Forest,
        with_missing: bool,
    ) -> None:
        self.asked: Asked[Rest] = Asked(self._rest, together=None if with_missing else self._certainly_open)
        self._split = split_of(patterns[0], forest) if len(patterns) == 1 else None
        self._patterns = patterns
        self._judges = tuple(dict.fromkeys(each.judge for each in leads if each.judge is not None))
        self._policies = policies
        self._with_missing = with_missing

    def to_ask(self, rows: Rows, places: pl.Series) -> pl.Series:
        """The open rows of which something is asked; of the others it is known that they need information."""
        if self._with_missing or len(self._patterns) > 1:
            return places
        (pattern,) = self._patterns
        if is_exact(pattern.tree, pattern.domains):
            return places.clear()
        may_be_settled = pattern.may_be_settled(rows.columns)
        judged = (pl.col(closed(each)) != SILENT for each in self._judges)
        wanted = pl.all_horizontal(may_be_settled, *judged)
        asked = rows.frame.select(set(wanted.meta.root_names()))[places].select(wanted).to_series()
        return places.filter(asked)

    def numbers(self, rows: Rows, times: Sequence[Time] = ()) -> pl.Series:
        """The number of each open row's answer; `times` where it depends on the day of service."""
        keys = [rows.frame[closed(judge)] for judge in self._judges]
        for pattern in self._patterns:
            keys += pattern.keys(rows.frame, rows.columns)
        if times:
            keys += rows.frame.select(
                pl.col(FORM),
                *(
                    each.cast(pl.Int64).alias(f"{time.variable} {at}")
                    for time in times
                    for at, each in enumerate(time.key(self.waits_for(time) | pl.col(narrows(time.variable))))
                ),
            ).get_columns()
        return self.asked.numbers(rows, keys)

    def waits_for(self, time: Time) -> pl.Expr:
        """Where some open test reads a time."""
        return pl.any_horizontal(each.waits_for(time.variable) for each in self._patterns)

    def _certainly_open(self, rows: Rows, places: list[int]) -> Sequence[Rest | None]:
        """Of rows in some places, those of which a split shows that they need information."""
        if self._split is None:
            return [None] * len(places)
        (pattern,) = self._patterns
        found = self._split.is_open(rows.frame[places], pattern.may_be_settled(rows.columns))
        return [(Outcome.NEEDS_INFORMATION.value, ()) if each else None for each in found]

    def _rest(self, rows: Rows, row: int) -> Rest:
        asked = inquiry(rows, row, self._policies)
        outcomes = asked.outcomes
        if len(outcomes) == 1:
            return next(iter(outcomes)).value, ()
        named = missing(asked) if self._with_missing else ()
        return Outcome.NEEDS_INFORMATION.value, tuple(each.fact for each in named)
