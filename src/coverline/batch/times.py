"""When things began: days as whole numbers, counted back on the calendar as `model/quantity.py` does."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise

import polars as pl

from coverline.batch.classes import NUMBER, Column
from coverline.batch.expressions import first, last, limit
from coverline.batch.readings import SILENT, Meaning
from coverline.model.quantity import EARLIEST_YEAR, LONGEST_YEARS, Duration, Span
from coverline.model.vocabulary import Kind, Vocabulary

DAY, MONTH, DAY_OF_MONTH, FIRST_DAY = "day", "month", "day_of_month", "first_day"
# Before any day that is counted back to: the beginning of a time of which nothing is known.
BEFORE_ALL = 0
FIRST_MONTH = (EARLIEST_YEAR - LONGEST_YEARS - 2) * 12
MONTHS = (LONGEST_YEARS + 210) * 12
# Month lengths differ by less than this from what days of the same average length come to.
LEEWAY = 4
# More days than a year has: a stated date begins at the latest on the last possible day of service.
LONGEST_SPREAD = 400
End = Callable[[Span], date]


def narrows(variable: str) -> str:
    """The column that says where what is stated of a time leaves out some possible days of service."""
    return f"{variable}:narrows"


def is_stated(variable: str) -> str:
    """The column that says where something is stated of a time, in rows without a single day of service."""
    return f"{variable}:stated"


def last_day(span: Span) -> date:
    """The last day of a span."""
    return span.last


def first_day(span: Span) -> date:
    """The first day of a span that has one."""
    assert span.first is not None
    return span.first


def with_day(frame: pl.DataFrame, service: Column, end: End = last_day) -> pl.DataFrame:
    """The frame with a day of service: its number, its month's number and its day in the month."""
    numbers = {
        DAY: lambda day: day.toordinal(),
        MONTH: lambda day: day.year * 12 + day.month - 1,
        DAY_OF_MONTH: lambda day: day.day,
    }
    classes = frame["date_of_service"]
    return frame.with_columns(
        service.table(f"{name} {end.__name__}", _of_day(number, end)).gather(classes).alias(name)
        for name, number in numbers.items()
    )


def _of_day(number: Callable[[date], int], end: End) -> Callable[[Meaning], int]:
    """A number of a date's day; where it cannot be read, of a day that is as good as any."""
    return lambda meaning: number(end(meaning.value) if meaning.value is not None else date(2000, 1, 1))


def limits(bounds: tuple[Duration, ...], at: str) -> Iterator[pl.Expr]:
    """The days that lie so long before the day of service, the first or the last that is possible."""
    for bound in bounds:
        found = pl.col(DAY) - bound.days if bound.days is not None else months_back(pl.lit(bound.months))
        yield found.cast(NUMBER).alias(limit(bound, at))


def months_back(months: pl.Expr) -> pl.Expr:
    """The day that many months before the day of service, at the latest the last of its month."""
    starts, lengths = _calendar()
    month = pl.col(MONTH) - months - FIRST_MONTH
    day = pl.min_horizontal(pl.col(DAY_OF_MONTH), pl.lit(lengths).gather(month))
    return pl.lit(starts).gather(month) + day - 1


