"""The lines of a document joined into blocks: paragraphs, entries of lists, rows of tables."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from coverline.sources.register import Lines

# Bullets as fonts of symbols have them too; a dash or a letter is one only before a space.
_SIGN = (
    "[\u2022\u2023\u2043\u00bb\u25b6\u25c6\u25c7\u2610\u2611\u2714\u27a4"
    "\u25cf\u25aa\u25ab\u25e6\u25cb\u25a1\u25a0\u27a2\u25ba\u2713\u2756"
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf06f\uf0a8\uf06e\uf0be]"
)
_NUMBER = r"\(?(?:\d{1,3}|[a-z]|[A-Z]|[ivx]{1,4}|[IVX]{1,4})[.)]"
_MARK = re.compile(
    rf"(?P<indent>[ \t\f]*)(?P<mark>{_SIGN}(?=\s*\S|$)"
    rf"|(?:{_SIGN}|[-\u2013*]|o)(?:\s+{_NUMBER})?(?=\s|$)|{_NUMBER}(?=\s|$))"
)
_JOINER = re.compile(r"\W*(and|or|plus|and/or|either|both)\W*", re.IGNORECASE)
# Where no line is indented, a single space before a capital is what is left of a bullet.
_LOST_MARK = re.compile(r" [A-Z]")
# A row of a table of codes whose columns are lost begins with its code.
_CODE = re.compile(r"(?:\d{5}|\d{4}[A-Z]|[A-Z]\d{4}|[A-Z]\d[0-9A-Z]\.[0-9A-Za-z]{1,4})(?:[\s,;]|$)")
# After a blank line, words that begin a sentence of their own though it has no capital.
_ANEW = re.compile(r"(?:the|an?|all|any|each|both|this|these|that|it|they)\b|.*:\W*$", re.IGNORECASE)
_CLOSED = (".", ";", ":", "?", "!")
_HEADING = re.compile(r"#{1,6}\s|\*\*[^*]+\*\*:?$")
_NARROW = 55


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    JOINER = "joiner"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; `mark` and `indent` are those of an entry of a list."""

    kind: Kind
    text: str
    lines: Lines
    mark: str = ""
    indent: int = 0


def blocks(lines: Sequence[str], skipped: Collection[int] = ()) -> Iterator[Block]:
    """The blocks of the lines that are not skipped, in order; lines count from 1."""
    joined = [_block(each) for each in _joined(lines, skipped)]
    before = None
    for block in joined:
        found = _with_lost_mark(block, before)
        before = before if found.kind is Kind.JOINER else found
        yield found


def joined_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """As many lines, each block whole on its first line and nothing on its others."""
    whole = [""] * len(lines)
    for each in _joined(lines, ()):
        first = each[0][0]
        indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
        whole[first - 1] = indent + " ".join(line.strip() for _, line in each)
    return tuple(whole)


def is_joiner(text: str) -> bool:
    """Whether a line only joins what is above it to what is below: `and`, `or`."""
    return _JOINER.fullmatch(text.strip()) is not None


def is_mark(text: str) -> bool:
    """Whether words are no more than the mark of an entry."""
    marked = _MARK.match(text.strip())
    return marked is not None and marked.end() == len(text.strip())


def _joined(lines: Sequence[str], skipped: Collection[int]) -> Iterator[list[tuple[int, str]]]:
    """Lines with their numbers, those together that belong together."""
    current: list[tuple[int, str]] = []
    blank = False
    for number, line in enumerate(lines, start=1):
        if number in skipped:
            continue
        if not line.strip():
            blank = True
            continue
        if current and not _continues(current[-1][1], line, blank):
            yield current
            current = []
        current.append((number, line))
        blank = False
    if current:
        yield current


def _continues(before: str, line: str, blank: bool) -> bool:
    """Whether a line goes on with what the one before it began."""
    text, said = line.strip(), before.strip()
    if _HEADING.match(said) or said.isupper():
        return False
    if (
        _MARK.match(line)
        or _LOST_MARK.match(line)
        or _CODE.match(text)
        or "\t" in text
        or is_joiner(text)
        or is_joiner(said)
    ):
        return False
    if "\t" in said:
        return not blank and text[0].islower()
    if said.count("(") > said.count(")"):
        return True
    if blank and len(said) < _NARROW and _ANEW.match(text):
        return False
    if blank or said.endswith(_CLOSED):
        return text[0].islower() and not said.endswith(_CLOSED)
    return text[0].islower() or len(said) >= _NARROW


def _block(numbered: list[tuple[int, str]]) -> Block:
    (first, line), (last, _) = numbered[0], numbered[-1]
    text = " ".join(" ".join(each.split()) for _, each in numbered)
    marked = _MARK.match(line)
    if "\t" in line.strip():
        return Block(Kind.ROW, "\n".join(each.strip() for _, each in numbered), (first, last))
    if is_joiner(text):
        return Block(Kind.JOINER, text, (first, last), indent=len(line) - len(line.lstrip()))
    if marked is None:
        return Block(Kind.PARAGRAPH, text, (first, last), indent=len(line) - len(line.lstrip()))
    mark = " ".join(marked["mark"].split())
    return Block(Kind.ITEM, text[len(mark) :].strip(), (first, last), mark, len(marked["indent"]))


def _with_lost_mark(block: Block, before: Block | None) -> Block:
    """An entry whose bullet the extraction has lost but for a space, below a colon or other entries."""
    follows_list = before is not None and (before.kind is Kind.ITEM or before.text.endswith(":"))
    is_left = block.kind is Kind.PARAGRAPH and block.indent == 1 and block.text[0].isupper()
    if is_left and follows_list:
        return replace(block, kind=Kind.ITEM)
    return block
