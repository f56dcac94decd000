"""Reads a payer's document from a PDF, a page of HTML or a text file."""

from collections.abc import Sequence
from pathlib import Path

from coverline.drafting.blocks import blocks, joined_lines
from coverline.drafting.code_tables import code_tables
from coverline.drafting.dates import printed_dates
from coverline.drafting.document import ReadDocument
from coverline.drafting.extract import Extract, Progress, extract
from coverline.drafting.headings import headings, references
from coverline.drafting.identity import printed_numbers, title_of
from coverline.drafting.statements import statements
from coverline.sources.furniture import furniture


def read_document(file: Path, progress: Progress | None = None) -> ReadDocument:
    """All that can be found in a document; Unreadable where it has no text to find anything in.

    `progress` is told how many pages of a PDF have been read.
    """
    return found_in(file, extract(file, progress))


def found_in(file: Path, extracted: Extract) -> ReadDocument:
    """All that can be found in a text."""
    lines = extracted.lines
    repeated = furniture(lines)
    joined = tuple(blocks(lines, repeated))
    headed = tuple(headings(joined, lines, extracted.levels))
    whole = joined_lines(lines)
    cited = references(headed, len(lines))
    return ReadDocument(
        file,
        lines,
        page_starts(lines),
        extracted.title or title_of(lines, headed),
        tuple(each for each in printed_numbers(lines) if each.line not in cited),
        tuple(printed_dates(whole, cited)),
        headed,
        tuple(statements(joined, headed)),
        tuple(code_tables(whole, headed)),
    )


def page_starts(lines: Sequence[str]) -> tuple[int, ...]:
    """The first line of each page; nothing where the text has no form feeds."""
    breaks = tuple(number for number, line in enumerate(lines, start=1) if number > 1 and "\f" in line)
    return (1, *breaks) if breaks else ()
