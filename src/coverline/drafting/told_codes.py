"""Codes that sentences and labelled rows name, outside of the tables that list them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from coverline.drafting.blocks import Block
from coverline.drafting.codes import ICD10CM, codes_of
from coverline.drafting.document import CodeTable, Heading, PrintedCode
from coverline.drafting.wording import plain

# Words beside which a number of five digits is a code, and those beside which a diagnosis is.
_OF_CODES = r"\bCPT\b|\bHCPCS\b|\bcod(?:es?|ing)\b|\bbill(?:s|ed|ing)?\b|\breport(?:s|ed)?\b|\bpayable\b"
_PROCEDURES = re.compile(_OF_CODES, re.IGNORECASE)
_DIAGNOSES = re.compile(rf"{_OF_CODES}|\bICD\b|\bdiagnos[ei]s\b|\bclaims?\b", re.IGNORECASE)
# What a document tells of its past, of studies and of other texts lists no codes.
_ELSEWHERE = re.compile(
    r"\b(?:references|bibliography|history|revisions?|updates?|background|evidence|rationale|description)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]\s|\.\s+(?=[A-Z])|\t")


def told_codes(
    found: Sequence[Block], lines: Sequence[str], headed: Sequence[Heading], known: Collection[str]
) -> Iterator[CodeTable]:
    """Codes that are none of the `known` ones, each with the clause of a sentence that it stands in."""
    sections = {each.line: each.text for each in headed}
    section, seen = "", set(known)
    for before, block in pairwise((None, *found)):
        assert block is not None
        section = sections.get(block.lines[0], section)
        if _ELSEWHERE.search(section):
            continue
        # A line that begins with a code is a block of its own, though a sentence may go on in it.
        above = before.text if before is not None and before.lines[1] + 1 == block.lines[0] else ""
        told = [each for each in _told(block, f"{section} {above}", lines) if seen.isdisjoint(each.codes)]
        seen.update(code for each in told for code in each.codes)
        if told:
            yield CodeTable(section, (told[0].line, told[-1].line), tuple(told))


def _told(block: Block, above: str, lines: Sequence[str]) -> Iterator[PrintedCode]:
    text = plain(block.text)
    about = f"{above} {text}"
    wanted = [_PROCEDURES.search(about) is not None, _DIAGNOSES.search(about) is not None]
    for clause in _CLAUSE.split(block.text) if any(wanted) else ():
        for code in codes_of(clause, block.lines[0]):
            if _is_meant(code) and wanted[code.system == ICD10CM]:
                yield replace(code, line=_line_of(code.printed, block, lines), beside=plain(clause))


def _is_meant(code: PrintedCode) -> bool:
    """Whether it is spelled as codes are: `2012a` is the year of a study."""
    ends = re.split(r"\s+(?:to|through|thru)\s+", code.printed)
    return not code.suspect and all(end == end.upper() for end in ends)


def _line_of(printed: str, block: Block, lines: Sequence[str]) -> int:
    """The line of the block that a code, or the beginning of a range, stands on."""
    first, last = block.lines
    word = printed.split()[0]
    return next((each for each in range(first, last + 1) if word in lines[each - 1]), first)
