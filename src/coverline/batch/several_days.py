"""Rows whose day of service is not known: what all their possible days share, and what is missing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from coverline.batch.answered import Answered
from coverline.batch.asking import Rows
from coverline.batch.classes import NUMBER
from coverline.batch.columns import ANSWERS
from coverline.batch.each_day import NAMES, Shared
from coverline.batch.findings import SHARED_VERSION
from coverline.batch.requests import inquiry
from coverline.decide.missing import missing
from coverline.model.determination import Outcome

if TYPE_CHECKING:
    from coverline.batch.engine import Engine


class SeveralDays:
    """Answers to rows each of which fits some of its possible days of service, or none."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def answers(self, prepared: pl.DataFrame, together: pl.Series, wanted: Sequence[str]) -> Shared:
        """The answers to rows, as numbers of the engine's values; and where some day fits what is stated.

        Those that are `together` fall to one version on all days, and fit the last.
        """
        engine = self._engine
        names = [name for name in wanted if name in NAMES or name not in ANSWERS]
        # The codes' lists are those of the version.
        names += ["version"] if "code_findings" in wanted else []
        classes = prepared.select(list(engine.columns))
        shared = engine.each_day.numbers(classes, dict.fromkeys(("outcome", *names)))
        found, fits = shared
        if "code_findings" in wanted:
            versions = prepared.with_columns((found["version"].cast(NUMBER) + 1).alias(SHARED_VERSION))
            found["code_findings"] = _somewhere(fits, self._findings_on_all_days, versions)
        if "missing" in wanted:
            is_open = fits & (found["outcome"] == engine.number("outcome", Outcome.NEEDS_INFORMATION.value))
            found["missing"] = _somewhere(is_open & together, self._missing_on_all_days, prepared)
            apart = _somewhere(is_open & ~together, self._missing_one_by_one, prepared)
            found["missing"] = found["missing"].zip_with(together, apart)
        if "problem" in wanted:
            found["problem"] = pl.repeat(0, len(fits), dtype=NUMBER, eager=True)
        return shared

    def _findings_on_all_days(self, prepared: pl.DataFrame) -> pl.Series:
        engine = self._engine
        rows = Rows(prepared, engine.columns, on_all_days=True)
        numbers = engine.findings.numbers(rows, engine.preparation)
        return engine.numbered("code_findings", numbers, engine.findings.all.all)

    def _missing_on_all_days(self, prepared: pl.DataFrame) -> pl.Series:
        engine = self._engine
        rows = Rows(engine.preparation.spread(prepared), engine.columns)
        return engine.numbers(Answered(engine, rows, ("missing",), spread=True))["missing"]

    def _missing_one_by_one(self, prepared: pl.DataFrame) -> pl.Series:
        engine = self._engine
        rows = Rows(prepared, engine.columns, on_all_days=True)
        asked = (missing(inquiry(rows, row, engine.policies)) for row in range(prepared.height))
        lists = (tuple(each.fact for each in found) for found in asked)
        return pl.Series([engine.number("missing", each) for each in lists], dtype=NUMBER)


def _somewhere(
    here: pl.Series, numbers: Callable[[pl.DataFrame], pl.Series], frame: pl.DataFrame
) -> pl.Series:
    """Numbers of some rows, 0 elsewhere."""
    places = here.arg_true()
    none = pl.repeat(0, len(here), dtype=NUMBER, eager=True)
    return none.scatter(places, numbers(frame[places])) if len(places) else none
