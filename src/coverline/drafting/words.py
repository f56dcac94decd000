"""A document as its words, each with its line, so that two layouts of one text are the same."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from coverline.drafting.blocks import blocks
from coverline.sources.essence import essence, letters, without_tags
from coverline.sources.furniture import furniture, is_page_number

# A line, a block of lines, a block with a blank line above it.
LINE, BLOCK, APART = 1, 2, 3
_REPEATED = 3
_MARKED = re.compile(r"\s*(?:[^\w\s#]|\w{1,3}[.)])\s")
_HYPHENATED = re.compile(r"[a-z]-$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word without punctuation; `starts` is what begins with it: nothing, a LINE, a BLOCK or one APART."""

    text: str
    line: int
    starts: int


def words(lines: Sequence[str], skipped: Collection[int]) -> tuple[Word, ...]:
    """The words of the lines that are not skipped; a word that a line's end divides is one."""
    starts = {block.lines[0]: _apart(lines, block.lines[0]) for block in blocks(lines, skipped)}
    found: list[Word] = []
    divided = False
    for number, line in enumerate(lines, start=1):
        if number in skipped or not line.strip():
            continue
        parts = [each for each in (letters(part) for part in without_tags(line).split()) if each]
        for at, text in enumerate(parts):
            if divided and at == 0 and text[0].isalpha():
                found[-1] = Word(found[-1].text + text, found[-1].line, found[-1].starts)
            else:
                found.append(Word(text, number, 0 if at else starts.get(number, LINE)))
        divided = bool(parts) and _HYPHENATED.search(line.rstrip()) is not None
    return tuple(found)


def _apart(lines: Sequence[str], number: int) -> int:
    above = lines[number - 2] if number > 1 else ""
    return BLOCK if above.strip() else APART


def skipped_lines(
    old: Sequence[str], new: Sequence[str], cited: Collection[int] = ()
) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """The lines of either text that only repeat what a page says, and of the old one those that were kept.

    What is furniture in the old edition is so in the new one, also where it stands there less often. A line
    is a new header where the new edition repeats it and the body of the old one does not. What is `cited`
    in the old edition is no furniture, however often it is said.
    """
    said_old, said_new = [_said(line) for line in old], [_said(line) for line in new]
    known = {said_old[number - 1] for number in furniture(old)}
    body = essence("\n".join(line for line, said in zip(old, said_old, strict=True) if said not in known))
    whole = essence("\n".join(new))
    for said, count in Counter(said_new).items():
        letters = essence(said)
        repeated = count >= _REPEATED and letters and not _MARKED.match(said)
        if repeated and whole.count(letters) - body.count(letters) >= _REPEATED - 1:
            known.add(said)
    known -= {said_old[number - 1] for number in cited}
    skipped_old = frozenset(_numbers(said_old, known, old))
    kept = frozenset(number for number in skipped_old if essence(said_old[number - 1]) in whole)
    return skipped_old, frozenset(_numbers(said_new, known, new)), kept


def _numbers(said: Sequence[str], known: set[str], lines: Sequence[str]) -> Iterator[int]:
    for number, (each, line) in enumerate(zip(said, lines, strict=True), start=1):
        if each in known or is_page_number(line):
            yield number


def _said(line: str) -> str:
    return " ".join(line.split()).casefold()
