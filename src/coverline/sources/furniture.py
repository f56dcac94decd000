"""Page furniture: headers, footers and page numbers, which are no part of what a document says."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

# A page number at the beginning or the end of a short line, alone or beside the name of a policy.
_PAGE = re.compile(r"^\W*\d+\s+(?:of|/)\s+\d+\W*$|^\W*page\s*\d+\b|\bpage\s*\d+(?:\s*of\s*\d+)?\W*$")
_MARKED = re.compile(r"\s*(?:[^\w\s#]|\w{1,3}[.)])\s")
_LONGEST = 160
_REPEATED = 3
_LETTERS = 4
_MARGIN = 3
_CLOSED = (".", ":", ";", ",")


def furniture(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines, from 1, that repeat what every page says.

    Where form feeds show the pages, these stand at their edges. Elsewhere a repeated line counts where it
    stands alone or with others of its kind; a sentence, or what a paragraph goes on from, does not.
    """
    words = [_words(line) for line in lines]
    numbered = {at for at, line in enumerate(lines) if is_page_number(line)}
    edges = [at for page in pages(lines) for at in {*page[:_MARGIN], *page[-_MARGIN:]}]
    candidates = edges or [at for at, said in enumerate(words) if not said.endswith(_CLOSED)]
    often = {each for each, count in Counter(words[at] for at in candidates).items() if count >= _REPEATED}
    repeated = {
        at
        for at in candidates
        if words[at] in often and _can_repeat(words[at]) and not _MARKED.match(lines[at])
    }
    if not edges:
        repeated &= {at for run in _runs(words, repeated | numbered) for at in run}
    return frozenset(at + 1 for at in numbered | repeated)


def pages(lines: Sequence[str]) -> Iterator[list[int]]:
    """The lines with words of each page, by their places from 0; nothing where the text shows no pages."""
    breaks = [at for at, line in enumerate(lines) if "\f" in line]
    ends = [*breaks, len(lines)] if breaks else []
    for start, stop in zip([0, *breaks], ends, strict=False):
        yield [at for at in range(start, stop) if lines[at].strip()]


def is_page_number(line: str) -> bool:
    """Whether a line does no more than number its page."""
    said = _words(line)
    return 0 < len(said) <= _LONGEST and _PAGE.search(said) is not None and _is_no_sentence(line)


def _runs(words: Sequence[str], candidates: set[int]) -> Iterator[list[int]]:
    """Neighbours with nothing but candidates between two blank lines."""
    for blank, group in groupby(range(len(words)), key=lambda at: not words[at]):
        run = list(group)
        if not blank and candidates.issuperset(run):
            yield run


def _can_repeat(words: str) -> bool:
    return len(words) <= _LONGEST and sum(each.isalpha() for each in words) >= _LETTERS


def _is_no_sentence(line: str) -> bool:
    """Whether a line cannot be the end of a sentence, which may well name a page."""
    return not line.rstrip().endswith((".", ";", ",")) and "\t" not in line


def _words(line: str) -> str:
    return " ".join(line.split()).casefold()
