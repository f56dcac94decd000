"""Entries of lists with what is nested in them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from coverline.drafting.blocks import Block, Kind
from coverline.drafting.document import Item


def lists(found: Sequence[Block]) -> Iterator[tuple[Item, ...]]:
    """Every list of a document, in order: entries that follow each other, nested by indent and mark."""
    for is_item, run in groupby(found, key=lambda block: block.kind is Kind.ITEM):
        if is_item:
            yield nested(tuple(run))


def nested(run: Sequence[Block]) -> tuple[Item, ...]:
    """The entries of one list: an entry is inside the one before it where it stands further in.

    Where the text has lost its indents, another kind of mark stands further in until an outer one returns.
    """
    levels: list[Block] = []
    depths = []
    for block in run:
        while levels and not _is_inside(block, levels):
            levels.pop()
        depths.append(len(levels))
        levels.append(block)
    return _items(run, depths, 0, len(run))


def _is_inside(block: Block, levels: Sequence[Block]) -> bool:
    """Whether an entry stands inside the last of these levels."""
    last = levels[-1]
    if block.indent != last.indent:
        return block.indent > last.indent
    return all(each.family != block.family for each in levels)


def _items(run: Sequence[Block], depths: Sequence[int], start: int, stop: int) -> tuple[Item, ...]:
    items = []
    while start < stop:
        after = next((each for each in range(start + 1, stop) if depths[each] <= depths[start]), stop)
        block = run[start]
        children = _items(run, depths, start + 1, after)
        items.append(Item(block.text, block.lines, block.mark, children))
        start = after
    return tuple(items)
