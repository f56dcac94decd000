"""CSV is read by one rule, in pieces of any size: whole records as they are, broken ones told one by one."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.batch.files import text
from coverline.batch.files.chunk import Chunk
from coverline.batch.files.csv_source import CsvSource
from coverline.problem import Unreadable

HEADER = ("payer", "date_of_service", "code")
WIDTH = "expected 3 fields, as in the header"
MISPLACED = (
    "found a quotation mark or a carriage return out of place; expected fields that are quoted as a whole"
)
Rows = list[tuple[str | None, ...]]

fields = st.text(st.sampled_from('ab1é;,"\n '), max_size=5)
tables = st.lists(st.tuples(fields, fields, fields.map("x".__add__)), max_size=8)
lines = st.lists(st.text(st.sampled_from('ab,"; \r'), max_size=9), max_size=9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv")


def read(content: bytes, folder: Path, block: int = text.BLOCK) -> tuple[Rows, list[str | None]]:
    """The rows of CSV, and what is told of each."""
    file = folder / "cases.csv"
    file.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "BLOCK", block)
        chunks = list(CsvSource(file).chunks())
    assert not chunks or chunks[-1].read == len(content)
    return [row for each in chunks for row in each.frame.iter_rows()], [t for c in chunks for t in told(c)]


def told(chunk: Chunk) -> list[str | None]:
    return [chunk.faults.get(row) for row in range(chunk.frame.height)]


def written(rows: Rows, ending: str, quoting: int) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([HEADER, *rows])
    return stream.getvalue().encode()


@given(tables, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_whole_records_are_read_as_they_were_written(
    folder: Path, rows: Rows, ending: str, quoting: int
) -> None:
    content = written(rows, ending, quoting)
    expected = [tuple(each or None for each in row) for row in rows]
    for block in (7, 64, text.BLOCK):
        for mark in (b"", b"\xef\xbb\xbf"):
            found, faults = read(mark + content, folder, block)
            assert [tuple(each or None for each in row) for row in found] == expected
            assert faults == [None] * len(rows)


@given(lines, st.integers(1, 40))
def test_pieces_of_any_size_give_the_same_rows_and_the_same_problems(
    folder: Path, broken: list[str], block: int
) -> None:
    content = "\n".join([",".join(HEADER), *broken]).encode()
    whole, parts = read(content, folder), read(content, folder, block)
    assert [tuple(each or None for each in row) for row in parts[0]] == [
        tuple(each or None for each in row) for row in whole[0]
    ]
    assert parts[1] == whole[1]


def rows_after_header(*rows: str) -> bytes:
    return "\n".join([",".join(HEADER), *rows, ""]).encode()


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (
            rows_after_header("a,b", "a,b,c", "a,b,c,d"),
            [
                f"line 2: found 2 fields; {WIDTH}",
                None,
                f"line 4: found 4 fields; {WIDTH}",
            ],
        ),
        (rows_after_header('a,"b,c', "d,e,f", 'g,"h",i'), [f"line 2: {MISPLACED}", None, None]),
        (rows_after_header("a,b\rc,d", "d,e,f"), [f"line 2: {MISPLACED}", None]),
        (rows_after_header('a,"b\nb",c', "a,b"), [None, f"line 4: found 2 fields; {WIDTH}"]),
        (rows_after_header('a,5" nail,c'), [None]),
        (rows_after_header("", "a,b,c", ""), [None]),
        (
            rows_after_header("a,b,c") + b"a,\xff,c\na,b,c",
            [None, "line 3: found bytes that are not UTF-8; expected text in UTF-8", None],
        ),
        (rows_after_header(), []),
        (b"payer,date_of_service,code", []),
    ],
)
def test_a_broken_record_is_told_and_the_others_are_read(
    folder: Path, content: bytes, problems: list[str | None]
) -> None:
    rows, found = read(content, folder)
    assert found == problems
    assert all(row != (None, None, None) for row in rows)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found nothing; expected a header line"),
        (b"\n\n", "found nothing"),
        (b"payer,code,payer\n", 'found two columns named "payer"'),
        (b'payer,"code\n', "found a quotation mark"),
        ("payer,código\n".encode("latin-1"), "found bytes that are not UTF-8"),
        ("payer,code\n".encode("utf-16"), "found bytes that are not UTF-8"),
    ],
)
def test_a_header_that_cannot_be_read_stops_before_it_starts(folder: Path, content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(content, folder)


def test_every_column_stays_text(folder: Path) -> None:
    rows, _ = read(b'payer,date_of_service,code\n007,1e3,"  x "\n', folder)
    assert rows == [("007", "1e3", "  x ")]
    assert CsvSource(folder / "cases.csv").empty.schema == dict.fromkeys(HEADER, pl.String())
