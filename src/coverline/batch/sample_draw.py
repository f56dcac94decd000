"""Draws the columns of the table of proportions.

Every draw is a hash of the seed, the column and the row's number, so the same seed gives the same rows on
every machine, in chunks of any size.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from zlib import crc32

import polars as pl

from coverline.batch.sample_proportion import Draw
from coverline.batch.sample_table import DRAWS

PARTS = 1000
ROW = "row"
Weights = Mapping[str, int]
_ELSE = "else"
_WORD = 1 << 64
_STEP, _COLUMN_STEP = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95
_MIXING = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
BY_NAME: Mapping[str, Draw] = {each.name: each for each in DRAWS}


def drawn(first: int, last: int, seed: int) -> pl.DataFrame:
    """The rows from `first` up to before `last`: for each draw the place of its value among `values`."""
    rows = pl.int_range(first, last, dtype=pl.UInt64, eager=True).alias(ROW).to_frame()
    waiting = list(DRAWS)
    while waiting:
        ready = [each for each in waiting if each.given is None or each.given in rows.columns]
        rows = rows.with_columns(_place(each, seed) for each in ready)
        waiting = [each for each in waiting if each not in ready]
    return rows


@cache
def values(name: str) -> tuple[str | None, ...]:
    """What a draw may give, in the table's order; the last stands for what is not recorded."""
    return (*dict.fromkeys(value for weights in weights_of(name).values() for value in weights), None)


@cache
def weights_of(name: str) -> Mapping[str, Weights]:
    """The weights of a draw under each value of what is given, those of `else` where nothing is."""
    draw = BY_NAME[name]
    if draw.given is None:
        return {_ELSE: _weights(draw.weights)}
    lines = re.split(r"\n\s*(?=[^,\n]*:)", draw.weights)
    pairs = (line.split(":") for line in lines)
    return {value: _weights(weights) for given, weights in pairs for value in given.split()}


def _weights(text: str) -> Weights:
    pairs = (each.split() for each in text.split(","))
    return {value: int(weight) for value, weight in pairs}


def part(name: str, seed: int) -> pl.Expr:
    """A number from 0 to 999 for each row, its own for each name and seed."""
    return hashed(name, seed) % PARTS


def hashed(name: str, seed: int) -> pl.Expr:
    """A number of 32 bits for each row: the mixing of SplitMix64, whose products wrap."""
    start = (seed * _STEP + crc32(name.encode()) * _COLUMN_STEP) % _WORD
    mixed = pl.col(ROW) * _word(_STEP) + _word(start)
    for shift, factor in _MIXING:
        mixed = (mixed ^ (mixed // _word(1 << shift))) * _word(factor)
    return (mixed // _word(1 << 32)).cast(pl.UInt32)


def _word(value: int) -> pl.Expr:
    return pl.lit(value, pl.UInt64)


def _place(draw: Draw, seed: int) -> pl.Expr:
    """Where in the draw's values each row's value stands: looked up by what is given and a number."""
    number = part(draw.name, seed)
    given: tuple[str | None, ...] = (None,)
    if draw.given is not None:
        given = values(draw.given)
        number = number + pl.col(draw.given).cast(pl.UInt32) * PARTS
    places = [place for each in given for place in _places(draw.name, each)]
    return pl.lit(pl.Series(places, dtype=pl.UInt16)).gather(number).alias(draw.name)


def _places(name: str, given: str | None) -> Iterator[int]:
    """A thousand places in the draw's values, as many of each as its weight."""
    table, known = weights_of(name), values(name)
    weights = table.get(given or _ELSE, table.get(_ELSE, {}))
    for value, weight in weights.items():
        yield from [known.index(value)] * weight
    yield from [len(known) - 1] * (PARTS - sum(weights.values()))
