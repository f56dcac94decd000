"""Work done once for each distinct row of some columns of small numbers, and looked up for the others."""

from collections.abc import Callable, Sequence

import polars as pl

# A table this large is filled and read by place; a larger one would be mostly empty, and is searched instead.
LARGEST_TABLE = 1 << 22
# Numbers that would be packed above this are first renumbered by what is there.
LARGEST_PACKED = 1 << 44


def each_once(columns: Sequence[pl.Series], number: Callable[[list[int]], list[int]]) -> pl.Series:
    """A number for every row; `number` gets the places of the first row of each kind and numbers those.

    The columns hold numbers from 0.
    """
    packed, size = _packed(columns)
    first = packed.arg_unique()
    kinds = packed.gather(first)
    numbers = pl.Series(number(first.to_list()), dtype=pl.Int32)
    if size <= LARGEST_TABLE:
        table = pl.zeros(size, dtype=pl.Int32, eager=True).scatter(kinds, numbers)
        return table.gather(packed)
    return packed.replace_strict(kinds, numbers, return_dtype=pl.Int32)


def _packed(columns: Sequence[pl.Series]) -> tuple[pl.Series, int]:
    """One number for each row, the same for equal rows only, and a number above all of them."""
    packed, size = columns[0].cast(pl.Int64), _above(columns[0])
    for column in columns[1:]:
        radix = _above(column)
        if size * radix > LARGEST_PACKED:
            packed, size = _renumbered(packed)
        packed = packed * radix + column.cast(pl.Int64)
        size *= radix
    return packed, size


def _above(column: pl.Series) -> int:
    most = column.max()
    assert isinstance(most, int | None)
    return (most or 0) + 1


def _renumbered(packed: pl.Series) -> tuple[pl.Series, int]:
    kinds = packed.unique()
    return packed.replace_strict(kinds, pl.int_range(len(kinds), eager=True), return_dtype=pl.Int64), len(
        kinds
    )
