"""The cells of a column as small numbers: each distinct cell is read once, then looked up."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from coverline.batch.distinct import Kinds
from coverline.batch.readings import LEARNING, SILENT, Meaning, Reading

NUMBER = pl.Int32
# Stands before all texts, so that a text's place in the list is the number of its class where classes are
# met in the same order. No cell holds it.
_BEFORE = "\0silent"
# Larger numbers are none that many rows share.
MOST_COUNTED = 1 << 16
# So many rows are looked at first: they have most of the texts, and for others all is looked at twice.
FIRST_LOOK = 20_000


def small(numbers: Sequence[int]) -> pl.Series:
    """Numbers from 0 in the smallest type that holds them: rows of small numbers are read fastest."""
    most = max(numbers, default=0)
    dtype = pl.UInt8 if most < 1 << 8 else pl.UInt16 if most < 1 << 16 else pl.UInt32
    return pl.Series(numbers, dtype=dtype)


class Texts:
    """Distinct texts, numbered from 1 as they are met."""

    def __init__(self) -> None:
        self.known = [_BEFORE]
        self._type = pl.Enum(self.known)

    def numbers(self, texts: pl.Series) -> pl.Series:
        """The number of every text; null stays null."""
        if len(self.known) == 1:
            self._learn(texts.head(FIRST_LOOK))
        found = texts.cast(self._type, strict=False)
        if found.null_count() > texts.null_count():
            self._learn(texts.filter(found.is_null()))
            found = texts.cast(self._type)
        return found.to_physical()

    def _learn(self, texts: pl.Series) -> None:
        with LEARNING:
            new = texts.filter(texts.cast(self._type, strict=False).is_null()).drop_nulls()
            self.known += new.unique(maintain_order=True).to_list()
            self._type = pl.Enum(self.known)


class Column:
    """A column's cells as the numbers of their classes, and tables of what the classes mean."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._texts = Texts()
        self._lists, self._counts = Kinds(), Kinds()
        self._numbers = [SILENT]
        self._classes: pl.Series | None = None
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
        if kept is None or len(kept) < len(self.reading.meanings):
            with LEARNING:
                kept = self._tables.get(name, pl.Series(name, dtype=dtype))
                more = [value(each) for each in self.reading.meanings[len(kept) :]]
                kept = pl.concat([kept, pl.Series(name, more, dtype=dtype)])
                self._tables[name] = kept
        return kept

    def _of_texts(self, cells: pl.Series) -> pl.Series:
        texts = self._texts.numbers(cells)
        if len(self._numbers) < len(self._texts.known):
            with LEARNING:
                more = self._texts.known[len(self._numbers) :]
                self._numbers += [self.reading.class_of(each) for each in more]
                in_order = all(place == number for place, number in enumerate(self._numbers))
                self._classes = None if in_order else small(self._numbers)
        return texts if self._classes is None else self._classes.gather(texts)

    def _of_values(self, cells: pl.Series) -> pl.Series:
        if cells.dtype.is_integer() and cells.is_between(0, MOST_COUNTED).all():
            return self._of_counts(cells)
        distinct = cells.unique().drop_nulls()
        numbers = small([self.reading.class_of(each) for each in distinct.cast(pl.String)])
        return cells.replace_strict(distinct, numbers, default=None, return_dtype=numbers.dtype)

    def _of_counts(self, cells: pl.Series) -> pl.Series:
        """Of whole numbers from 0 that are not large; null is nothing."""

        def number(first: list[int]) -> list[int]:
            texts = cells.gather(first).cast(pl.String)
            return [self.reading.class_of(each) for each in texts]

        return self._counts.numbers([(cells.cast(pl.Int64) + 1).fill_null(0)], number).cast(pl.UInt32)

    def _of_yes_no(self, cells: pl.Series) -> pl.Series:
        yes, no = (pl.lit(self.reading.class_of(each), pl.UInt8) for each in ("true", "false"))
        return pl.select(pl.when(cells).then(yes).when(~cells).then(no)).to_series()

    def _of_lists(self, cells: pl.Series) -> pl.Series:
        """Lists as the numbers of their members, 0 where there are no more; an absent list is unlike all."""
        lengths = cells.list.len()
        longest = lengths.max() or 0
        assert isinstance(longest, int)
        places = self._members(cells, longest)
        columns = [(lengths + 1).fill_null(0), *places]
        numbers = self._lists.numbers(columns, lambda first: [self._class(cells[row]) for row in first])
        return numbers.cast(pl.UInt32)

    def _members(self, cells: pl.Series, longest: int) -> list[pl.Series]:
        """The number of the member at each place, 0 where there is none; one that is null says nothing."""
        unknown = len(self._texts.known)
        kind = pl.Enum(self._texts.known)
        number = pl.element().fill_null("").cast(kind, strict=False).to_physical().cast(NUMBER)
        listed = cells.to_frame().select(pl.all().list.eval(number.fill_null(unknown))).to_series()
        places = [listed.list.get(place, null_on_oob=True).fill_null(0) for place in range(longest)]
        if not any((each == unknown).any() for each in places):
            return places
        self._texts.numbers(pl.concat([cells.explode().fill_null(""), pl.Series([""])]))
        return self._members(cells, longest)

    def _class(self, cell: pl.Series | None) -> int:
        return self.reading.class_of(None if cell is None else tuple(each or "" for each in cell))
