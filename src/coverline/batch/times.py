"""When things began: days as whole numbers, counted back on the calendar as `model/quantity.py` does."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache, reduce
from itertools import pairwise

import polars as pl

from coverline.batch.classes import NUMBER, Column
from coverline.batch.expressions import first, last, limit
from coverline.batch.readings import SILENT, Meaning
from coverline.model.quantity import EARLIEST_YEAR, LONGEST_YEARS, Duration, Span
from coverline.model.vocabulary import Kind, Vocabulary

DAY, MONTH, DAY_OF_MONTH, FIRST_DAY = "day", "month", "day_of_month", "first_day"
# Before and after any day that is counted with: the ends of a time of which nothing is known.
BEFORE_ALL, AFTER_ALL = 0, 1 << 30
FIRST_MONTH = (EARLIEST_YEAR - LONGEST_YEARS - 2) * 12
MONTHS = (LONGEST_YEARS + 210) * 12
# Month lengths differ by less than this from what days of the same average length come to.
LEEWAY = 4
# More days than a year has: a stated date begins at the latest on the last possible day of service.
LONGEST_SPREAD = 400
# Gives rows with the month of service and the day in it, for those in some places.
MonthsOf = Callable[[pl.Series], pl.DataFrame]

# Of a date that nobody asks for; it is as good as any.
SOME_DAY = date(2000, 1, 1)
# From when on Polars counts days.
UNIX_EPOCH = date(1970, 1, 1)


def last_day(span: Span) -> date:
    """The last day of a span."""
    return span.last


def first_day(span: Span) -> date:
    """The first day of a span that has one."""
    assert span.first is not None
    return span.first


def narrows(variable: str) -> str:
    """The column that says where what is stated of a time leaves out some possible days of service."""
    return f"{variable}:narrows"


def dates(days: pl.Series) -> pl.Series:
    """Days as dates, from their numbers."""
    return (days - UNIX_EPOCH.toordinal()).cast(pl.Date)


def counted(days: pl.Series) -> pl.DataFrame:
    """Days as numbers: their own, their month's, and their place in the month."""
    found = dates(days)
    months = found.dt.year().cast(NUMBER) * 12 + found.dt.month().cast(NUMBER) - 1
    of_month = found.dt.day().cast(NUMBER)
    return pl.DataFrame([days.alias(DAY), months.alias(MONTH), of_month.alias(DAY_OF_MONTH)])


def limits(bounds: tuple[Duration, ...], at: str) -> Iterator[pl.Expr]:
    """The days that lie so long before the day of service, the first or the last that is possible."""
    for bound in bounds:
        found = pl.col(DAY) - bound.days if bound.days is not None else months_back(pl.lit(bound.months))
        yield found.cast(NUMBER).alias(limit(bound, at))


def months_back(months: pl.Expr) -> pl.Expr:
    """The day that many months before the day of service, at the latest the last of its month."""
    starts, lengths = _calendar()
    month = pl.col(MONTH) - months - FIRST_MONTH
    length = pl.lit(lengths).gather(month)
    return pl.lit(starts).gather(month) + earlier(pl.col(DAY_OF_MONTH), length) - 1


def months_on(months: int) -> pl.Expr:
    """The first day on which so many months have passed since a day, as `quantity.forward` says."""
    starts, lengths = _calendar()
    month = pl.col(MONTH) + months - FIRST_MONTH
    length = pl.lit(lengths).gather(month)
    # A shorter month lacks the day: its last is a little too early, and the next one is the first.
    reached = earlier(pl.col(DAY_OF_MONTH), length + 1)
    return pl.lit(starts).gather(month) + reached - 1


