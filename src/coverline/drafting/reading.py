"""Reads a payer's document from a PDF, a page of HTML or a text file."""

from collections.abc import Collection, Sequence
from pathlib import Path

from coverline.drafting.blocks import Block, blocks, joined_lines
from coverline.drafting.code_tables import code_tables
from coverline.drafting.dates import date_of_letter, printed_dates
from coverline.drafting.document import CodeTable, Heading, ReadDocument
from coverline.drafting.extract import Extract, Progress, extract
from coverline.drafting.headings import headings, references
from coverline.drafting.identity import printed_numbers, title_of
from coverline.drafting.statements import statements
from coverline.drafting.told_codes import told_codes
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
        (*date_of_letter(lines), *printed_dates(whole, cited)),
        headed,
        tuple(statements(joined, headed, lines)),
        _tables(joined, lines, headed, cited),
    )


def _tables(
    found: Sequence[Block], lines: Sequence[str], headed: Sequence[Heading], cited: Collection[int]
) -> tuple[CodeTable, ...]:
    """The tables of codes and the codes that sentences name, in the order of the document."""
    listed = tuple(code_tables(joined_lines(lines), headed))
    known = {code for table in listed for printed in table.codes for code in printed.codes}
    own = [block for block in found if block.lines[0] not in cited]
    return tuple(sorted((*listed, *told_codes(own, lines, headed, known)), key=lambda each: each.lines))


def page_starts(lines: Sequence[str]) -> tuple[int, ...]:
    """The first line of each page; nothing where the text has no form feeds."""
    breaks = tuple(number for number, line in enumerate(lines, start=1) if number > 1 and "\f" in line)
    return (1, *breaks) if breaks else ()
