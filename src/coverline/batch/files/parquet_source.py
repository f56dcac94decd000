"""Parquet files as sources."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from coverline.batch.files.chunk import CHUNK, Chunk
from coverline.problem import Problem, Unreadable


class ParquetSource:
    """A Parquet file; its size is counted in rows."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rows = pl.scan_parquet(file, glob=False)
        with self._readable():
            self.empty = self._rows.collect_schema().to_frame()
            self.columns = tuple(self.empty.columns)
            self.size = self._rows.select(pl.len()).collect().item()

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some at a time, in order."""
        read = 0
        batches = iter(self._rows.collect_batches(chunk_size=CHUNK, maintain_order=True))
        while (frame := self._next(batches)) is not None:
            read += frame.height
            yield Chunk(frame, read)

    def _next(self, batches: Iterator[pl.DataFrame]) -> pl.DataFrame | None:
        with self._readable():
            return next(batches, None)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except pl.exceptions.PolarsError as error:
            found = f"what cannot be read as Parquet ({str(error).splitlines()[0]})"
            raise Unreadable((Problem(str(self._file), 0, found, "a whole Parquet file"),)) from None
