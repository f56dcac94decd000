"""Which words of an old text stand in a new one: in their order, or moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from coverline.drafting.words import APART, Word

# So many words that stand together elsewhere have moved; fewer have if they are whole lines.
_FEWEST_MOVED, _FEWEST = 8, 2
# In longer texts, words that are everywhere begin no run.
_FEW = 2000
MOST_WORDS = 400_000


@dataclass(frozen=True, slots=True)
class Match:
    """So many words from `old` on are the same as those from `new` on."""

    old: int
    new: int
    size: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each old word its place in the new text, or None; `moved` has the old words out of their order."""

    places: tuple[int | None, ...]
    moved: frozenset[int]
    inserted: frozenset[int]


def align(old: Sequence[Word], new: Sequence[Word]) -> Alignment:
    """The words of two texts laid side by side."""
    kept = _slid(_matches(_texts(old), _texts(new)), old, new)
    places: list[int | None] = [None] * len(old)
    for match in (*kept, *_joined_alike(kept, old, new)):
        for at in range(match.size):
            places[match.old + at] = min(match.new + at, len(new) - 1)
    taken = set(_taken(kept, old, new))
    moved = set()
    for match in _moves(old, new, places, taken):
        for at in range(match.size):
            places[match.old + at] = match.new + at
            moved.add(match.old + at)
            taken.add(match.new + at)
    return Alignment(tuple(places), frozenset(moved), frozenset(range(len(new))) - taken)


def _texts(found: Sequence[Word]) -> list[str]:
    return [each.text for each in found]


def _matches(old: list[str], new: list[str]) -> list[Match]:
    """Runs of equal words in order, what both texts begin and end with first."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    middle = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end])
    found = [Match(0, 0, start)]
    found += [Match(each.a + start, each.b + start, each.size) for each in middle.get_matching_blocks()]
    found.append(Match(len(old) - end, len(new) - end, end))
    return _merged(each for each in found if each.size)


def _merged(found: Iterator[Match]) -> list[Match]:
    """Runs that touch on both sides as one."""
    merged: list[Match] = []
    for each in found:
        last = merged[-1] if merged else None
        if last and last.old + last.size == each.old and last.new + last.size == each.new:
            merged[-1] = replace(last, size=last.size + each.size)
        else:
            merged.append(each)
    return merged


def _slid(found: list[Match], old: Sequence[Word], new: Sequence[Word]) -> list[Match]:
    """The same runs, where a gap may lie at several places so that it begins and ends with a line.

    Of "a fracture, b fracture" without its second part, either word may be called the one that is gone.
    """
    slid = list(found)
    for at, after in enumerate(found[1:]):
        before = slid[at]
        if before.new + before.size == after.new:
            shift = _shift(old, before.old + before.size, after.old, before.size, after.size)
        elif before.old + before.size == after.old:
            shift = _shift(new, before.new + before.size, after.new, before.size, after.size)
        else:
            continue
        slid[at] = replace(before, size=before.size + shift)
        slid[at + 1] = Match(after.old + shift, after.new + shift, after.size - shift)
    return slid


def _shift(found: Sequence[Word], start: int, stop: int, most_left: int, most_right: int) -> int:
    """How far to move a gap of these words, so that it and what follows begin with a line or a block."""
    candidates = [0]
    for step in range(1, most_left + 1):
        if found[start - step].text != found[stop - step].text:
            break
        candidates.append(-step)
    for step in range(most_right):
        if found[start + step].text != found[stop + step].text:
            break
        candidates.append(step + 1)
    return max(candidates, key=lambda each: (_score(found, start + each, stop + each), -abs(each)))


def _score(found: Sequence[Word], start: int, stop: int) -> int:
    after = found[stop].starts if stop < len(found) else APART
    return found[start].starts + after


def _gaps(found: Sequence[Match], old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[range, range]]:
    """The words of either text between the runs."""
    edges = (Match(0, 0, 0), *found, Match(len(old), len(new), 0))
    for before, after in pairwise(edges):
        yield range(before.old + before.size, after.old), range(before.new + before.size, after.new)


def _joined_alike(found: Sequence[Match], old: Sequence[Word], new: Sequence[Word]) -> Iterator[Match]:
    """Gaps where the same letters are only divided otherwise into words."""
    for lost, added in _gaps(found, old, new):
        if lost and added and _letters(old, lost) == _letters(new, added):
            yield Match(lost.start, added.start, len(lost))


def _taken(found: Sequence[Match], old: Sequence[Word], new: Sequence[Word]) -> Iterator[int]:
    """The new words that are no news."""
    for match in found:
        yield from range(match.new, match.new + match.size)
    for lost, added in _gaps(found, old, new):
        if lost and added and _letters(old, lost) == _letters(new, added):
            yield from added


def _letters(found: Sequence[Word], places: range) -> str:
    return "".join(found[at].text for at in places)


def _moves(
    old: Sequence[Word], new: Sequence[Word], places: Sequence[int | None], taken: set[int]
) -> Iterator[Match]:
    """Runs that are lost at one place and stand at another, the longest first."""
    lost = [at for at, place in enumerate(places) if place is None]
    added = [at for at in range(len(new)) if at not in taken]
    while lost and added:
        # Words that are no neighbours in their text must not look like one run.
        texts = ([old[at].text for at in lost], [new[at].text for at in added])
        longest = SequenceMatcher(None, *texts, autojunk=len(added) > _FEW).find_longest_match()
        size = _contiguous(lost[longest.a : longest.a + longest.size], added[longest.b :])
        if size < _FEWEST:
            return
        if size >= _FEWEST_MOVED or _whole_lines(old, lost, longest.a, size):
            yield Match(lost[longest.a], added[longest.b], size)
            del added[longest.b : longest.b + size]
        del lost[longest.a : longest.a + size]


def _contiguous(lost: Sequence[int], added: Sequence[int]) -> int:
    """How many of these stand together in either text."""
    for at in range(1, len(lost)):
        if lost[at] != lost[0] + at or added[at] != added[0] + at:
            return at
    return len(lost)


def _whole_lines(old: Sequence[Word], lost: Sequence[int], start: int, size: int) -> bool:
    """Whether so many lost words are all of a line, or of several."""
    first, after = lost[start], lost[start] + size
    return old[first].starts > 0 and (after == len(old) or old[after].starts > 0)
