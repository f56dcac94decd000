"""Work done once for each distinct row of some columns of small numbers, and looked up for the others."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from math import prod

import polars as pl

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
        self._radices: tuple[int, ...] = ()
        self._table = pl.Series(dtype=pl.Int32)

    def numbers(self, columns: Columns, number: Number) -> pl.Series:
        """A number for every row; `number` is asked for the first row of each kind that is new."""
        radices = tuple(map(max, zip_longest(map(_above, columns), self._radices, fillvalue=1)))
        if prod(radices) > LARGEST_TABLE:
            return each_once(columns, number)
        if radices != self._radices:
            self._grow(radices)
        packed = _joined(columns, radices)
        found = self._table.gather(packed)
        is_new = found == _NEW
        if not is_new.any():
            return found
        self._learn(packed, is_new.arg_true(), number)
        return self._table.gather(packed)

    def _learn(self, packed: pl.Series, places: pl.Series, number: Number) -> None:
        kinds = packed.gather(places)
        first = kinds.arg_unique()
        numbers = pl.Series(number(places.gather(first).to_list()), dtype=pl.Int32)
        self._table = self._table.scatter(kinds.gather(first), numbers)

    def _grow(self, radices: tuple[int, ...]) -> None:
        """Makes room for larger numbers in the columns; every kind keeps its number."""
        grown = pl.repeat(_NEW, prod(radices), dtype=pl.Int32, eager=True)
        kinds = rest = (self._table != _NEW).arg_true()
        if len(kinds):
            parts = []
            for radix in self._radices:
                parts.append(rest % radix)
                rest = rest // radix
            grown = grown.scatter(_joined(parts, radices), self._table.gather(kinds))
        self._radices, self._table = radices, grown


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
