"""The register of source documents: what each is, and where in it its lines stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coverline.sources.place import NOWHERE, Entry, Place

Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading of ours; lines count from 1, ends included.

    `printed` is the line of the document's own heading, None where it prints none.
    """

    heading: str
    lines: Lines
    printed: int | None = None

    def holds(self, lines: Lines) -> bool:
        """Whether all of these lines stand in the section."""
        return self.lines[0] <= lines[0] and lines[1] <= self.lines[1]

    @property
    def length(self) -> int:
        """How many lines the section has."""
        return self.lines[1] - self.lines[0] + 1


@dataclass(frozen=True, slots=True)
class PrintedList:
    """Bullets, or numbered items: `starts` has the first line of each, which ends where the next begins.

    A list whose lines lie inside one entry of another list is nested in that entry.
    """

    lines: Lines
    starts: tuple[int, ...]
    numbered: bool = False

    def entry(self, line: int) -> int | None:
        """Which entry has the line, from 1; None where the list does not have it."""
        if not self.lines[0] <= line <= self.lines[1]:
            return None
        return sum(start <= line for start in self.starts) or None


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date that the document prints, `on` a day, month or year in ISO form, and where."""

    what: str
    on: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A payer's document: its identity, the fingerprint of its text, and its sections.

    `number` is None where none is printed. `sha256` is that of the text file, which has `lines` lines.
    `pages` has the first line of each page, and is empty where the text does not show them.
    """

    id: str
    file: str
    publisher: str
    number: str | None
    title: str
    dates: tuple[PrintedDate, ...]
    sha256: str
    lines: int
    sections: tuple[Section, ...]
    pages: tuple[int, ...] = ()
    lists: tuple[PrintedList, ...] = ()

    def place(self, lines: Lines) -> Place:
        """Where the lines stand, in the terms of a person who holds the document."""
        section = self._section(lines)
        return Place(
            section.heading if section else "",
            section.printed if section else None,
            self._page(lines[0]),
            tuple(self._entries(lines[0], section)),
            tuple(self._entries(lines[1], section)),
        )

    def _section(self, lines: Lines) -> Section | None:
        """The innermost section that holds the lines, or else the first of them."""
        return _innermost(self.sections, lines) or _innermost(self.sections, (lines[0], lines[0]))

    def _page(self, line: int) -> int | None:
        return sum(first <= line for first in self.pages) or None

    def _entries(self, line: int, section: Section | None) -> Iterator[Entry]:
        """The entry that has the line in each list around it, from the outermost in."""
        around = sorted((each for each in self.lists if each.entry(line)), key=lambda each: each.lines[0])
        for depth, each in enumerate(around):
            number = each.entry(line)
            assert number is not None
            yield Entry(number, each.numbered, 0 if depth else self._which(each, section))

    def _which(self, wanted: PrintedList, section: Section | None) -> int:
        """Which list of its section this is, from 1; 0 where it is the only one."""
        if section is None:
            return 0
        inside = [each for each in self.lists if self._is_of(each, section)]
        return inside.index(wanted) + 1 if len(inside) > 1 and wanted in inside else 0

    def _is_of(self, wanted: PrintedList, section: Section) -> bool:
        """Whether a list stands in this section and in none inside it, nor in another list."""
        nested = any(each is not wanted and each.entry(wanted.lines[0]) for each in self.lists)
        return self._section(wanted.lines) == section and not nested


@dataclass(frozen=True, slots=True)
class Register:
    """All source documents, by id."""

    documents: Mapping[str, SourceDocument]
    # The same citations are asked for with every answer, and a place takes a walk through all lists.
    _places: dict[tuple[str, Lines], Place] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def resolves(self, source: str, lines: Lines) -> bool:
        """Whether the register has the document and the document has the lines."""
        document = self.documents.get(source)
        return document is not None and 1 <= lines[0] <= lines[1] <= document.lines

    def section_of(self, source: str, lines: Lines) -> str:
        """The heading of the innermost section that holds the lines, or else the first of them.

        It is empty where no section does, or the register has no such document.
        """
        return self.place(source, lines).section

    def place(self, source: str, lines: Lines) -> Place:
        """Where the lines of a document stand; nowhere where the register has no such document."""
        known = self._places.get((source, lines))
        if known is None:
            document = self.documents.get(source)
            known = self._places[source, lines] = document.place(lines) if document else NOWHERE
        return known


def _innermost(sections: Iterable[Section], lines: Lines) -> Section | None:
    holding = [section for section in sections if section.holds(lines)]
    return min(holding, key=lambda section: section.length) if holding else None
