"""The records of CSV text, one by one, and what is wrong with a broken one.

A quotation mark encloses a field only where it begins one, and is doubled inside, as in RFC 4180. After a
broken record reading goes on with the next line, so that a forgotten mark never swallows the rows after it.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Fault = tuple[str, str]
NOT_UTF8: Fault = ("bytes that are not UTF-8", "text in UTF-8")
_MISPLACED: Fault = (
    "a quotation mark or a carriage return out of place",
    "fields that are quoted as a whole",
)


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record, the place of its first line, and what is wrong where it is broken."""

    fields: Sequence[str]
    place: int
    fault: Fault | None = None


def read_records(lines: Sequence[bytes], whole: bool) -> tuple[list[Record], int]:
    """Every record of these lines, and how many lines they take.

    Unless the lines are the `whole` rest of their file, a last record may lack its end; it is left out.
    """
    found: list[Record] = []
    place = 0
    while place < len(lines):
        reader = csv.reader(_decoded(lines, place), strict=True)
        start = place
        try:
            for fields in reader:
                end = start + reader.line_num
                if fields:
                    found.append(Record(fields, place, _undecoded(lines[place:end])))
                place = end
        except csv.Error:
            if not whole and start + reader.line_num == len(lines):
                break
            found.append(Record(_leniently(lines[place]), place, _MISPLACED))
            place += 1
    return found, place


def fault_of(record: Record, width: int) -> Fault | None:
    """What was found and expected where a record is broken, or not as wide as the header."""
    if record.fault or len(record.fields) == width:
        return record.fault
    return f"{len(record.fields)} fields", f"{width} fields, as in the header"


def _decoded(lines: Sequence[bytes], place: int) -> Iterator[str]:
    for number in range(place, len(lines)):
        yield lines[number].decode(errors="replace")


def _undecoded(lines: Sequence[bytes]) -> Fault | None:
    try:
        b"".join(lines).decode()
    except UnicodeDecodeError:
        return NOT_UTF8
    return None


def _leniently(line: bytes) -> Sequence[str]:
    """What can be told apart on a line that breaks the rules."""
    return line.decode(errors="replace").rstrip("\r\n").split(",")
