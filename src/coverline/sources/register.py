"""The register of source documents: what each is, and the sections that its lines stand in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading of ours; lines count from 1, ends included."""

    heading: str
    lines: Lines

    def holds(self, lines: Lines) -> bool:
        """Whether all of these lines stand in the section."""
        return self.lines[0] <= lines[0] and lines[1] <= self.lines[1]

    @property
    def length(self) -> int:
        """How many lines the section has."""
        return self.lines[1] - self.lines[0] + 1


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


@dataclass(frozen=True, slots=True)
class Register:
    """All source documents, by id."""

    documents: Mapping[str, SourceDocument]

    def resolves(self, source: str, lines: Lines) -> bool:
        """Whether the register has the document and the document has the lines."""
        document = self.documents.get(source)
        return document is not None and 1 <= lines[0] <= lines[1] <= document.lines

    def section_of(self, source: str, lines: Lines) -> str:
        """The heading of the innermost section that holds the lines, or else the first of them.

        It is empty where no section does, or the register has no such document.
        """
        document = self.documents.get(source)
        sections = document.sections if document else ()
        first = (lines[0], lines[0])
        return _innermost(sections, lines) or _innermost(sections, first)


def _innermost(sections: Iterable[Section], lines: Lines) -> str:
    holding = [section for section in sections if section.holds(lines)]
    return min(holding, key=lambda section: section.length).heading if holding else ""
