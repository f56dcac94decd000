"""Rows whose day of service is not known, answered as if they were one row for each possible day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from coverline.batch.answered import NO_TREE, OPEN, OUTCOMES, SEVERAL_TREES, Answered
from coverline.batch.asking import Rows
from coverline.batch.classes import NUMBER
from coverline.batch.criteria import NOWHERE, RESULTS, UNKNOWN
from coverline.batch.service_table import SERVICE
from coverline.batch.turning_days import ROW
from coverline.model.determination import Action
from coverline.model.policy import Authorization

if TYPE_CHECKING:
    from coverline.batch.engine import Engine

TREE = "tree"
NAMES = ("outcome", "category", "action", "policy", "version", "prior_authorization")
# What is said where the possible days differ.
OTHERWISE = {"outcome": OUTCOMES[OPEN], "prior_authorization": Authorization.UNKNOWN.value}


class Shared(NamedTuple):
    """What the possible days of each row share; and where there is such a day."""

    numbers: dict[str, pl.Series]
    on_some: pl.Series


class EachDay:
    """Answers of rows on all their possible days: what these share, and nothing where they differ."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def numbers(self, classes: pl.DataFrame, names: Collection[str]) -> Shared:
        """What all possible days share, as numbers of the engine's values."""
        engine = self._engine
        by_day = engine.preparation.turning_days.each(classes)
        prepared = engine.preparation.prepared(classes[by_day[ROW]].with_columns(by_day[SERVICE]))
        fits = engine.preparation.answerable(prepared).on_a_day
        answered = Answered(engine, Rows(prepared.filter(fits), engine.columns), tuple(names))
        found = pl.DataFrame([by_day[ROW].filter(fits), *_named(engine.numbers(answered))])
        every = by_day.select(ROW).unique(maintain_order=True)
        answers = [name for name in names if name in NAMES]
        ends = self._ends(every, found, answers, *self._reviewed(answers))
        shared = {name: self._of_all(name, ends) for name in answers}
        criteria = [name for name in names if name not in NAMES]
        if criteria:
            shared |= self._criteria(every, found.with_columns(answered.trees().alias(TREE)), criteria)
        return Shared(self._with_review(shared, ends), ends["outcome least"].is_not_null())

    def _criteria(
        self, every: pl.DataFrame, found: pl.DataFrame, names: Sequence[str]
    ) -> dict[str, pl.Series]:
        """The results of criteria on the days on which some decide, if these are the same on all of them."""
        ends = self._ends(every, found.filter(pl.col(TREE) != NO_TREE), (TREE, *names))
        one = (ends[f"{TREE} least"] == ends[f"{TREE} most"]) & (ends[f"{TREE} least"] != SEVERAL_TREES)
        nowhere = pl.repeat(NOWHERE, len(every), dtype=NUMBER, eager=True)
        return {name: self._of_all(name, ends).zip_with(one.fill_null(False), nowhere) for name in names}

    def _ends(
        self, every: pl.DataFrame, found: pl.DataFrame, names: Sequence[str], *others: pl.Expr
    ) -> pl.DataFrame:
        """The least and the most of each number on all days of a row."""
        ends = found.group_by(ROW, maintain_order=True).agg(
            *(pl.col(name).min().alias(f"{name} least") for name in names),
            *(pl.col(name).max().alias(f"{name} most") for name in names),
            *others,
        )
        return every.join(ends, on=ROW, how="left", maintain_order="left")

    def _of_all(self, name: str, ends: pl.DataFrame) -> pl.Series:
        otherwise = OTHERWISE.get(name) if name in NAMES else RESULTS[UNKNOWN]
        differing = self._engine.known(name).number(otherwise)
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


def _named(columns: Mapping[str, pl.Series]) -> Iterator[pl.Series]:
    """Columns under their names."""
    for name, column in columns.items():
        yield column.alias(name)
