"""Rows whose day of service is not known, answered as if they were one row for each possible day."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from coverline.batch.answered import OPEN, OUTCOMES, Answered
from coverline.batch.asking import Rows
from coverline.batch.classes import NUMBER, small
from coverline.batch.service_table import SERVICE
from coverline.batch.turning_days import DAYS, ROW
from coverline.model.determination import Action
from coverline.model.policy import Authorization

if TYPE_CHECKING:
    from coverline.batch.engine import Engine

NAMES = ("outcome", "category", "action", "policy", "version", "prior_authorization")
# What is said where the possible days differ.
OTHERWISE = {"outcome": OUTCOMES[OPEN], "prior_authorization": Authorization.UNKNOWN.value}


class Shared(NamedTuple):
    """What the possible days of each row share; where there is such a day, and where each day is one."""

    numbers: dict[str, pl.Series]
    on_some: pl.Series
    on_all: pl.Series


class EachDay:
    """Answers of rows on all their possible days: what these share, and nothing where they differ."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def states(self, classes: pl.DataFrame) -> pl.Series:
        """The outcome of rows each of which fits its facts on some day, as a number of OUTCOMES."""
        found = self.numbers(classes, ("outcome",)).numbers
        known = self._engine.known("outcome").all
        return small([OUTCOMES.index(each) if each in OUTCOMES else OPEN for each in known]).gather(
            found["outcome"]
        )

    def numbers(self, classes: pl.DataFrame, names: Sequence[str]) -> Shared:
        """What all possible days share, as numbers of the engine's values."""
        engine = self._engine
        by_day = engine.preparation.turning_days.each(classes)
        prepared = engine.preparation.prepared(classes[by_day[ROW]].with_columns(by_day[SERVICE]))
        fits = engine.preparation.answerable(prepared).on_a_day
        rows = Rows(prepared.filter(fits), engine.columns)
        found = pl.DataFrame(engine.numbers(Answered(engine, rows, names))).select(
            by_day[ROW].filter(fits), pl.all()
        )
        ends = found.group_by(ROW, maintain_order=True).agg(
            *(pl.col(name).min().alias(f"{name} least") for name in names),
            *(pl.col(name).max().alias(f"{name} most") for name in names),
            *self._reviewed(names),
            pl.len().alias(DAYS),
        )
        every = by_day.group_by(ROW, maintain_order=True).agg(pl.len().alias(f"all {DAYS}"))
        ends = every.join(ends, on=ROW, how="left", maintain_order="left")
        shared = {name: self._shared(name, ends) for name in names}
        fitting = ends[DAYS].fill_null(0)
        return Shared(self._with_review(shared, ends), fitting > 0, fitting == ends[f"all {DAYS}"])

    def _shared(self, name: str, ends: pl.DataFrame) -> pl.Series:
        differing = self._engine.known(name).number(OTHERWISE.get(name))
        least, most = ends[f"{name} least"], ends[f"{name} most"]
        return (
            least.zip_with((least == most).fill_null(False), least * 0 + differing)
            .fill_null(differing)
            .cast(NUMBER)
        )

    def _reviewed(self, names: Sequence[str]) -> Sequence[pl.Expr]:
        """Whether a clinician's answer is waited for on some day."""
        if "action" not in names:
            return ()
        engine = self._engine
        needs = engine.known("outcome").number(OUTCOMES[OPEN])
        review = engine.known("action").number(Action.CLINICAL_REVIEW.value)
        return [((pl.col("outcome") == needs) & (pl.col("action") == review)).any().alias("reviewed")]

    def _with_review(self, shared: Mapping[str, pl.Series], ends: pl.DataFrame) -> dict[str, pl.Series]:
        """The same with the action on what needs information."""
        if "action" not in shared:
            return dict(shared)
        outcome, action = self._engine.known("outcome"), self._engine.known("action")
        needs = shared["outcome"] == outcome.number(OUTCOMES[OPEN])
        review = action.number(Action.CLINICAL_REVIEW.value)
        request = action.number(Action.REQUEST_INFORMATION.value)
        asked = pl.select(
            pl.when(needs & ends["reviewed"].fill_null(False))
            .then(review)
            .when(needs)
            .then(request)
            .otherwise(shared["action"])
        ).to_series()
        return {**shared, "action": asked.cast(NUMBER)}
