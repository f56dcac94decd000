"""The headings of a document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from coverline.drafting.blocks import Block, Kind
from coverline.drafting.codes import looks_strictly_like_code
from coverline.drafting.dates import iso_dates
from coverline.drafting.document import Heading
from coverline.drafting.numbered import numbered_headings, section_level
from coverline.drafting.statements import is_of_coverage
from coverline.drafting.wording import ends_in_colon, plain

_MARKED = re.compile(r"\s*\f?(#{1,6})\s+\S")
_BOLD = re.compile(r"\s*\*\*[^*]+\*\*:?\s*")
_REFERENCES = re.compile(r"\W*(?:references|bibliography)\W*", re.IGNORECASE)
# A label with its number is a line of its own kind; two letters are none either.
_VALUED = re.compile(r":\s*\S*\d|^\W*\w/\w\W*$")
_MOST_WORDS = 10
_LONGEST = 90
# Levels of headings that nothing marks: capitals throughout, then short lines that stand alone.
_CAPITALS, _ALONE = 2, 3


def headings(found: Sequence[Block], lines: Sequence[str], levels: Mapping[int, int]) -> Iterator[Heading]:
    """Headings in order: by type or mark where the document shows them, else short lines that stand alone.

    `levels` are those that the document's form tells.
    """
    numbered = frozenset(numbered_headings(found, _may_head))
    for block, after in zip_longest(found, found[1:]):
        first, last = block.lines
        if first in levels:
            # A heading of two lines is two blocks of one size.
            if levels.get(first - 1) != levels[first]:
                yield Heading(" ".join(_set_alike(first, lines, levels)), first, levels[first])
        elif first in numbered:
            yield Heading(plain(block.text).rstrip(":"), first, _CAPITALS if block.text.isupper() else _ALONE)
        elif block.kind is Kind.PARAGRAPH and first == last and not _leads_to_list(block, after):
            level = _level(lines[first - 1], _stands_alone(lines, first))
            if level:
                yield Heading(plain(block.text).rstrip(":"), first, level)


def _set_alike(first: int, lines: Sequence[str], levels: Mapping[int, int]) -> Iterator[str]:
    """The words of this line and of those right below it that are set as large."""
    for number in range(first, len(lines) + 1):
        if levels.get(number) != levels[first]:
            return
        yield plain(lines[number - 1])


def references(headed: Sequence[Heading], count: int) -> frozenset[int]:
    """The lines of lists of references, whose numbers and dates are those of other texts."""
    ends = [each.line for each in headed[1:]] + [count + 1]
    found = zip(headed, ends, strict=False)
    return frozenset(
        line for each, end in found if _REFERENCES.fullmatch(each.text) for line in range(each.line, end)
    )


def _leads_to_list(block: Block, after: Block | None) -> bool:
    """Whether a line only begins the list, or the table of conditions, below it: "And when:"."""
    if after is None or not ends_in_colon(block.text):
        return False
    return after.kind is Kind.ITEM or (after.kind is Kind.ROW and is_of_coverage(block.text))


def _level(line: str, alone: bool) -> int:
    """The level of a line as a heading, 0 where it is none."""
    marked = _MARKED.match(line)
    if marked:
        return len(marked[1])
    words = plain(line)
    section = section_level(words, _may_head)
    if section:
        return section
    if not _may_head(words):
        return 0
    if words.isupper():
        return _CAPITALS
    return _ALONE if alone or _BOLD.fullmatch(line) else 0


def _may_head(words: str) -> bool:
    if not words or len(words) > _LONGEST or len(words.split()) > _MOST_WORDS or not words[0].isupper():
        return False
    if looks_strictly_like_code(words.split()[0].strip(",;")) or _VALUED.search(words):
        return False
    ends_as_sentence = words.endswith((".", ";", ",", "?", "!"))
    return not ends_as_sentence and "http" not in words and not any(iso_dates(words))


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Whether a line has a blank one, or an edge of the document, above and below."""
    around = [lines[at] for at in (number - 2, number) if 0 <= at < len(lines)]
    return all(not each.strip() for each in around)
