"""Work done once for each distinct row of some columns of small numbers, and looked up for the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import prod

import polars as pl

from coverline.batch.readings import LEARNING

# A table this large is filled and read by place; a larger one would be mostly empty, and is searched instead.
LARGEST_TABLE = 1 << 22
# Numbers that would be packed above this are first renumbered by what is there.
LARGEST_PACKED = 1 << 44

Columns = Sequence[pl.Series]
# Gets the places of rows and gives a number for each.
Number = Callable[[list[int]], list[int]]


class Kinds:
    """A number for each distinct row of some columns, kept from one frame to the next.

    The columns hold numbers from 0, and what these mean does not change; a last column that a frame lacks is
    one that holds nothing but 0.
    """

    def __init__(self) -> None:
        self._table = _Table((), pl.Series(dtype=pl.Int32))

    def numbers(self, columns: Columns, number: Number) -> pl.Series:
        """A number for every row; `number` is asked for the first row of each kind that is new."""
        table = self._table
        radices = tuple(map(max, zip_longest(map(_above, columns), table.radices, fillvalue=1)))
        if prod(radices) > LARGEST_TABLE:
            with LEARNING:
                return each_once(columns, number)
        if radices == table.radices:
            found = table.numbers.gather(_joined(columns, radices))
            if not (found == _NEW).any():
                return found
        with LEARNING:
            return self._learned(columns, number)

    def _learned(self, columns: Columns, number: Number) -> pl.Series:
        """The numbers of all rows, after those of new kinds are asked for."""
        known = self._table.radices
        radices = tuple(map(max, zip_longest(map(_above, columns), known, fillvalue=1)))
        table = self._table if radices == known else self._table.grown(radices)
        packed = _joined(columns, radices)
        places = (table.numbers.gather(packed) == _NEW).arg_true()
        kinds = packed.gather(places)
        first = kinds.arg_unique()
        numbers = pl.Series(number(places.gather(first).to_list()), dtype=pl.Int32)
        self._table = _Table(radices, table.numbers.scatter(kinds.gather(first), numbers))
        return self._table.numbers.gather(packed)


@dataclass(frozen=True, slots=True)
class _Table:
    """The number of each kind at the place that its columns' numbers come to."""

    radices: tuple[int, ...]
    numbers: pl.Series

    def grown(self, radices: tuple[int, ...]) -> "_Table":
        """The table with room for larger numbers in the columns; every kind keeps its number."""
        grown = pl.repeat(_NEW, prod(radices), dtype=pl.Int32, eager=True)
        kinds = rest = (self.numbers != _NEW).arg_true()
        if len(kinds):
            parts = []
            for radix in self.radices:
                parts.append(rest % radix)
                rest = rest // radix
            grown = grown.scatter(_joined(parts, radices), self.numbers.gather(kinds))
        return _Table(radices, grown)


# What a table holds where nothing has been learned yet.
_NEW = -1


def each_once(columns: Columns, number: Number) -> pl.Series:
    """A number for every row; `number` gets the places of the first row of each kind and numbers those."""
    packed = _packed(columns)
    first = packed.arg_unique()
    numbers = pl.Series(number(first.to_list()), dtype=pl.Int32)
    return packed.replace_strict(packed.gather(first), numbers, return_dtype=pl.Int32)


def _joined(columns: Columns, radices: Sequence[int]) -> pl.Series:
    """One number for each row, the same for equal rows only, less than the product of the radices."""
    joined, size = columns[0].cast(pl.UInt32), radices[0]
    for column, radix in zip(columns[1:], radices[1:], strict=False):
        if radix > 1:
            joined = joined + column.cast(pl.UInt32) * size
            size *= radix
    return joined


def _packed(columns: Columns) -> pl.Series:
    """One number for each row, the same for equal rows only."""
    packed, size = columns[0].cast(pl.Int64), _above(columns[0])
    for column in columns[1:]:
        radix = _above(column)
        if size * radix > LARGEST_PACKED:
            packed, size = _renumbered(packed)
        packed = packed * radix + column.cast(pl.Int64)
        size *= radix
    return packed


def _above(column: pl.Series) -> int:
    most = column.max()
    assert isinstance(most, int | None)
    return (most or 0) + 1


def _renumbered(packed: pl.Series) -> tuple[pl.Series, int]:
    kinds = packed.unique()
    numbers = pl.int_range(len(kinds), eager=True)
    return packed.replace_strict(kinds, numbers, return_dtype=pl.Int64), len(kinds)