@cache
def _calendar() -> tuple[pl.Series, pl.Series]:
    """The first day and the length of every month from FIRST_MONTH on."""
    numbers = range(FIRST_MONTH, FIRST_MONTH + MONTHS + 1)
    starts = [date(each // 12, each % 12 + 1, 1).toordinal() for each in numbers]
    lengths = [later - start for start, later in pairwise(starts)]
    return pl.Series(starts[:-1], dtype=NUMBER), pl.Series(lengths, dtype=NUMBER)


class Time:
    """A time and the columns that state it: as a date, as a duration up to the day of service, or as both."""

    def __init__(self, variable: str, columns: Mapping[str, Column], vocabulary: Vocabulary) -> None:
        self.variable = variable
        is_date = vocabulary.facts[variable].kind is Kind.DATE
        self.dated = columns.get(variable) if is_date else None
        self.lasting = tuple(
            columns[name]
            for name, fact in vocabulary.facts.items()
            if fact.kind is Kind.DURATION and vocabulary.variable(name) == variable and name in columns
        )

    def span(self, frame: pl.DataFrame) -> Iterator[pl.Expr]:
        """The first and the last day that fit all that is stated: none fits where the first is later."""
        starts, ends = [pl.lit(BEFORE_ALL)], [pl.col(DAY)]
        if self.dated is not None:
            starts.append(self.dated_first())
            ends.append(self.dated_last())
        for column in self.lasting:
            begun = _begun(column, "", lambda length: length)
            starts.append(self._first(column, begun, frame))
            ends.append(begun)
        yield pl.max_horizontal(*starts).cast(NUMBER).alias(first(self.variable))
        yield pl.min_horizontal(*ends).cast(NUMBER).alias(last(self.variable))

    def dated_last(self) -> pl.Expr:
        """The last day of the stated date, null where none is stated."""
        if self.dated is None:
            return pl.lit(None, dtype=NUMBER)
        return _looked_up(self.dated, "last", lambda day: day.last.toordinal())

    def dated_first(self) -> pl.Expr:
        """The first day of the stated date, null where none is stated."""
        if self.dated is None:
            return pl.lit(None, dtype=NUMBER)
        return _looked_up(self.dated, "first", lambda day: day.first.toordinal())

    def stated_twice(self, with_date: bool) -> pl.Expr:
        """Where it is stated as several durations or, `with_date`, also as a date and a duration."""
        columns = [each.reading.column for each in self.lasting]
        if with_date and self.dated is not None:
            columns.append(self.dated.reading.column)
        if len(columns) < 2:
            return pl.lit(False)
        return pl.sum_horizontal((pl.col(each) != SILENT).cast(NUMBER) for each in columns) > 1

    def on_all_days(self, bounds: tuple[Duration, ...]) -> Iterator[pl.Expr]:
        """The first and the last day for all possible days of service, and where it leaves out some of these.

        Nothing is made of a duration that is longer than some bound on some days only, or of two statements.
        """
        vague = self.stated_twice(with_date=True) | self._depends_on_the_day(bounds)
        latest = pl.coalesce(self.dated_last(), pl.col(f"{last(self.variable)}:first"))
        yield (
            pl.when(vague)
            .then(BEFORE_ALL)
            .otherwise(pl.col(first(self.variable)))
            .alias(first(self.variable))
        )
        yield pl.when(vague).then(pl.col(DAY)).otherwise(latest).alias(last(self.variable))
        past = (self.dated_last() > pl.col(FIRST_DAY)).fill_null(False)
        yield (self.stated_twice(with_date=True) | past).alias(narrows(self.variable))
        stated = [pl.col(each.reading.column) != SILENT for each in (self.dated, *self.lasting) if each]
        yield pl.any_horizontal(pl.lit(False), *stated).alias(is_stated(self.variable))

    def key(self, matters: pl.Expr) -> Iterator[pl.Expr]:
        """Numbers that tell apart what is stated, seen from the first possible day of service."""
        for column in self.lasting:
            yield matters * pl.col(column.reading.column)
        for day in (self.dated_first(), self.dated_last()):
            yield matters * (pl.col(FIRST_DAY) - day + LONGEST_SPREAD).fill_null(0)

    def _depends_on_the_day(self, bounds: tuple[Duration, ...]) -> pl.Expr:
        """Where a stated duration is longer than some bound on some days and shorter on others."""

        def depends(meaning: Meaning) -> bool:
            return meaning.value is not None and any(_near(meaning.value, each) for each in bounds)

        tables = [(each, each.table("near", depends, pl.Boolean)) for each in self.lasting]
        return pl.any_horizontal(
            pl.lit(False),
            *(pl.lit(table).gather(pl.col(column.reading.column)) for column, table in tables if table.any()),
        )

    def _first(self, column: Column, begun: pl.Expr, frame: pl.DataFrame) -> pl.Expr:
        """The first day for a duration: its own, or beside a date the first with so many units complete."""
        if self.dated is None:
            return begun
        date_stated = frame[self.dated.reading.column] != SILENT
        if not (date_stated & (frame[column.reading.column] != SILENT)).any():
            return begun
        more = _begun(column, "more ", lambda length: length.longer_by_one)
        return pl.when(date_stated).then(more + 1).otherwise(begun)


def _begun(column: Column, what: str, length: Callable[[Duration], Duration]) -> pl.Expr:
    """The day that lies a stated duration before the day of service; null where none is stated."""
    days = _looked_up(column, f"{what}days", lambda stated: length(stated).days)
    if all(each.value is None or each.value.days is not None for each in column.reading.meanings):
        return pl.col(DAY) - days
    months = _looked_up(
        column, f"{what}months", lambda stated: length(stated).months if stated.days is None else None
    )
    return pl.coalesce(pl.col(DAY) - days, months_back(months))


def _looked_up(column: Column, name: str, number: Callable[..., int | None]) -> pl.Expr:
    """A number of what each row states in a column, null where it states nothing."""
    table = column.table(name, lambda meaning: number(meaning.value) if meaning.value is not None else None)
    return pl.lit(table).gather(pl.col(column.reading.column))


def _near(length: Duration, bound: Duration) -> bool:
    """Whether days and months are so near each other that the calendar decides which is longer."""
    if (length.days is None) == (bound.days is None):
        return False
    days, months = (length.days, bound.months) if length.days is not None else (bound.days, length.months)
    assert days is not None
    return abs(days - months * 1461 // 48) <= LEEWAY
