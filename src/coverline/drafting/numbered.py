"""Headings that have a number, and so look like entries of a list."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from coverline.drafting.blocks import Block, Kind
from coverline.drafting.marks import read_mark

# A number of several parts is that of a section, never that of an entry.
_SECTION = re.compile(r"(?:\w+\s+)?(?P<number>\d{1,3}(?:\.\d{1,3})+)\.?\s+(?P<words>[A-Z].*)")


def section_level(words: str, may_head: Callable[[str], bool]) -> int:
    """The level of a line that begins with the number of a section, 0 where it does not."""
    found = _SECTION.fullmatch(words)
    return found["number"].count(".") + 1 if found and may_head(found["words"]) else 0


def numbered_headings(found: Sequence[Block], may_head: Callable[[str], bool]) -> Iterator[int]:
    """The first lines of entries that are headings: all of a series that have text of their own below them.

    In a list an entry follows the one before it; below a heading stands a paragraph, a table or other marks.
    """
    series: dict[tuple[str, int], list[tuple[Block, bool]]] = defaultdict(list)
    for at, block in enumerate(found):
        if block.kind is not Kind.ITEM or not any(map(str.isalnum, block.mark)) or block.mark == "o":
            continue
        if block.text.isupper() and may_head(block.text):
            yield block.lines[0]
            continue
        form = read_mark(block.mark, ()).form
        heads = block.lines[0] == block.lines[1] and may_head(block.text)
        series[form, block.indent].append((block, heads and _has_text_below(found, at)))
    for members in series.values():
        if len(members) > 1 and all(heads for _, heads in members):
            yield from (block.lines[0] for block, _ in members)


def _has_text_below(found: Sequence[Block], at: int) -> bool:
    block = found[at]
    after = next((each for each in found[at + 1 :] if each.kind is not Kind.JOINER), None)
    if after is None or after.kind is not Kind.ITEM:
        return after is not None
    return after.indent >= block.indent and read_mark(after.mark, ()).form != read_mark(block.mark, ()).form
