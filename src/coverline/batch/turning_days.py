"""The possible days of service on which a row's answer can turn; between them it stays as it is.

As the day of service moves on, a limit before it moves on with it and never back, so that a stated
date passes each limit once. What is left are the days on which versions change, and those on which
limits change places.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import polars as pl

from coverline.batch.classes import Column
from coverline.batch.policies import Policies
from coverline.batch.readings import SILENT
from coverline.batch.service_days import Number
from coverline.batch.service_table import SERVICE, ServiceTable
from coverline.batch.times import DAY, FIRST_DAY, Time, dates, first_day, last_day
from coverline.decide.days import days_of
from coverline.model.quantity import Span

ROW, VAGUE, DAYS = "row", "vague", "days"


class TurningDays:
    """Gives each row's days; `order` tells apart days with limits in another order."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        times: list[Time],
        policies: Policies,
        order: Number,
    ) -> None:
        self._service = columns[SERVICE]
        self._times = times
        self._bounds = policies.bounds_of
        self._turns = frozenset(policies.turns)
        self._order = order if policies.uneven_bounds else None
        self._tables = ServiceTable(self._service, first_day), ServiceTable(self._service, last_day)
        self._of_calendar: dict[tuple[int, bool], list[int]] = {}

    def each(self, classes: pl.DataFrame) -> pl.DataFrame:
        """The rows' places, each once for each of its days, with the class of that day."""
        at_first, at_last = self._tables
        vague = [time.is_vague(self._bounds[time.variable]) for time in self._times]
        rows = classes.with_row_index(ROW).with_columns(
            at_last.day(),
            at_first.day().alias(FIRST_DAY),
            pl.any_horizontal(pl.lit(False), *vague).alias(VAGUE),
        )
        found = pl.concat([self._on_the_calendar(rows), *self._of_times(rows.filter(~pl.col(VAGUE)))])
        days = found.unique().sort(ROW, DAY)
        return days.select(ROW, self._classes(days[DAY]).alias(SERVICE))

    def _on_the_calendar(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The first day of each row and those on which the calendar turns; of a vague row, every day."""
        kinds = rows.select(SERVICE, VAGUE).unique().sort(SERVICE, VAGUE)
        days = [self._calendar(*kind) for kind in kinds.rows()]
        listed = kinds.with_columns(pl.Series(DAYS, days, dtype=pl.List(pl.Int32)))
        found = rows.select(ROW, SERVICE, VAGUE).join(listed, on=(SERVICE, VAGUE), maintain_order="left")
        return found.explode(DAYS).select(ROW, pl.col(DAYS).alias(DAY))

    def _calendar(self, service: int, every: bool) -> list[int]:
        known = self._of_calendar
        if (service, every) not in known:
            days = [day.toordinal() for day in days_of(self._service.reading.meanings[service].value)]
            known[service, every] = days if every else [days[0], *self._turning(days)]
        return known[service, every]

    def _turning(self, days: list[int]) -> Iterator[int]:
        """The days on which a version changes, or the order of limits is not that of the day before."""
        yield from self._turns.intersection(days)
        if self._order is not None:
            meanings = self._service.reading.meanings
            found = [self._order(meanings[each]) for each in self._classes(pl.Series(days))]
            neighbours = zip(days[1:], pairwise(found), strict=True)
            yield from (day for day, (before, now) in neighbours if now != before)

    def _of_times(self, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The days on which what is stated of a time passes the day of service or a limit before it."""
        for time in self._times:
            if time.dated is None:
                continue
            stated = rows.filter(pl.col(time.dated.reading.column) != SILENT)
            if stated.height:
                turns = pl.concat_list(day.cast(pl.Int32) for day in time.turns(self._bounds[time.variable]))
                found = stated.select(ROW, pl.col(DAY).alias(DAYS), FIRST_DAY, turns.alias(DAY)).explode(DAY)
                yield found.filter(pl.col(DAY).is_between(FIRST_DAY, DAYS)).select(ROW, DAY)

    def _classes(self, days: pl.Series) -> pl.Series:
        """The class of each day, as of a date of service that is that day."""
        known = days.unique()
        classes = [self._service.reading.class_of_value(Span.exactly(each)) for each in dates(known)]
        return days.replace_strict(known, pl.Series(classes, dtype=pl.UInt32))
