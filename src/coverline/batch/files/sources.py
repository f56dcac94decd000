"""Any file of cases as a source of its rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

from coverline.batch.files.chunk import Chunk, Source
from coverline.batch.files.csv_source import CsvSource
from coverline.batch.files.forms import Form
from coverline.batch.files.lines_source import JsonLinesSource
from coverline.batch.files.parquet_source import ParquetSource
from coverline.problem import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the contract, and those of them that hold several values."""

    known: Collection[str]
    lists: Collection[str]


def open_source(file: Path, form: Form, columns: Columns, target: Form) -> Source:
    """A file as a source of rows for a target of some form; Unreadable where it is no such file."""
    file.open("rb").close()  # a file that this user may not read is told like any other
    match form:
        case Form.PARQUET:
            return ParquetSource(file)
        case Form.CSV:
            return CsvSource(file)
        case Form.JSON_LINES:
            return JsonLinesSource(file, columns.known, columns.lists, lines=target is Form.JSON_LINES)
    assert_never(form)


class Several:
    """Several sources as one, their rows in the sources' order; Unreadable where their columns differ."""

    def __init__(self, files: Sequence[Path], sources: Sequence[Source]) -> None:
        self._sources = sources
        self.size = sum(each.size for each in sources)
        self.empty = sources[0].empty
        self.columns = sources[0].columns
        for file, source in zip(files, sources, strict=True):
            if source.empty.schema != self.empty.schema:
                expected, hint = f"the columns and types of {files[0]}", "answer them into a folder"
                raise Unreadable((Problem(str(file), 0, "other columns or types", expected, hint=hint),))

    def chunks(self) -> Iterator[Chunk]:
        """The rows of every source, some at a time, in order."""
        before = 0
        for source in self._sources:
            for chunk in source.chunks():
                yield replace(chunk, read=before + chunk.read)
            before += source.size
