"""What became of the passage that a rule rests on."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from coverline.drafting.alignment import Alignment
from coverline.drafting.words import BLOCK, Word
from coverline.sources.register import Lines

# A passage that keeps fewer of its words is gone, whatever stands in its place.
_SHARE = 0.34
_AROUND = 2
_FIGURE = re.compile(
    r"\d|[<>≤≥=%]|^(?:no|not|none|never|without|except|unless|and|or|all|any|both|either|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|twelve|less|more|least|most|than|within|before|after|days?|weeks?|months?|years?)$"
)


class Kind(Enum):
    """What became of a passage."""

    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A rule whose passage is no longer what it was; `new` are the lines where it stands now, if it does.

    `was` and `now` are the words that differ, with their neighbours. `figures` says that a number, a
    comparison, a negation or a conjunction is among them; without one, the wording alone has changed.
    """

    id: str
    kind: Kind
    lines: Lines
    new: Lines | None = None
    was: str = ""
    now: str = ""
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Two texts side by side; `vanished` are old lines that every page repeated and the new text lacks."""

    old: Sequence[Word]
    new: Sequence[Word]
    alignment: Alignment
    vanished: Collection[int]

    def words_of(self, lines: Lines) -> range:
        """The old words of these lines."""
        start = bisect_left(self.old, lines[0], key=lambda word: word.line)
        return range(start, bisect_left(self.old, lines[1] + 1, key=lambda word: word.line))


def change_of(name: str, lines: Lines, text: Passage) -> Change | None:
    """What became of the passage of these lines; None where it says what it said, at its place."""
    places = text.words_of(lines)
    if not places:
        gone = any(lines[0] <= line <= lines[1] for line in text.vanished)
        return Change(name, Kind.GONE, lines) if gone else None
    lost = [at for at in places if text.alignment.places[at] is None]
    added = sorted(set(_inside(places, text)) | set(_at_edges(places, text)))
    moved = sum(at in text.alignment.moved for at in places)
    stands = _stands(places, text)
    if len(places) - len(lost) < _SHARE * len(places):
        return Change(name, Kind.GONE, lines, None, _said(text.old, lost))
    if lost or added or 0 < moved < len(places) or not _in_order(places, text):
        differing = [text.old[at].text for at in lost] + [text.new[at].text for at in added]
        figures = any(_FIGURE.search(each) for each in differing)
        was, now = _said(text.old, lost), _said(text.new, added)
        return Change(name, Kind.CHANGED, lines, stands, was, now, figures)
    return Change(name, Kind.MOVED, lines, stands) if moved else None


def _inside(places: range, text: Passage) -> Iterator[int]:
    """New words between the words of a passage."""
    found = [place for at in places if (place := text.alignment.places[at]) is not None]
    for before, after in pairwise(found):
        yield from (at for at in range(before + 1, after) if at in text.alignment.inserted)


def _at_edges(places: range, text: Passage) -> Iterator[int]:
    """New words that go on where the passage ends, or that begin the block in which it goes on."""
    last, first = text.alignment.places[places[-1]], text.alignment.places[places[0]]
    if last is not None:
        after = _run(range(last + 1, len(text.new)), text)
        if after and not text.new[after[0]].starts:
            yield from after
    if first is not None:
        before = _run(range(first - 1, -1, -1), text)
        begins = bool(before) and text.new[before[-1]].starts > 0
        if begins and not text.new[first].starts:
            yield from before


def _run(candidates: range, text: Passage) -> list[int]:
    """The new words from here on that the old text lacks, up to the first that it has, or to a new line."""
    run: list[int] = []
    for at in candidates:
        if at not in text.alignment.inserted:
            break
        if run and candidates.step > 0 and text.new[at].starts >= BLOCK:
            break
        run.append(at)
    return run


def _in_order(places: range, text: Passage) -> bool:
    found = [text.alignment.places[at] for at in places]
    return all(a is not None and b is not None and a <= b for a, b in pairwise(found))


def _stands(places: range, text: Passage) -> Lines | None:
    """The lines of the new text that have what is left of a passage."""
    lines = [text.new[place].line for at in places if (place := text.alignment.places[at]) is not None]
    return (min(lines), max(lines)) if lines else None


def _said(found: Sequence[Word], places: Sequence[int]) -> str:
    """These words with a few of their neighbours, dots where others stand between."""
    shown = sorted(
        {near for at in places for near in range(at - _AROUND, at + _AROUND + 1) if 0 <= near < len(found)}
    )
    parts: list[str] = []
    for before, at in pairwise([-1, *shown]):
        parts += ["...", found[at].text] if parts and at > before + 1 else [found[at].text]
    return " ".join(parts)
