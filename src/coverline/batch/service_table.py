"""What each date of service says that rows state, once for each: rows look it up by their class."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import polars as pl

from coverline.batch.classes import Column
from coverline.batch.readings import Meaning
from coverline.batch.times import DAY, SOME_DAY, counted, limits
from coverline.model.quantity import Duration, Span

SERVICE = "date_of_service"
End = Callable[[Span], date]


class ServiceTable:
    """The days of service that a column states, seen from the first or the last possible one."""

    def __init__(self, column: Column, end: End) -> None:
        self._column = column
        self._end = end

    def days(self, services: pl.Series) -> pl.DataFrame:
        """The day, its month and its place in the month, for each row."""
        return counted(self._days().gather(services))

    def day(self) -> pl.Expr:
        """The day of service of each row."""
        return pl.lit(self._days()).gather(pl.col(SERVICE)).alias(DAY)

    def limits(self, bounds: Sequence[Duration], at: str) -> Iterator[pl.Expr]:
        """The days that lie so long before each row's day of service."""
        for each in counted(self._days()).select(limits(tuple(bounds), at)) if bounds else ():
            yield pl.lit(each).gather(pl.col(SERVICE)).alias(each.name)

    def numbers(self, named: Iterable[tuple[str, Callable[[Meaning], int]]]) -> Iterator[pl.Expr]:
        """Other numbers of each row's date of service."""
        for name, number in named:
            yield pl.lit(self._column.table(name, number)).gather(pl.col(SERVICE)).alias(name)

    def _days(self) -> pl.Series:
        def number(meaning: Meaning) -> int:
            return (self._end(meaning.value) if meaning.value is not None else SOME_DAY).toordinal()

        return self._column.table(self._end.__name__, number)
