"""Codes and dates that one edition of a document prints and another does not."""

import re
from calendar import month_abbr
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from coverline.drafting.blocks import blocks, joined_lines
from coverline.drafting.code_tables import code_tables
from coverline.drafting.codes import ICD10CM
from coverline.drafting.dates import iso_dates, printed_dates
from coverline.drafting.document import Heading, PrintedCode
from coverline.drafting.headings import headings, references
from coverline.sources.essence import letters
from coverline.sources.furniture import furniture

_DATED_ROW = re.compile(r"\W*\d{1,4}[/-]\d[\d/-]*\s+\S")


@dataclass(frozen=True, slots=True)
class Differing:
    """The words that only the new text has, and those that only the old one has."""

    added: frozenset[str]
    lost: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A code as people spell it, and what is printed for it: itself, or a range."""

    spelled: str
    printed: str


@dataclass(frozen=True, slots=True)
class CodeChanges:
    """Codes that only the new edition lists, and those that only the old one does."""

    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def are_none(self) -> bool:
        """Whether both editions list the same codes."""
        return not (self.added or self.removed)


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date by what it is; `before` or `after` is None where one edition does not print it."""

    what: str
    before: str | None
    after: str | None


def code_changes(old: Sequence[str], new: Sequence[str], differing: Differing) -> CodeChanges:
    """The codes of the tables of either text, ranges written out, compared.

    Where only the layout has changed, a table may no longer be one: a code counts where words differ.
    """
    before, after = _codes(old), _codes(new)
    added = [each for key, each in after.items() if key not in before and _among(each, differing.added)]
    removed = [each for key, each in before.items() if key not in after and _among(each, differing.lost)]
    return CodeChanges(tuple(each.spelled for each in added), tuple(each.spelled for each in removed))


def date_changes(old: Sequence[str], new: Sequence[str], differing: Differing) -> Iterator[DateChange]:
    """The dates that each text prints of itself, compared by what they are, as many of each as there are."""
    before, after = _dates(old), _dates(new)
    for what in dict.fromkeys((*before, *after)):
        known, found = before.get(what, ()), after.get(what, ())
        gone = [on for on in known if on not in found and _touched(on, differing.lost)]
        come = [on for on in found if on not in known and _touched(on, differing.added)]
        for one, other in zip_longest(gone, come):
            yield DateChange(what, one, other)


def _among(code: Listed, words: frozenset[str]) -> bool:
    """Whether a code, or an end of the range that it stands for, is among these words."""
    parts = [part for part in map(letters, re.split(r"[\s\u2010-\u2015]+", code.printed)) if part]
    return any(part in word for part in parts for word in words)


def _touched(on: str, words: frozenset[str]) -> bool:
    """Whether a part of a date is among these words, however it is written."""
    numbers = {int(part) for part in on.split("-")} | {int(on[2:4])}
    month = month_abbr[int(on[5:7])].casefold() if len(on) > 4 else ""
    found = {int(number) for word in words for number in re.findall(r"[0-9]{1,4}", word)}
    return bool(numbers & found) or any(word[:3] == month for word in words if word.isalpha())


def _codes(lines: Sequence[str]) -> dict[str, Listed]:
    """Every code of the tables by its normalized form."""
    whole = joined_lines(lines)
    return {
        code: Listed(_spelled(code, printed), printed.printed)
        for table in code_tables(whole, _headings(whole))
        for printed in table.codes
        for code in printed.codes
    }


def _dates(lines: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    whole = joined_lines(lines)
    cited = references(_headings(whole), len(whole))
    for each in printed_dates(whole, cited):
        found.setdefault(each.what, []).append(each.on)
    for number, line in enumerate(whole, start=1):
        if number not in cited and _DATED_ROW.match(line):
            found.setdefault("history entry", []).extend(list(iso_dates(line))[:1])
    return found


def _headings(lines: Sequence[str]) -> tuple[Heading, ...]:
    return tuple(headings(tuple(blocks(lines, furniture(lines))), lines, {}))


def _spelled(code: str, printed: PrintedCode) -> str:
    if printed.suspect:
        return printed.printed
    return f"{code[:3]}.{code[3:]}" if printed.system == ICD10CM and len(code) > 3 else code
