"""JSON Lines as sources: one object on a line, whose broken lines are found first."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from coverline.batch.files.chunk import Chunk
from coverline.batch.files.csv_records import NOT_UTF8, Fault
from coverline.batch.files.text import Pieces, mark_length
from coverline.problem import Problem, Unreadable

# Holds each row's own line, which the answers are added to; no key of a reader's has such a name.
LINE = "\0line"
_LIST = r'^\[\s*"[^"\\]*"\s*(,\s*"[^"\\]*"\s*)*\]$'
_MARK = "\x1f"
_NOT_JSON: Fault = ("text that is not JSON", "one JSON object on the line")
_NO_OBJECT: Fault = ("a JSON value that is no object", "one JSON object on the line")


class JsonLinesSource:
    """A file with one JSON object on each line; its size is counted in bytes.

    Columns of the contract are read as text, those in `lists` as lists of text; others keep the type that
    fits all their values, for which the whole file is looked through. With `lines` each row also holds its
    own line, the other columns need not be known, and only the file's beginning is looked at.
    """

    def __init__(self, file: Path, known: Collection[str], lists: Collection[str], lines: bool) -> None:
        self._file = file
        self._lists = lists
        self._lines = lines
        self.size = file.stat().st_size
        found = self._find_schema()
        self.columns = tuple(found)
        self._schema = {
            name: pl.String() if lines or name in known else found[name]
            for name in ((*found, *known) if lines else found)
        }
        self.empty = self._shaped(pl.DataFrame(schema=self._schema), pl.Series(dtype=pl.String))

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some at a time, in order."""
        for text, pieces in self._pieces():
            frame, faults = _objects(text.lines, self._schema)
            faults = {**faults, **text.faults}
            told = {
                row: str(Problem(f"line {text.numbers[row]}", 0, *fault)) for row, fault in faults.items()
            }
            lines = _with_unread(text.lines, faults) if self._lines else text.lines
            yield Chunk(self._shaped(frame, lines), pieces.read, told)

    def _pieces(self) -> "Iterator[tuple[_Text, Pieces]]":
        pieces = Pieces(self._file, mark_length(self._file))
        return ((_text(piece, pieces.line), pieces) for piece in pieces)

    def _find_schema(self) -> Mapping[str, pl.DataType]:
        """Every key, in the order in which they appear, with the type of its column."""
        found: dict[str, pl.DataType] = {}
        for text, _ in self._pieces():
            for name, kind in _types(text.lines).items():
                found[name] = _wider(found.get(name, kind), kind)
            if found and self._lines:
                break
        if not found:
            raise Unreadable((Problem(str(self._file), 0, "no JSON object", "one JSON object on each line"),))
        return {name: pl.String() if kind == pl.Null() else kind for name, kind in found.items()}

    def _shaped(self, frame: pl.DataFrame, lines: pl.Series) -> pl.DataFrame:
        shaped = frame.with_columns(_listed(each) for each in frame.columns if each in self._lists)
        return shaped.with_columns(lines.alias(LINE)) if self._lines else shaped


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines that hold something, their numbers in the file, and what is wrong with their bytes."""

    lines: pl.Series
    numbers: pl.Series
    faults: Mapping[int, Fault]


def _text(piece: bytes, first: int) -> _Text:
    lines = pl.Series([piece.decode(errors="replace")]).str.split("\n").explode().str.strip_chars(" \t\r")
    numbers = pl.int_range(first, first + len(lines), eager=True)
    some = lines != ""
    lines, numbers = lines.filter(some), numbers.filter(some)
    return _Text(lines, numbers, _undecoded(piece, first, numbers))


def _undecoded(piece: bytes, first: int, numbers: pl.Series) -> Mapping[int, Fault]:
    """The lines with bytes that are no UTF-8."""
    try:
        piece.decode()
    except UnicodeDecodeError:
        bad = [first + place for place, line in enumerate(piece.split(b"\n")) if not _decodes(line)]
        return dict.fromkeys(numbers.is_in(bad).arg_true(), NOT_UTF8)
    return {}


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _objects(lines: pl.Series, schema: Mapping[str, pl.DataType]) -> tuple[pl.DataFrame, Mapping[int, Fault]]:
    """The lines' objects as rows, and what is wrong with the lines that are none."""
    try:
        return _parsed(lines, schema), {}
    except pl.exceptions.PolarsError:
        faults = {row: fault for row, line in enumerate(lines) if (fault := _fault(line))}
        emptied = ["{}" if row in faults else line for row, line in enumerate(lines)]
        return _parsed(pl.Series(emptied, dtype=pl.String), schema), faults


def _types(lines: pl.Series) -> Mapping[str, pl.DataType]:
    """The keys of the lines' objects with types that hold their values; text where no other does."""
    try:
        return _parsed(lines, None).schema
    except pl.exceptions.PolarsError:
        objects = (json.loads(line) for line in lines if not _fault(line))
        return {name: pl.String() for each in objects for name in each}


def _parsed(lines: pl.Series, schema: Mapping[str, pl.DataType] | None) -> pl.DataFrame:
    if lines.is_empty():
        return pl.DataFrame(schema=schema)
    text = lines.str.join("\n").item()
    return pl.read_ndjson(text.encode(), schema=schema, infer_schema_length=None)


def _fault(line: str) -> Fault | None:
    """What is wrong with a line that is no object."""
    try:
        if not isinstance(json.loads(line, parse_constant=_no_constant), dict):
            return _NO_OBJECT
        _parsed(pl.Series([line]), None)
    except (ValueError, RecursionError, pl.exceptions.PolarsError):
        return _NOT_JSON
    return None


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _with_unread(lines: pl.Series, faults: Mapping[int, Fault]) -> pl.Series:
    """The lines as objects: a broken one under a key of its own, so that it is not lost."""
    if not faults:
        return lines
    told = [json.dumps({"unread": line}) if row in faults else line for row, line in enumerate(lines)]
    return pl.Series(told, dtype=pl.String)


def _wider(one: pl.DataType, other: pl.DataType) -> pl.DataType:
    """The type of a column with values of both types; text where no other holds both as they are."""
    known = {kind for kind in (one, other) if kind != pl.Null()}
    if known == {pl.Int64(), pl.Float64()}:
        return pl.Float64()
    return known.pop() if len(known) == 1 else pl.String() if known else pl.Null()


def _listed(name: str) -> pl.Expr:
    """The values of a set as a list; what is no list of text stays one value, for the problem to name."""
    stated = pl.col(name)
    bare = stated.str.strip_chars("[] ").str.strip_chars('"').str.replace_all(r'"\s*,\s*"', _MARK)
    parted = stated.str.replace_all(r"\s*;\s*", _MARK)
    values = pl.when(stated.str.contains(_LIST)).then(bare).otherwise(parted).str.split(_MARK)
    none = pl.lit([], pl.List(pl.String))
    return pl.when(stated.str.contains(r"^\[\s*\]$")).then(none).when(stated != "").then(values).alias(name)
