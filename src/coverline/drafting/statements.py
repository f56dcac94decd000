"""What a document says of coverage: the sentences, and the lists of conditions below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from coverline.drafting.blocks import Block, Kind
from coverline.drafting.document import Heading, Item, Statement, walk
from coverline.drafting.enumerations import counted_items, rows_as_items, table_below
from coverline.drafting.lists import nested, run_of
from coverline.drafting.wording import ends_in_colon, plain

_COVERAGE = re.compile(
    r"\bmedical(?:ly)?\s+necess|\binvestigational\b|\bexperimental\b|\bunproven\b|\bnot\s+(?:be\s+)?cover(?:ed)?\b"
    r"|\b(?:is|are)\s+(?:considered\s+)?(?:proven|covered|established|eligible)\b|\bcoverage\s+criteria\b"
    r"|\b(?:will|may)\s+(?:cover|be\s+(?:covered|approved))\b",
    re.IGNORECASE,
)
# What a document says of studies, of codes and of itself is no statement of coverage.
_ELSEWHERE = re.compile(
    r"\b(?:references|bibliography|history|revision|(?<!coverage )rationale|background|evidence"
    r"|description|cod(?:es|ing)|contents|update|guidelines|instructions|disclaimer|reimbursement|definitions|documentation)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"\bfollowing\b", re.IGNORECASE)


def statements(
    found: Sequence[Block], headed: Sequence[Heading], lines: Sequence[str]
) -> Iterator[Statement]:
    """Statements of coverage, each with the list below it; a list that goes on after it is one of its own."""
    by_line = {each.line: each.text for each in headed}
    section, open_list, at = "", False, 0
    while at < len(found):
        block = found[at]
        if block.lines[0] in by_line:
            section, open_list, at = by_line[block.lines[0]], False, at + 1
            continue
        items = _items_after(found, at, by_line) if _leads(block.text) else ()
        if _speaks(block, section) or (open_list and items and block.kind is Kind.PARAGRAPH):
            yield _statement(block, section, items, lines)
            open_list, at = True, at + 1
            while items and at < len(found) and found[at].lines[0] <= _last_line(items):
                at += 1
            continue
        open_list = open_list and block.kind in (Kind.JOINER, Kind.ITEM)
        at += 1


def is_of_coverage(text: str) -> bool:
    """Whether words say that something is covered or not."""
    return _COVERAGE.search(text) is not None


def _leads(text: str) -> bool:
    """Whether words begin a list: they end in a colon, or say what follows."""
    return ends_in_colon(text) or _FOLLOWING.search(text) is not None


def _speaks(block: Block, section: str) -> bool:
    return block.kind is not Kind.ROW and is_of_coverage(block.text) and _ELSEWHERE.search(section) is None


def _items_after(found: Sequence[Block], at: int, headed: dict[int, str]) -> tuple[Item, ...]:
    """The list that stands directly below a block, empty where there is none.

    Below an entry of a list stands what is nested in it; where the text has lost how entries are nested,
    those after it until one speaks of coverage itself.
    """
    run = run_of(found[at + 1 :], headed)
    if not run and ends_in_colon(found[at].text):
        return rows_as_items(table_below(found[at + 1 :]))
    if found[at].kind is not Kind.ITEM:
        return nested(run)
    own = nested((found[at], *run))[0].children
    if own or not ends_in_colon(found[at].text):
        return own
    return nested(tuple(takewhile(lambda block: not is_of_coverage(block.text), run)))


def _last_line(items: tuple[Item, ...]) -> int:
    return max(item.lines[1] for item in walk(items))


def _statement(block: Block, section: str, items: tuple[Item, ...], lines: Sequence[str]) -> Statement:
    text = block.text
    if not items:
        text, items = counted_items(block, lines)
    last = max(_last_line(items), block.lines[1]) if items else block.lines[1]
    return Statement(plain(text), (block.lines[0], last), section, tuple(map(_plain, items)))


def _plain(item: Item) -> Item:
    return replace(item, text=plain(item.text), children=tuple(map(_plain, item.children)))
