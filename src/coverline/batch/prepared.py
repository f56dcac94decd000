"""Rows made ready for the tests of criteria: what their cells say, what follows, when things began."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import polars as pl

from coverline.batch.asking import Asked, Numbered, Rows
from coverline.batch.classes import NUMBER, Column
from coverline.batch.closing import CLASH, Closing, tied_together
from coverline.batch.columns import known_columns
from coverline.batch.conditions import alike
from coverline.batch.expressions import closed, first, last, limit
from coverline.batch.policies import Policies
from coverline.batch.readings import SILENT, Reading
from coverline.batch.service_days import (
    CODE_ERA,
    ERA,
    FORM,
    ORDER,
    Eras,
    code_eras,
    forms,
    orders,
    out_of_force,
)
from coverline.batch.times import DAY, FIRST_DAY, Time, first_day, limits, with_day
from coverline.codesets.form import normalize
from coverline.decide.parts import region_of
from coverline.model.code import ProcedureCode

SERVICE = "date_of_service"
TECHNIQUES, IN_FORCE, LEVEL_REGION = "techniques", "code_in_force", "level_region"
OPEN_VERSION = "open_version"


class Answerable(NamedTuple):
    """Rows that can be answered together with others.

    On one day of service; on several possible days; or on several that fall to different versions.
    """

    on_a_day: pl.Series
    spread: pl.Series
    across_versions: pl.Series


class Preparation:
    """Turns cells into class numbers, and these into the columns that tests and rules read."""

    def __init__(self, policies: Policies) -> None:
        self.policies = policies
        self.vocabulary = policies.library.vocabulary
        self.names = [name for name in known_columns(self.vocabulary) if name != "case"]
        derived = [fact.name for fact in self.vocabulary.facts.values() if fact.derived]
        self.columns = {
            name: Column(Reading(name, self.vocabulary, alike(name, policies)))
            for name in (*self.names, *derived)
        }
        groups = tied_together(policies.consequences)
        self._closings = [Closing(each, self.columns, policies.consequences) for each in groups]
        self.times = [Time(name, self.columns, self.vocabulary) for name in policies.times]
        self._open_versions: Asked[bool] = Asked(
            lambda rows, row: self._eras.is_open(rows.value("payer", row), rows.frame[ERA][row]), False, True
        )
        self._regions: Asked[str | None] = Asked(self._region, None)
        self._techniques: Asked[tuple[str, ...]] = Asked(self._possible_techniques)
        self._in_force: Asked[tuple[bool, bool]] = Asked(self._out_of_force)
        self._level_regions: Numbered[str | None] = Numbered(None)
        self._form = forms(policies)
        self._eras = Eras(policies)
        self._by_day = {ERA: self._eras.number, CODE_ERA: code_eras(policies), ORDER: orders(policies)}

    def classes(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Every column's class numbers; a column that is not there says nothing."""
        names = [name for name in self.names if name in frame.columns]
        # The engine computes outside of Python, so that columns are read side by side.
        with ThreadPoolExecutor(pl.thread_pool_size()) as readers:
            there = list(readers.map(lambda name: self.columns[name].classes(frame[name]), names))
        return pl.DataFrame(there).with_columns(
            pl.lit(SILENT, dtype=NUMBER).alias(name) for name in self.columns if name not in frame.columns
        )

    def prepared(self, classes: pl.DataFrame) -> pl.DataFrame:
        """The rows as they are on the last possible day of service, which for most is the only one."""
        service = self.columns[SERVICE]
        frame = with_day(classes, service)
        frame = frame.with_columns(
            *(
                service.table(name, number).gather(frame[SERVICE]).alias(name)
                for name, number in self._by_day.items()
            ),
            *limits(self.policies.bounds, "last"),
            *(each for time in self.times for each in time.span(classes)),
        )
        frame = frame.with_columns(
            pl.col(limit(each)).alias(limit(each, "first")) for each in self.policies.bounds
        )
        frame = self._with_service(frame)
        for number, closing in enumerate(self._closings):
            *facts, clash = closing.added(frame)
            frame = frame.with_columns(*facts, clash.alias(f"{CLASH}:{number}"))
        own = [name for name in self.vocabulary.facts if closed(name) not in frame.columns]
        return frame.with_columns(pl.col(name).alias(closed(name)) for name in own)

    def spread(self, prepared: pl.DataFrame) -> pl.DataFrame:
        """Rows whose day of service is not known, as they are on all possible days: times reach further."""
        service = self.columns[SERVICE]
        at_first = with_day(prepared, service, first_day)
        begun = at_first.with_columns(each for time in self.times for each in time.span(prepared))
        reached = prepared.with_columns(
            begun[DAY].alias(FIRST_DAY),
            service.table(FORM, self._form).gather(prepared[SERVICE]).alias(FORM),
            *begun.select(limits(self.policies.bounds, "first")),
            *(begun[last(time.variable)].alias(f"{last(time.variable)}:first") for time in self.times),
        )
        return reached.with_columns(
            each for time in self.times for each in time.on_all_days(self.policies.bounds)
        )

    def answerable(self, prepared: pl.DataFrame) -> "Answerable":
        """Which rows can be answered together with others."""
        spans = self.columns[SERVICE].table(
            "spread", lambda meaning: meaning.value is not None and not meaning.value.is_exact, pl.Boolean
        )
        spread = spans.gather(prepared[SERVICE])
        fine = prepared.select(~pl.any_horizontal(*self._unreadable(), *self._contradictory())).to_series()
        several = prepared[OPEN_VERSION] == 1
        return Answerable(fine & ~spread, fine & spread & ~several, fine & spread & several)

    def _unreadable(self) -> Sequence[pl.Expr]:
        """Where a cell cannot be read, or no policy is known."""
        found = [
            pl.col(name).is_in(bad) for name in self.names if (bad := self.columns[name].reading.unreadable)
        ]
        payers = enumerate(self.columns["payer"].reading.meanings)
        unknown = [number for number, each in payers if each.value not in self.policies.plans]
        return [*found, pl.col("payer").is_in(unknown)]

    def _contradictory(self) -> Sequence[pl.Expr]:
        """Where facts contradict each other."""
        return [
            *(pl.col(first(time.variable)) > pl.col(last(time.variable)) for time in self.times),
            *(time.stated_twice(with_date=False) for time in self.times),
            *(pl.col(f"{CLASH}:{number}") for number in range(len(self._closings))),
        ]

    def _with_service(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Adds what the code, the technique and the level say together."""
        rows = Rows(frame, self.columns)
        techniques = self._techniques.numbers(rows, [frame["code"], frame["technique"]])
        in_force = self._in_force.numbers(rows, [frame["code"], frame[CODE_ERA]])
        open_version = self._open_versions.numbers(rows, [frame["payer"], frame[ERA]])
        levels = self.columns["level"].table(
            LEVEL_REGION,
            lambda meaning: self._level_regions.number(self.vocabulary.levels.get(meaning.value)),
        )
        regions = self._regions.numbers(rows, [frame["code"], frame["level"]])
        region = self.columns["region"].reading
        classes = [
            SILENT if each is None else region.class_of_value(each) for each in self._regions.answers.all
        ]
        return frame.with_columns(
            techniques.alias(TECHNIQUES),
            in_force.alias(IN_FORCE),
            open_version.alias(OPEN_VERSION),
            levels.gather(frame["level"]).alias(LEVEL_REGION),
            pl.Series(classes, dtype=NUMBER).gather(regions).alias("region"),
        )

    def _code(self, rows: Rows, row: int) -> ProcedureCode | None:
        code = rows.value("code", row)
        return self.policies.library.procedure_codes.find(normalize(code)) if code is not None else None

    def _possible_techniques(self, rows: Rows, row: int) -> tuple[str, ...]:
        stated, code = rows.value("technique", row), self._code(rows, row)
        return (stated,) if stated is not None else code.techniques if code is not None else ()

    def _region(self, rows: Rows, row: int) -> str | None:
        return region_of(rows.value("level", row), self._code(rows, row), self.vocabulary.levels)

    def _out_of_force(self, rows: Rows, row: int) -> tuple[bool, bool]:
        code, service = self._code(rows, row), rows.value(SERVICE, row)
        return out_of_force(code, service) if code is not None and service is not None else (False, False)
