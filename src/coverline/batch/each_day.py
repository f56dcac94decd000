"""Rows whose day of service is not known, answered as if they were one row for each possible day."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from coverline.batch.answered import OPEN, OUTCOMES, Answered
from coverline.batch.asking import Rows
from coverline.batch.classes import NUMBER
from coverline.decide.days import days_of
from coverline.model.determination import Action
from coverline.model.policy import Authorization
from coverline.model.quantity import Span

if TYPE_CHECKING:
    from coverline.batch.engine import Engine

SERVICE, ROW, DAYS = "date_of_service", "row", "days"
NAMES = ("outcome", "category", "action", "policy", "version", "prior_authorization")
# What is said where the possible days differ.
OTHERWISE = {"outcome": OUTCOMES[OPEN], "prior_authorization": Authorization.UNKNOWN.value}


class EachDay:
    """Answers of rows on all their possible days: what these share, and nothing where they differ."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._days: dict[int, list[int]] = {}

    def states(self, classes: pl.DataFrame) -> pl.Series:
        """The outcome of rows each of which fits its facts on some day, as a number of OUTCOMES."""
        found, _ = self.numbers(classes, ("outcome",))
        known = self._engine.known("outcome").all
        return pl.Series(
            [OUTCOMES.index(each) if each in OUTCOMES else OPEN for each in known], dtype=NUMBER
        ).gather(found["outcome"])

    def numbers(self, classes: pl.DataFrame, names: Sequence[str]) -> tuple[dict[str, pl.Series], pl.Series]:
        """What all possible days share, as numbers of the engine's values; and where there is such a day."""
        engine = self._engine
        by_day = self._by_day(classes)
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
        )
        every = by_day.select(ROW).unique(maintain_order=True)
        ends = every.join(ends, on=ROW, how="left", maintain_order="left")
        shared = {name: self._shared(name, ends) for name in names}
        return self._with_review(shared, ends), ends[f"{names[0]} least"].is_not_null()

    def _by_day(self, classes: pl.DataFrame) -> pl.DataFrame:
        """The rows' places, each once for each possible day, with the class of that day."""
        services = classes[SERVICE].unique().sort()
        for number in services:
            if number not in self._days:
                self._days[number] = self._days_of(number)
        days = pl.Series(DAYS, [self._days[each] for each in services], dtype=pl.List(NUMBER))
        found = classes.select(SERVICE).with_row_index(ROW)
        found = found.join(pl.DataFrame([services, days]), on=SERVICE, maintain_order="left")
        return found.explode(DAYS).select(ROW, pl.col(DAYS).alias(SERVICE))

    def _days_of(self, number: int) -> list[int]:
        reading = self._engine.columns[SERVICE].reading
        return [reading.class_of_value(Span.exactly(day)) for day in days_of(reading.meanings[number].value)]

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
