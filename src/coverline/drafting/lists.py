"""Entries of lists with what is nested in them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from coverline.drafting.blocks import Block, Kind
from coverline.drafting.document import Item
from coverline.drafting.marks import Mark, follows, read_mark

# Numbers that are set flush right begin a little further in or out than those above them.
_UNEVEN = 1


@dataclass(frozen=True, slots=True)
class _Level:
    """An entry that is open, and what its mark was read as."""

    block: Block
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a run, how deep it stands, and the word on a line of its own above it."""

    block: Block
    depth: int
    joiner: str


def lists(found: Sequence[Block], headed: Collection[int] = ()) -> Iterator[tuple[Item, ...]]:
    """Every list of a document, in order: entries that follow each other, nested by indent and mark.

    `headed` has the lines of headings, whose numbers are none of a list.
    """
    at = 0
    while at < len(found):
        run = run_of(found[at:], headed)
        if run:
            yield nested(run)
        at += max(1, len(run))


def run_of(found: Sequence[Block], headed: Collection[int] = ()) -> tuple[Block, ...]:
    """The entries that these blocks begin with, and the words on lines of their own between them."""
    count = 0
    for at, block in enumerate(found):
        if block.kind not in (Kind.ITEM, Kind.JOINER) or block.lines[0] in headed:
            break
        if block.kind is Kind.ITEM:
            count = at + 1
    return tuple(found[:count])


def nested(run: Sequence[Block]) -> tuple[Item, ...]:
    """The entries of one list: an entry is inside the one before it where it stands further in.

    Where the text has lost its indents, another kind of mark stands further in until an outer one returns.
    """
    levels: list[_Level] = []
    entries: list[_Entry] = []
    joiner = ""
    for block in run:
        if block.kind is Kind.JOINER:
            joiner = block.text
            continue
        mark = read_mark(block.mark, [each.mark for each in levels])
        while levels and not _is_inside(block, mark, levels):
            levels.pop()
        entries.append(_Entry(block, len(levels), joiner))
        levels.append(_Level(block, mark))
        joiner = ""
    return _items(entries, 0, len(entries))


def _is_inside(block: Block, mark: Mark, levels: Sequence[_Level]) -> bool:
    """Whether an entry stands inside the last of these levels."""
    last = levels[-1]
    apart = block.indent - last.block.indent
    if abs(apart) <= _UNEVEN and follows(mark, last.mark):
        return False
    if apart:
        return apart > 0
    return all(each.mark.form != mark.form for each in levels)


def _items(entries: Sequence[_Entry], start: int, stop: int) -> tuple[Item, ...]:
    items = []
    while start < stop:
        entry = entries[start]
        after = next((each for each in range(start + 1, stop) if entries[each].depth <= entry.depth), stop)
        children = _items(entries, start + 1, after)
        block = entry.block
        items.append(Item(block.text, block.lines, block.mark, children, entry.joiner))
        start = after
    return tuple(items)
