"""A table answered row by row, each row as a case of its own: what all engines must equal."""

from typing import Any

import polars as pl

from coverline.batch.answers import Answer, answer_to
from coverline.batch.columns import ANSWERS, known_columns
from coverline.library import Library


def answered(frame: pl.DataFrame, library: Library) -> list[Answer]:
    """The answers to the rows."""
    names = [name for name in known_columns(library.vocabulary) if name in frame.columns and name != "case"]
    texts = frame.select(
        pl.col(name).cast(pl.List(pl.String))
        if frame.schema[name].is_nested()
        else pl.col(name).cast(pl.String)
        for name in names
    )
    return [answer_to(dict(zip(names, map(_cell, row), strict=True)), library) for row in texts.iter_rows()]


def _cell(value: Any) -> Any:
    return tuple(each or "" for each in value) if isinstance(value, list) else value


def row_of(answer: Answer, names: tuple[str, ...] = ANSWERS) -> dict[str, Any]:
    """An answer as a row of the output, with the criteria among the names."""
    criteria = answer.criteria or {}
    return {name: getattr(answer, name) if name in ANSWERS else criteria.get(name) for name in names}


def rows_of(frame: pl.DataFrame, names: tuple[str, ...] = ANSWERS) -> list[dict[str, Any]]:
    """The output's rows in the same form."""
    return [
        {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in frame.select(names).iter_rows(named=True)
    ]
