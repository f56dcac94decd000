"""Fingerprints of cited passages, by which they are found again in any extraction of their document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from zlib import crc32

from coverline.sources.essence import body, essence
from coverline.sources.furniture import furniture
from coverline.sources.register import Lines

# So many characters begin a search; a shorter passage is searched for whole.
_BEGINNING = 12
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Of the essence of a passage: its length, a checksum of its beginning, a hash of all of it.

    `times` is how often the document says the same; a short passage may stand in it more than once.
    """

    lines: Lines
    length: int
    begins: str
    sha256: str
    times: int


class Text:
    """The essence of a whole text, without what every page repeats, and with it.

    What repeats is a guess: a passage counts where either reading has it.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        without = "\n".join(line for _, line in body(lines, furniture(lines)))
        readings = {essence(without), essence("\n".join(lines))}
        self._readings = [(each, Beginnings(each)) for each in sorted(readings)]

    def times(self, wanted: Fingerprint) -> int:
        """How often the text says a passage."""
        return max(_times(wanted, said, beginnings) for said, beginnings in self._readings)

    def has(self, wanted: Fingerprint) -> bool:
        """Whether the text says a passage as often as the registered one."""
        return self.times(wanted) >= wanted.times


class Beginnings:
    """Where in a text each beginning of a passage may stand, by its checksum."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_size: dict[int, Mapping[str, list[int]]] = {}

    def places(self, wanted: Fingerprint) -> Sequence[int]:
        """The places where the beginning of a passage stands."""
        size = min(wanted.length, _BEGINNING)
        if size not in self._by_size:
            self._by_size[size] = _places(self._text, size)
        return self._by_size[size].get(wanted.begins, ())


def fingerprints(lines: Sequence[str], passages: Iterable[Lines]) -> Iterator[Fingerprint]:
    """The fingerprints of these passages of a text; one without a word has none."""
    skipped = furniture(lines)
    whole = Text(lines)
    for first, last in sorted(set(passages)):
        said = [line for number, line in body(lines, skipped) if first <= number <= last]
        bare = essence("\n".join(said))
        found = bare or essence("\n".join(lines[first - 1 : last]))
        if found:
            once = Fingerprint((first, last), len(found), _begins(found[:_BEGINNING]), _hash(found), 1)
            # How many pages repeat what is cited does not matter.
            yield replace(once, times=whole.times(once)) if bare else once


def _times(wanted: Fingerprint, text: str, beginnings: Beginnings) -> int:
    places = beginnings.places(wanted)
    return sum(_hash(text[at : at + wanted.length]) == wanted.sha256 for at in places)


def _places(text: str, size: int) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - size + 1):
        places[_begins(text[at : at + size])].append(at)
    return places


def _begins(text: str) -> str:
    return f"{crc32(text.encode()):08x}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGITS]