def earlier(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The earlier of two days, neither of which is null."""
    return pl.when(other < one).then(other).otherwise(one)


def later(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The later of two days, neither of which is null."""
    return pl.when(other > one).then(other).otherwise(one)


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

    def span(self, frame: pl.DataFrame, months_of: MonthsOf) -> pl.DataFrame:
        """The first and the last day that fit all that is stated: none fits where the first is later."""
        starts, ends = [pl.lit(BEFORE_ALL, NUMBER)], [pl.col(DAY)]
        if self.dated is not None and _is_stated(self.dated, frame):
            starts.append(self.dated_first())
            ends.append(self.dated_last())
        for column in self.lasting:
            if _is_stated(column, frame):
                stated = pl.col(column.reading.column) != SILENT
                begun = pl.lit(_begun(column, frame, months_of, "", lambda length: length))
                starts.append(pl.when(stated).then(self._first(column, begun, frame, months_of)).otherwise(0))
                ends.append(pl.when(stated).then(begun).otherwise(pl.col(DAY)))
        return frame.select(
            _whole(reduce(later, starts)).alias(first(self.variable)),
            _whole(reduce(earlier, ends)).alias(last(self.variable)),
        )

    def dated_last(self) -> pl.Expr:
        """The last day of the stated date, after all days where none is stated."""
        if self.dated is None:
            return pl.lit(AFTER_ALL, dtype=NUMBER)
        return _looked_up(self.dated, "last", AFTER_ALL, lambda day: day.last.toordinal())

    def dated_first(self) -> pl.Expr:
        """The first day of the stated date, before all days where none is stated."""
        if self.dated is None:
            return pl.lit(BEFORE_ALL, dtype=NUMBER)
        return _looked_up(self.dated, "first", BEFORE_ALL, lambda day: day.first.toordinal())

    def has_date(self) -> pl.Expr:
        """Where a date is stated."""
        return pl.lit(False) if self.dated is None else pl.col(self.dated.reading.column) != SILENT

    def can_contradict(self, frame: pl.DataFrame) -> bool:
        """Whether what is stated of it in some row may fit no day at all."""
        dated = self.dated is not None and _is_stated(self.dated, frame)
        return dated or sum(_is_stated(each, frame) for each in self.lasting) > 1

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
        vague = self.is_vague(bounds)
        at_first = pl.col(f"{last(self.variable)}:first")
        latest = pl.when(self.has_date()).then(self.dated_last()).otherwise(at_first)
        yield (
            pl.when(vague)
            .then(BEFORE_ALL)
            .otherwise(pl.col(first(self.variable)))
            .alias(first(self.variable))
        )
        yield pl.when(vague).then(pl.col(DAY)).otherwise(latest).alias(last(self.variable))
        past = self.has_date() & (self.dated_last() > pl.col(FIRST_DAY))
        yield (self.stated_twice(with_date=True) | past).alias(narrows(self.variable))

    def is_vague(self, bounds: tuple[Duration, ...]) -> pl.Expr:
        """Where what is stated of it has no simple course over the days of service."""
        return self.stated_twice(with_date=True) | self._depends_on_the_day(bounds)

    def turns(self, bounds: tuple[Duration, ...]) -> Iterator[pl.Expr]:
        """The first days of service on which the stated date, its first or last day, has passed something.

        It passes the day of service, and each limit before it: reaches it, and lies before it.
        """
        assert self.dated is not None
        for name, end in (("first", first_day), ("last", last_day)):
            for more in (0, 1):
                days = counted(self._days(name, end) + more)
                yield _gathered(days[DAY], self.dated)
                for bound in bounds:
                    if bound.days is not None:
                        yield _gathered(days[DAY] + bound.days, self.dated)
                    else:
                        yield _gathered(days.select(months_on(bound.months)).to_series(), self.dated)

    def _days(self, name: str, end: Callable[[Span], date]) -> pl.Series:
        """For each class of the stated date, one of its days."""
        assert self.dated is not None
        return self.dated.table(
            f"{name} day", lambda each: (end(each.value) if each.value is not None else SOME_DAY).toordinal()
        )

    def key(self, matters: pl.Expr) -> Iterator[pl.Expr]:
        """Numbers that tell apart what is stated, seen from the first possible day of service."""
        for column in self.lasting:
            yield matters * pl.col(column.reading.column)
        for day in (self.dated_first(), self.dated_last()):
            seen = pl.when(self.has_date()).then(pl.col(FIRST_DAY) - day + LONGEST_SPREAD).otherwise(0)
            yield matters * seen

    def _depends_on_the_day(self, bounds: tuple[Duration, ...]) -> pl.Expr:
        """Where a stated duration is longer than some bound on some days and shorter on others."""

        def depends(meaning: Meaning) -> bool:
            return meaning.value is not None and any(_near(meaning.value, each) for each in bounds)

        tables = [(each, each.table("near", depends, pl.Boolean)) for each in self.lasting]
        return pl.any_horizontal(
            pl.lit(False),
            *(pl.lit(table).gather(pl.col(column.reading.column)) for column, table in tables if table.any()),
        )

    def _first(self, column: Column, begun: pl.Expr, frame: pl.DataFrame, months_of: MonthsOf) -> pl.Expr:
        """The first day for a duration: its own, or beside a date the first with so many units complete."""
        twice = self.has_date() & (pl.col(column.reading.column) != SILENT)
        if self.dated is None or not frame.select(twice.any()).item():
            return begun
        more = pl.lit(_begun(column, frame, months_of, "more ", lambda length: length.longer_by_one))
        return pl.when(twice).then(more + 1).otherwise(begun)


def _is_stated(column: Column, frame: pl.DataFrame) -> bool:
    return bool(frame.select(pl.col(column.reading.column).max()).item())


def _gathered(table: pl.Series, column: Column) -> pl.Expr:
    return pl.lit(table).gather(pl.col(column.reading.column))


def _whole(days: pl.Expr) -> pl.Expr:
    return days.cast(NUMBER)


def _begun(
    column: Column,
    frame: pl.DataFrame,
    months_of: MonthsOf,
    what: str,
    length: Callable[[Duration], Duration],
) -> pl.Series:
    """The day that lies a stated duration before the day of service; where none is stated, that day."""
    days = _looked_up(column, f"{what}days", 0, lambda stated: length(stated).days or 0)
    begun = frame.select(pl.col(DAY) - days).to_series()
    months = column.table(f"{what}months", lambda meaning: _months(meaning.value, length))
    if not months.max():
        return begun
    stated = months.gather(frame[column.reading.column])
    places = (stated > 0).arg_true()
    found = months_of(places).select(months_back(pl.lit(stated.gather(places)))).to_series()
    return begun.scatter(places, found.cast(NUMBER))


def _months(stated: Duration | None, length: Callable[[Duration], Duration]) -> int:
    return length(stated).months if stated is not None else 0


def _looked_up(column: Column, name: str, otherwise: int, number: Callable[..., int]) -> pl.Expr:
    """A number of what each row states in a column, and another where it states nothing."""
    table = column.table(name, lambda meaning: otherwise if meaning.value is None else number(meaning.value))
    return _gathered(table, column)


def _near(length: Duration, bound: Duration) -> bool:
    """Whether days and months are so near each other that the calendar decides which is longer."""
    if (length.days is None) == (bound.days is None):
        return False
    days, months = (length.days, bound.months) if length.days is not None else (bound.days, length.months)
    assert days is not None
    return abs(days - months * 1461 // 48) <= LEEWAY
