"""The cells of a column as small numbers: each distinct cell is read once, then looked up."""

from collections.abc import Callable
from typing import Any

import polars as pl

from coverline.batch.distinct import each_once
from coverline.batch.readings import Meaning, Reading

NUMBER = pl.Int32


class Texts:
    """Distinct texts, numbered from 0 as they are met."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self._type = pl.Enum([])

    def numbers(self, texts: pl.Series) -> pl.Series:
        """The number of every text; null stays null."""
        found = texts.cast(self._type, strict=False)
        if found.null_count() > texts.null_count():
            self.known += texts.filter(found.is_null()).drop_nulls().unique(maintain_order=True).to_list()
            self._type = pl.Enum(self.known)
            found = texts.cast(self._type)
        return found.to_physical().cast(NUMBER)


class Column:
    """A column's cells as the numbers of their classes, and tables of what the classes mean."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._texts = Texts()
        self._classes = pl.Series(dtype=NUMBER)
        self._tables: dict[str, pl.Series] = {}

    def classes(self, cells: pl.Series) -> pl.Series:
        """The class of every cell."""
        match cells.dtype:
            case pl.String:
                found = self._of_texts(cells)
            case pl.Categorical() | pl.Enum():
                found = self._of_texts(cells.cast(pl.String))
            case pl.List() | pl.Array():
                found = self._of_lists(cells.cast(pl.List(pl.String)))
            case pl.Boolean():
                found = self._of_yes_no(cells)
            case pl.Datetime():
                found = self._of_values(cells.dt.date())
            case _:
                found = self._of_values(cells)
        if found.null_count():
            found = found.fill_null(self.reading.class_of(None))
        return found.alias(cells.name)

    def table(self, name: str, value: Callable[[Meaning], Any], dtype: Any = NUMBER) -> pl.Series:
        """What `value` says of each class, in the order of their numbers."""
        kept = self._tables.get(name)
        if kept is None or len(kept) != len(self.reading.meanings):
            kept = pl.Series(name, [value(each) for each in self.reading.meanings], dtype=dtype)
            self._tables[name] = kept
        return kept

    def _of_texts(self, cells: pl.Series) -> pl.Series:
        numbers = self._texts.numbers(cells)
        known = self._texts.known
        if len(self._classes) != len(known):
            self._classes = pl.Series([self.reading.class_of(each) for each in known], dtype=NUMBER)
        return self._classes.gather(numbers)

    def _of_values(self, cells: pl.Series) -> pl.Series:
        distinct = cells.unique().drop_nulls()
        numbers = [self.reading.class_of(each) for each in distinct.cast(pl.String)]
        return cells.replace_strict(distinct, numbers, default=None, return_dtype=NUMBER)

    def _of_yes_no(self, cells: pl.Series) -> pl.Series:
        numbers = [self.reading.class_of(each) for each in ("false", "true")]
        return pl.Series(numbers, dtype=NUMBER).gather(cells.cast(pl.UInt32))

    def _of_lists(self, cells: pl.Series) -> pl.Series:
        """Lists as the numbers of their members, 0 where there are no more; an absent list is unlike all."""
        numbers = cells.explode()
        self._texts.numbers(numbers)
        kind = pl.Enum(["", *(each for each in self._texts.known if each)])
        members = cells.to_frame().select(
            pl.all().list.eval(pl.element().fill_null("").cast(kind).to_physical().cast(NUMBER))
        )
        listed = members.to_series()
        longest = listed.list.len().max() or 0
        assert isinstance(longest, int)
        places = [(listed.list.get(place, null_on_oob=True) + 1).fill_null(0) for place in range(longest)]
        length = (listed.list.len().cast(NUMBER) + 1).fill_null(0)
        return each_once([length, *places], lambda first: [self._class(cells[row]) for row in first])

    def _class(self, cell: pl.Series | None) -> int:
        return self.reading.class_of(None if cell is None else tuple(each or "" for each in cell))
