"""One file of cases answered into another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl

from coverline.batch.files.chunk import Answer, Source, answered
from coverline.batch.files.forms import Form
from coverline.batch.files.summary import Summary
from coverline.batch.files.writable import require_writable
from coverline.batch.files.writing import beside, write
from coverline.problem import Unreadable

# Told after each chunk: how many rows it has, and which share of the source has been read.
Progress = Callable[[int, float], None]


def answer_file(source: Source, answer: Answer, target: Path, form: Form, progress: Progress) -> Summary:
    """Writes the source's rows with their answers to the target, whole or not at all.

    Raises Unreadable, before anything is written, where a column is of a kind that the target cannot hold.
    """
    empty = answer(source.empty)
    require_writable(empty.schema, form, target)
    summary = Summary()
    with beside(target) as partial:
        write(_frames(source, answer, summary, progress), empty, form, partial)
    return summary


def require_columns(file: Path, source: Source, answer: Answer) -> None:
    """Raises Unreadable where the columns of a file are not those of cases."""
    with named(file):
        answer(source.empty.select(source.columns))


def _frames(source: Source, answer: Answer, summary: Summary, progress: Progress) -> Iterator[pl.DataFrame]:
    for chunk in source.chunks():
        frame = answered(chunk, answer)
        summary.add(frame)
        progress(frame.height, chunk.read / max(source.size, 1))
        yield frame


@contextmanager
def named(file: Path) -> Iterator[None]:
    """Lets problems with the columns name the file in which they are."""
    try:
        yield
    except Unreadable as unreadable:
        raise Unreadable([replace(each, file=str(file)) for each in unreadable.problems]) from None
