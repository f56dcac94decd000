"""Conditions that stand in no list: in the rows of a table, or counted within a sentence."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from coverline.drafting.blocks import Block, Kind
from coverline.drafting.codes import codes_of
from coverline.drafting.document import Item
from coverline.drafting.marks import follows, read_mark
from coverline.sources.register import Lines

_COUNTED = re.compile(r"(?<=\s)\((?:\d|[a-z]|i{1,3}|iv|vi{0,3})\)(?=\s)")
_HEAD_WORDS = 3


def rows_as_items(run: Sequence[Block]) -> tuple[Item, ...]:
    """The rows of a table as entries of a list, without the row that names its columns."""
    rows = run[1:] if len(run) > 1 and _names_columns(run[0], run[1:]) else run
    return tuple(Item(": ".join(_cells(each)), each.lines, "") for each in rows)


def table_below(found: Sequence[Block]) -> tuple[Block, ...]:
    """The rows that these blocks begin with; none where they list codes."""
    rows = tuple(takewhile(lambda block: block.kind is Kind.ROW, found))
    return () if any(_lists_code(each) for each in rows) else rows


def _lists_code(row: Block) -> bool:
    first = _cells(row)[0].split()[0]
    return any(each.printed == first for each in codes_of(first, 0))


def counted_items(block: Block, lines: Sequence[str]) -> tuple[str, tuple[Item, ...]]:
    """The words of a sentence before those that it counts, (1) and (2), and what it counts."""
    marks = list(_in_order(block.text))
    if len(marks) < 2:
        return block.text, ()
    ends = [each.start() for each in marks[1:]] + [len(block.text)]
    starts = list(_line_starts(block, lines))
    items = tuple(
        Item(
            block.text[mark.end() : end].strip(" ,;"),
            _lines_of(starts, block.lines[0], mark.start(), end),
            mark[0],
        )
        for mark, end in zip(marks, ends, strict=True)
    )
    return block.text[: marks[0].start()].rstrip(), items


def _in_order(text: str) -> Iterator[re.Match[str]]:
    """The marks of a sentence that count on from one."""
    last = None
    for found in _COUNTED.finditer(text):
        mark = read_mark(found[0], (last,) if last else ())
        if (last is None and mark.place == 1) or (last is not None and follows(mark, last)):
            last = mark
            yield found


def _line_starts(block: Block, lines: Sequence[str]) -> Iterator[int]:
    """Where each line of a block begins in its text."""
    at = -len(block.mark) - 1 if block.mark else 0
    for number in range(block.lines[0], block.lines[1] + 1):
        yield at
        said = " ".join(lines[number - 1].split())
        at += len(said) + 1 if said else 0


def _lines_of(starts: Sequence[int], first: int, start: int, end: int) -> Lines:
    inside = [
        at for at, (begin, after) in enumerate(pairwise((*starts, 10**9))) if begin < end and after > start
    ]
    return first + inside[0], first + inside[-1]


def _names_columns(row: Block, others: Sequence[Block]) -> bool:
    """Whether a row is shorter than any other: it only names what stands below it."""
    return all(len(each.split()) <= _HEAD_WORDS for each in _cells(row)) and any(
        len(cell.split()) > _HEAD_WORDS for each in others for cell in _cells(each)
    )


def _cells(row: Block) -> list[str]:
    return [" ".join(each.split()) for each in row.text.split("\t") if each.strip()]
