"""Some rows of a file, and how they are answered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

CHUNK = 300_000
PROBLEM = "problem"
Answer = Callable[[pl.DataFrame], pl.DataFrame]
# No reader's column has such a name: it holds a character that no header can.
_PLACE = "\0place"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows in the order of their file.

    `faults` says of rows, by their place in the frame, why nothing can be read from them; `read` is how much
    of the file has been read with them, in the source's own unit.
    """

    frame: pl.DataFrame
    read: int
    faults: Mapping[int, str] = field(default_factory=dict)


class Source(Protocol):
    """A file of cases: its size in rows or bytes, its columns, an empty frame of its kind, and its rows."""

    size: int
    columns: tuple[str, ...]
    empty: pl.DataFrame

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some at a time, in order."""


def answered(chunk: Chunk, answer: Answer) -> pl.DataFrame:
    """The chunk's rows with their answers; a row at fault has its problem and nothing else."""
    if not chunk.faults:
        return answer(chunk.frame)
    rows = chunk.frame.with_row_index(_PLACE)
    at_fault = pl.col(_PLACE).is_in(list(chunk.faults))
    told = pl.col(_PLACE).replace_strict(dict(chunk.faults), return_dtype=pl.String).alias(PROBLEM)
    good, bad = answer(rows.filter(~at_fault)), rows.filter(at_fault).with_columns(told)
    return pl.concat([good, bad], how="diagonal").sort(_PLACE).drop(_PLACE)
