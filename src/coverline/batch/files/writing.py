"""Tables written beside their target and moved into its place when they are whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import IO, assert_never

import polars as pl
from polars.io.plugins import register_io_source

from coverline.batch.columns import LISTS
from coverline.batch.files.forms import Form
from coverline.batch.files.lines_source import LINE
from coverline.problem import Problem, Unreadable

_BETWEEN = ";"


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A file or folder beside the target that takes its place when all went well, and else is removed.

    Raises Unreadable where the target's folder is not there, and where the target is a device or a pipe,
    whose place nothing may take.
    """
    place = target.resolve()
    if not place.parent.is_dir():
        raise Unreadable((Problem(str(target.parent), 0, "no folder", "a folder that exists"),))
    if place.exists() and not (place.is_file() or place.is_dir()):
        raise Unreadable((Problem(str(target), 0, "a device or a pipe", "the name of a file"),))
    partial = place.with_name(f".{place.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(place)
    finally:
        if partial.is_dir():
            rmtree(partial)
        else:
            partial.unlink(missing_ok=True)


def write(frames: Iterator[pl.DataFrame], empty: pl.DataFrame, form: Form, file: Path) -> None:
    """Writes frames one after the other as one table; `empty` has their columns, for a table without rows."""
    match form:
        case Form.PARQUET:
            rows = register_io_source(lambda *_: frames, schema=empty.schema)
            rows.sink_parquet(file, maintain_order=True)
        case Form.CSV:
            with file.open("wb") as stream:
                flattened(empty).write_csv(stream)
                for frame in frames:
                    flattened(frame).write_csv(stream, include_header=False)
        case Form.JSON_LINES:
            with file.open("wb") as stream:
                for frame in frames:
                    _write_lines(frame, stream)
        case _:
            assert_never(form)


def _write_lines(frame: pl.DataFrame, stream: IO[bytes]) -> None:
    """Writes each row as an object; where it holds its own line, that line with the answers added."""
    if LINE not in frame.columns:
        frame.write_ndjson(stream)
    elif frame.height:
        answers = frame.select(frame.columns[frame.columns.index(LINE) + 1 :])
        begun = frame[LINE].str.head(-1).str.strip_chars_end()
        added = answers.select(pl.struct(pl.all()).struct.json_encode().str.tail(-1)).to_series()
        between = pl.Series(["," if each else "" for each in begun != "{"], dtype=pl.String)
        stream.write("\n".join([*(begun + between + added), ""]).encode())


def flattened(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its lists as text, since a field of CSV holds no list."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List | pl.Array)]
    structs = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct)]
    return frame.with_columns(*map(_joined, lists), *(pl.col(each).struct.json_encode() for each in structs))


def _joined(name: str) -> pl.Expr:
    """Values with a semicolon between them; a fact of none is written [], as an empty field is unknown."""
    values = pl.col(name).cast(pl.List(pl.String))
    none = pl.lit(None if name in LISTS else "[]", pl.String)
    return pl.when(values.list.len() == 0).then(none).otherwise(values.list.join(_BETWEEN)).alias(name)
