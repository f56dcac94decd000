"""Rows made ready for the tests of criteria: what their cells say, what follows, when things began."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import polars as pl

from coverline.batch.asking import Asked, Numbered, Rows
from coverline.batch.classes import Column, small
from coverline.batch.closing import CLASH, Closing, tied_together
from coverline.batch.columns import known_columns
from coverline.batch.conditions import alike, alike_in_scope
from coverline.batch.expressions import closed, first, last, limit
from coverline.batch.policies import Policies
from coverline.batch.readings import SILENT, Reading
from coverline.batch.service_days import (
    CODE_ERA,
    ERA,
    FORM,
    ORDER,
    Eras,
    Standing,
    code_eras,
    forms,
    orders,
    out_of_force,
)
from coverline.batch.service_table import SERVICE, ServiceTable
from coverline.batch.times import DAY, FIRST_DAY, Time, first_day, last_day
from coverline.batch.turning_days import TurningDays
from coverline.codesets.form import normalize
from coverline.decide.parts import region_of
from coverline.model.code import ProcedureCode
from coverline.model.quantity import Duration

TECHNIQUES, IN_FORCE, LEVEL_REGION = "techniques", "code_in_force", "level_region"
REGION, PRODUCT_KIND, STATE_KIND = "region", "product:kind", "state:kind"
# The version that a row falls to, and whether it is in force; SEVERAL where that is open.
STANDING, SEVERAL = "standing", 0


class Answerable(NamedTuple):
    """Rows that can be answered together with others.

    On one day of service; on several of one version, the last of which fits what is stated; or day by day.
    """

    on_a_day: pl.Series
    spread: pl.Series
    by_day: pl.Series


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
        self._closings = [
            Closing(each, self.columns, policies.consequences)
            for each in tied_together(policies.consequences)
        ]
        self._tied = frozenset(name for each in self._closings for name in each.facts)
        self.times = [Time(name, self.columns, self.vocabulary) for name in policies.times]
        self._on_last = ServiceTable(self.columns[SERVICE], last_day)
        self._on_first = ServiceTable(self.columns[SERVICE], first_day)
        self._eras = Eras(policies)
        self._of_service = {ERA: self._eras.number, CODE_ERA: code_eras(policies), ORDER: orders(policies)}
        self._form = forms(policies)
        self.turning_days = TurningDays(self.columns, self.times, policies, self._of_service[ORDER])
        self._made_of_rows: dict[str, Callable[[pl.DataFrame], pl.Series]] = {
            TECHNIQUES: self._techniques(),
            IN_FORCE: self._in_force(),
            LEVEL_REGION: self._level_regions(),
            REGION: self._regions(),
            STANDING: self._standings(),
            PRODUCT_KIND: self._kinds("product"),
            STATE_KIND: self._kinds("state"),
        }

    def classes(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Every column's class numbers; a column that is not there says nothing."""
        names = [name for name in self.names if name in frame.columns]
        # In one piece, for all that follows is put beside them.
        stated = pl.DataFrame([self.columns[name].classes(frame[name]) for name in names]).rechunk()
        return stated.with_columns(
            pl.lit(SILENT, dtype=pl.UInt8).alias(name) for name in self.columns if name not in frame.columns
        )

    def prepared(self, classes: pl.DataFrame) -> pl.DataFrame:
        """The rows as they are on the last possible day of service, which for most is the only one."""
        stated = classes.drop(REGION, strict=False).with_columns(self._on_last.day())
        frame = self.having(stated, (TECHNIQUES, REGION, STANDING, PRODUCT_KIND, STATE_KIND))
        frame = self._with_spans(frame, self._on_last)
        for number, closing in enumerate(self._closings):
            frame = frame.with_columns(closing.added(frame, f"{CLASH}:{number}"))
        own = [name for name in self.vocabulary.facts if name not in self._tied]
        return frame.with_columns(pl.col(name).alias(closed(name)) for name in own)

    def having(self, frame: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
        """The frame with some columns that follow from others, worked out unless they are there."""
        lacking = [name for name in names if name not in frame.columns]
        numbers = [(name, self._of_service[name]) for name in lacking if name in self._of_service]
        frame = frame.with_columns(self._on_last.numbers(numbers)) if numbers else frame
        made = [self._made_of_rows[name](frame).alias(name) for name in lacking if name in self._made_of_rows]
        return frame.with_columns(made) if made else frame

    def limited(self, frame: pl.DataFrame, bounds: Iterable[Duration]) -> pl.DataFrame:
        """The frame with the days that lie so long before the day of service, unless they are there."""
        lacking = [each for each in dict.fromkeys(bounds) if limit(each) not in frame.columns]
        frame = frame.with_columns(self._on_last.limits(lacking, "last"))
        return frame.with_columns(pl.col(limit(each)).alias(limit(each, "first")) for each in lacking)

    def complete(self, rows: Rows) -> Rows:
        """The rows with all that a pattern of what is open may need."""
        frame = self.limited(self.having(rows.frame, (ORDER,)), self.policies.bounds)
        return Rows(frame, rows.columns, rows.on_all_days)

    def spread(self, prepared: pl.DataFrame) -> pl.DataFrame:
        """Rows whose day of service is not known, as they are on all possible days: times reach further."""
        bounds = self.policies.bounds
        at_first = self._with_spans(prepared.with_columns(self._on_first.day()), self._on_first)
        reached = self.limited(self.having(prepared, (ORDER,)), bounds).with_columns(
            at_first[DAY].alias(FIRST_DAY),
            *self._on_first.numbers([(FORM, self._form)]),
            *self._on_first.limits(bounds, "first"),
            *(at_first[last(time.variable)].alias(f"{last(time.variable)}:first") for time in self.times),
        )
        return reached.with_columns(
            each for time in self.times for each in time.on_all_days(self.policies.bounds_of[time.variable])
        )

    def _with_spans(self, frame: pl.DataFrame, table: ServiceTable) -> pl.DataFrame:
        services = frame[SERVICE]
        spans = [time.span(frame, lambda places: table.days(services.gather(places))) for time in self.times]
        return frame.with_columns(each for span in spans for each in span)

    def answerable(self, prepared: pl.DataFrame) -> "Answerable":
        """Which rows can be answered together with others."""
        spans = self.columns[SERVICE].table(
            "spread", lambda meaning: meaning.value is not None and not meaning.value.is_exact, pl.Boolean
        )
        found = prepared.select(
            readable=~pl.any_horizontal(*self._unreadable(), *self._clashing(prepared)),
            fits=~pl.any_horizontal(pl.lit(False), *self._past_all_days(prepared)),
            spread=pl.lit(spans).gather(pl.col(SERVICE)) if spans.any() else False,
        )
        readable, fits, spread = found
        if not spread.any():
            return Answerable(readable & fits, spread & False, spread & False)
        several = spread & (prepared[STANDING] == SEVERAL)
        # What fits no last day may fit an earlier one.
        by_day = readable & spread & (several | ~fits)
        return Answerable(readable & fits & ~spread, readable & fits & spread & ~several, by_day)

    def _unreadable(self) -> Iterator[pl.Expr]:
        """Where a cell cannot be read, or no policy is known."""
        for name in self.names:
            if bad := self.columns[name].reading.unreadable:
                yield pl.col(name).is_in(bad)
        payers = enumerate(self.columns["payer"].reading.meanings)
        unknown = [number for number, each in payers if each.value not in self.policies.plans]
        yield pl.col("payer").is_in(unknown)

    def _clashing(self, prepared: pl.DataFrame) -> Iterator[pl.Expr]:
        """Where facts contradict each other on every day."""
        yield from (time.stated_twice(with_date=False) for time in self.times if len(time.lasting) > 1)
        yield from (pl.col(name) for name in prepared.columns if name.startswith(CLASH))

    def _past_all_days(self, prepared: pl.DataFrame) -> Sequence[pl.Expr]:
        """Where times do not fit the day of service, or each other on it."""
        return [
            pl.col(first(time.variable)) > pl.col(last(time.variable))
            for time in self.times
            if time.can_contradict(prepared)
        ]

    def _techniques(self) -> Callable[[pl.DataFrame], pl.Series]:
        asked: Asked[tuple[str, ...]] = Asked(self._possible_techniques)
        return self._numbers(asked, ("code", "technique"))

    def _in_force(self) -> Callable[[pl.DataFrame], pl.Series]:
        asked: Asked[tuple[bool, bool]] = Asked(self._out_of_force)
        return self._numbers(asked, ("code", CODE_ERA))

    def _standings(self) -> Callable[[pl.DataFrame], pl.Series]:
        def standing(rows: Rows, row: int) -> Standing | None:
            return self._eras.standing(rows.value("payer", row), rows.frame[ERA][row])

        return self._numbers(Asked(standing, None), ("payer", ERA))

    def _kinds(self, column: str) -> Callable[[pl.DataFrame], pl.Series]:
        """What a payer's policy tells apart of the values of a field."""
        alike_for = alike_in_scope(column, self.policies)

        def kind(rows: Rows, row: int) -> Hashable:
            payer, value = rows.value("payer", row), rows.value(column, row)
            return alike_for(payer, value) if payer in self.policies.plans and value is not None else None

        return self._numbers(Asked(kind, None), ("payer", column))

    def _level_regions(self) -> Callable[[pl.DataFrame], pl.Series]:
        known: Numbered[str | None] = Numbered(None)

        def numbers(frame: pl.DataFrame) -> pl.Series:
            table = self.columns["level"].table(
                LEVEL_REGION, lambda meaning: known.number(self.vocabulary.levels.get(meaning.value))
            )
            return table.gather(frame["level"])

        return numbers

    def _regions(self) -> Callable[[pl.DataFrame], pl.Series]:
        asked: Asked[str | None] = Asked(self._region, None)
        numbers = self._numbers(asked, ("code", "level"))
        reading = self.columns[REGION].reading

        def classes(frame: pl.DataFrame) -> pl.Series:
            found = numbers(frame)
            known = [SILENT if each is None else reading.class_of_value(each) for each in asked.answers.all]
            return small(known).gather(found)

        return classes

    def _numbers(self, asked: Asked[Any], names: Sequence[str]) -> Callable[[pl.DataFrame], pl.Series]:
        """Answers by some columns, those of these that follow from others being worked out."""

        def numbers(frame: pl.DataFrame) -> pl.Series:
            rows = Rows(self.having(frame, names), self.columns)
            return asked.numbers(rows, rows.keys(names))

        return numbers

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
