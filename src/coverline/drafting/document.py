"""A payer's document as it was read: its lines and pages, and what stands where in them.

Line numbers count from 1 in `ReadDocument.lines`, ends included, as citations do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coverline.sources.register import Lines, PrintedDate


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows; `level` counts from 1, the widest."""

    text: str
    line: int
    level: int


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, its wrapped lines joined, without its mark; `mark` is the mark as printed.

    `joiner` is the word that stands on a line of its own between it and the entry above it, if any.
    """

    text: str
    lines: Lines
    mark: str
    children: tuple["Item", ...] = ()
    joiner: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage that says what is covered or not: its words, and the list of conditions below it, if any.

    `section` is the heading that it stands under, empty where there is none. `lines` includes its items.
    """

    text: str
    lines: Lines
    section: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A policy number, and where it is printed."""

    number: str
    line: int


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code or a range as printed, the normalized codes that it stands for, and its footnote mark, if any.

    `system` is CPT, HCPCS, ICD-10-CM or ICD-10-PCS. Where the official list lacks the code, or its form fits
    no system, `suspect` says so and `likely` is the code that was probably meant, empty where none is near.
    `beside` is the clause that names it, empty where it stands in a table.
    """

    printed: str
    codes: tuple[str, ...]
    system: str
    line: int
    mark: str = ""
    suspect: bool = False
    likely: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Codes that stand together under one heading; `lines` runs from the first code to the last."""

    heading: str
    lines: Lines
    codes: tuple[PrintedCode, ...]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All that was found in a document; `pages` has the first line of each page, empty where none shows."""

    file: Path
    lines: tuple[str, ...]
    pages: tuple[int, ...]
    title: str
    numbers: tuple[PrintedNumber, ...]
    dates: tuple[PrintedDate, ...]
    headings: tuple[Heading, ...]
    statements: tuple[Statement, ...]
    tables: tuple[CodeTable, ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.lines)

    @property
    def codes(self) -> tuple[PrintedCode, ...]:
        """Every code of every table, in the order of the document."""
        return tuple(code for table in self.tables for code in table.codes)

    def page_of(self, line: int) -> int | None:
        """The page that a line stands on, from 1; None where the text shows no pages."""
        return sum(first <= line for first in self.pages) or None


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item with all that is below it, in the order of the document."""
    for item in items:
        yield item
        yield from walk(item.children)
