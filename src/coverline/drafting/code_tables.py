"""The places of a document where codes are listed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coverline.drafting.codes import codes_of
from coverline.drafting.document import CodeTable, Heading, PrintedCode
from coverline.drafting.wording import plain

# Words that announce codes, and the system that they name.
_SYSTEMS = {
    "ICD-10-PCS": r"\bICD[-\s]*10[-\s]*(?:PCS|procedure)",
    "ICD-10-CM": r"\bICD[-\s]*10[-\s]*(?:CM|diagnosis)|\bdiagnosis\s+codes?|\bICD\s+diagnosis",
    "HCPCS": r"\bHCPCS",
    "CPT": r"\bCPT",
}
_ANNOUNCES = re.compile(r"\b(?:codes?|coding)\b", re.IGNORECASE)
_LISTED = re.compile(r"(?:codes?|coding)\b[^.;]{0,60}:", re.IGNORECASE)
_LEAD = re.compile(r"[\s\f*\u2022\u2013-]*(?:</?\w+>)*")


@dataclass(slots=True)
class _Reading:
    """The table that is being read."""

    heading: str = ""
    system: str = ""
    codes: list[PrintedCode] = field(default_factory=list)

    def table(self) -> CodeTable | None:
        """The table so far, None where it has no codes."""
        if not self.codes:
            return None
        return CodeTable(self.heading, (self.codes[0].line, self.codes[-1].line), tuple(self.codes))


def code_tables(lines: Sequence[str], found: Sequence[Heading]) -> Iterator[CodeTable]:
    """Codes at the beginning of their lines below words that announce codes, until another heading."""
    headed = {each.line: each for each in found}
    reading = _Reading()
    listing = False
    for number, line in enumerate(lines, start=1):
        words = plain(line)
        if number in headed or _announces(line):
            announced = _ANNOUNCES.search(words) is not None or bool(_named(words))
            codes = [] if not announced else _inline(line, number)
            starts_anew = announced and (number in headed or _named(words) != reading.system)
            if starts_anew or not announced:
                table = reading.table()
                if table:
                    yield table
                reading = _Reading(words.rstrip(":"), _named(words)) if announced else _Reading()
            listing = announced
            reading.codes += codes
        elif listing:
            reading.codes += _row(line, number, reading.system)
    table = reading.table()
    if table:
        yield table


def _announces(line: str) -> bool:
    """Whether a line that is no heading says that codes follow: the head of a table, or words and a colon."""
    words = plain(line)
    if len(words) > 200 or _starts_with_code(line):
        return False
    return bool(_named(words)) and _ANNOUNCES.search(words) is not None


def _named(words: str) -> str:
    """The system that words name, empty where they name none or several."""
    named = [system for system, pattern in _SYSTEMS.items() if re.search(pattern, words, re.IGNORECASE)]
    return named[0] if len(named) == 1 else ""


def _inline(line: str, number: int) -> list[PrintedCode]:
    """Codes that follow the words that announce them in the same line."""
    listed = _LISTED.search(line)
    return list(codes_of(line[listed.end() :], number)) if listed else []


def _row(line: str, number: int, system: str) -> list[PrintedCode]:
    """The codes of a row: those that it begins with, before any description."""
    cells = _LEAD.sub("", line, count=1).split("\t")
    found = list(codes_of(cells[0], number, system, row=len(cells) > 1))
    return (
        found
        if found and _starts_with_code(line)
        else [each for each in found if each.suspect and not each.mark]
    )


def _starts_with_code(line: str) -> bool:
    rest = _LEAD.sub("", line, count=1)
    first = next(codes_of(rest.split("\t")[0], 0), None)
    return first is not None and rest.startswith(first.printed.split()[0])
