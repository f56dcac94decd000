"""Which columns each form of table can hold, asked before anything is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

import polars as pl

from coverline.batch.files.forms import Form
from coverline.problem import Problem, Unreadable


def require_writable(schema: pl.Schema, form: Form, file: Path) -> None:
    """Raises Unreadable with every column of a kind that a file of this form cannot hold as it is."""
    expected, hint = f"a kind that {form.value} holds", "write Parquet, or leave the column out"
    problems = [
        Problem(str(file), 0, f'the column "{name}" of {kind}', expected, hint=hint)
        for name, kind in schema.items()
        if not _fits(kind, form)
    ]
    if problems:
        raise Unreadable(problems)


def _fits(kind: pl.DataType, form: Form) -> bool:
    match form:
        case Form.PARQUET:
            return True
        case Form.JSON_LINES:
            return not any(isinstance(each, pl.Binary) for each in _inside(kind))
        case Form.CSV:
            plain = not any(isinstance(each, pl.Binary | pl.Duration) for each in _inside(kind))
            return plain and not any(each.is_nested() for each in list(_inside(kind))[1:])
    assert_never(form)


def _inside(kind: pl.DataType) -> Iterator[pl.DataType]:
    """A kind and, of a list or a struct, all kinds in it."""
    yield kind
    match kind:
        case pl.List(inner=pl.DataType() as inner) | pl.Array(inner=pl.DataType() as inner):
            yield from _inside(inner)
        case pl.Struct(fields=fields):
            for each in fields:
                assert isinstance(each.dtype, pl.DataType)
                yield from _inside(each.dtype)
        case _:
            pass
