"""CSV files as sources: every column stays the text that it is."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from coverline.batch.files.chunk import Chunk
from coverline.batch.files.csv_records import Record, fault_of, read_records
from coverline.batch.files.text import Pieces, lines_of, mark_length
from coverline.problem import Problem, Unreadable

# A quoted field from its beginning to its end; where nothing else holds a quotation mark, the text is plain.
_QUOTED = re.compile(rb'(?<![^,\n])"[^"]*(?:""[^"]*)*"(?=[,\r\n]|\Z)')
_LONGEST_HEADER = 1_000_000
# How many line ends inside quotes are stepped over in search of the last record's end.
_STEPS = 100


class CsvSource:
    """A file of comma-separated values under a header; its size is counted in bytes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.size = file.stat().st_size
        self.columns, self._line, self._start = _header(file)
        self.empty = pl.DataFrame(schema=dict.fromkeys(self.columns, pl.String))

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some at a time, in order."""
        pieces = Pieces(self._file, self._start, self._line)
        for piece in pieces:
            end = len(piece) if pieces.ended else _end_of_records(piece)
            frame = self._plain(piece[:end])
            if frame is None:
                yield self._careful(piece, pieces)
            else:
                pieces.keep(piece[end:])
                yield Chunk(frame, pieces.read)

    def _plain(self, text: bytes) -> pl.DataFrame | None:
        """The rows of text in which nothing is broken; None where each record has to be looked at."""
        if not text or not _is_plain(text, self.empty.width):
            return None
        schema = self.empty.schema
        return pl.read_csv(text, has_header=False, schema=schema, infer_schema=False)

    def _careful(self, text: bytes, pieces: Pieces) -> Chunk:
        """The rows of any text, record by record."""
        lines = lines_of(text)
        read, taken = read_records(lines, pieces.ended)
        pieces.keep(b"".join(lines[taken:]))
        width = self.empty.width
        faults = {
            row: str(Problem(f"line {pieces.line + record.place}", 0, *fault))
            for row, record in enumerate(read)
            if (fault := fault_of(record, width))
        }
        rows = [_fitted(record, width) for record in read]
        return Chunk(pl.DataFrame(rows, schema=self.empty.schema, orient="row"), pieces.read, faults)


def _is_plain(text: bytes, width: int) -> bool:
    """Whether text is UTF-8 in which every line is a record of so many fields, quoted as they should be."""
    bare = _QUOTED.sub(b"", text) if b'"' in text else text
    if b'"' in bare or text.count(b"\r") != text.count(b"\r\n"):
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    lines = pl.Series([bare.removesuffix(b"\n").decode()]).str.split("\n").explode()
    return bool((lines.str.count_matches(",", literal=True) == width - 1).all())


def _end_of_records(text: bytes) -> int:
    """The end of the last line with as many quotation marks before it as make pairs; 0 where none is near."""
    end = len(text)
    for _ in range(_STEPS):
        if text.count(b'"', 0, end) % 2 == 0:
            return end
        end = text.rfind(b"\n", 0, end - 1) + 1
    return 0


def _fitted(record: Record, width: int) -> Sequence[str | None]:
    """The fields of a record under the header's columns, empty ones as nothing."""
    fields = [each or None for each in record.fields[:width]]
    return [*fields, *[None] * (width - len(fields))]


def _header(file: Path) -> tuple[tuple[str, ...], int, int]:
    """The names of the columns, the number of the line after them, and where in the file it begins."""
    mark = mark_length(file)
    with file.open("rb") as stream:
        stream.seek(mark)
        lines = lines_of(stream.read(_LONGEST_HEADER))
    read, taken = read_records(lines[:_STEPS], whole=True)
    if not read:
        raise _refused(file, "nothing", "a header line with the names of the columns")
    header = read[0]
    if header.fault:
        raise _refused(file, *header.fault)
    repeated = next((name for name in header.fields if list(header.fields).count(name) > 1), None)
    if repeated is not None:
        raise _refused(file, f'two columns named "{repeated}"', "a name of its own for each column")
    taken = read[1].place if len(read) > 1 else taken
    return tuple(header.fields), taken + 1, mark + sum(map(len, lines[:taken]))


def _refused(file: Path, found: str, expected: str) -> Unreadable:
    return Unreadable((Problem(str(file), 1, found, expected),))
