"""What a document says of coverage: the sentences, and the lists of conditions below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverline.drafting.blocks import Block, Kind, is_joiner
from coverline.drafting.document import Heading, Item, Statement, walk
from coverline.drafting.lists import nested
from coverline.drafting.wording import ends_in_colon, plain

_COVERAGE = re.compile(
    r"\bmedical(?:ly)?\s+necess|\binvestigational\b|\bexperimental\b|\bunproven\b|\bnot\s+(?:be\s+)?covered\b"
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


def statements(found: Sequence[Block], headed: Sequence[Heading]) -> Iterator[Statement]:
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
            yield _statement(block, section, items)
            open_list, at = True, at + 1 + _count(items)
            continue
        open_list = open_list and (is_joiner(block.text) or block.kind is Kind.ITEM)
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
    """The list that stands directly below a block, empty where there is none."""
    run = []
    for block in found[at + 1 :]:
        if block.kind is not Kind.ITEM or block.lines[0] in headed:
            break
        run.append(block)
    return nested(run)


def _count(items: tuple[Item, ...]) -> int:
    return len(list(walk(items)))


def _statement(block: Block, section: str, items: tuple[Item, ...]) -> Statement:
    last = max([block.lines[1], *(item.lines[1] for item in walk(items))])
    return Statement(plain(block.text), (block.lines[0], last), section, tuple(map(_plain, items)))


def _plain(item: Item) -> Item:
    return replace(item, text=plain(item.text), children=tuple(map(_plain, item.children)))
