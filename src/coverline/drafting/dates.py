"""The dates that a document prints about itself: effective, reviewed, revised, retired."""

import re
from calendar import month_name
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from coverline.sources.register import PrintedDate

# What stands before a date says what it is; the first that fits counts.
_LABELS = {
    "next review": r"next\s+(?:scheduled\s+)?review|(?:will|to)\s+be\s+reviewed|review\s+(?:is\s+)?due",
    "first effective": r"(?:original(?:ly)?|initial|first)\s+effective|original\s+(?:policy\s+)?date",
    "effective": r"effective|(?:takes?|in)\s+effect|in\s+force|(?:beginning|starting)(?=\s*$)",
    "reviewed": r"review(?:ed)?|approv(?:ed|al)",
    "revised": r"revis(?:ed|ion)|updated?",
    "retired": r"retired?|terminat(?:ed|ion)|valid\s+for\s+dates\s+of\s+service\s+prior\s+to|end\s+date",
    "published": r"publi(?:shed|cation)|posted|issued?\b",
}
_LABEL = re.compile(
    "|".join(f"(?P<l{at}>\\b(?:{each}))" for at, each in enumerate(_LABELS.values())), re.IGNORECASE
)
_MONTHS = tuple(name.casefold() for name in month_name if name)
_MONTH = "|".join(("sept", *(f"{each[:3]}(?:{each[3:]})?" if each[3:] else each for each in _MONTHS)))
_DATE = re.compile(
    r"(?P<iso>\b(?:19|20)\d{2}-\d{2}(?:-\d{2})?\b(?!-))"
    r"|\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})\b"
    rf"|\b(?P<name>{_MONTH})\.?\s+(?:(?P<named_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<named_year>\d{{4}})\b"
    r"|\b(?P<only_month>\d{1,2})/(?P<only_year>\d{4})\b",
    re.IGNORECASE,
)
# A label belongs to a date that follows it closely; a sentence about something else does not.
_NEAR = 40
_TOP = 15
_LATEST_SHORT_YEAR = 69


def printed_dates(lines: Sequence[str], skipped: Collection[int] = ()) -> Iterator[PrintedDate]:
    """Each date with a label before it in its line, once for each label, in the order of the document."""
    seen = set()
    for number, line in enumerate(lines, start=1):
        found = () if number in skipped else _of_line(line)
        for what, on in found:
            if (what, on) not in seen:
                seen.add((what, on))
                yield PrintedDate(what, on, (number, number))


def date_of_letter(lines: Sequence[str]) -> Iterator[PrintedDate]:
    """The date that stands alone on a line near the top, as that of a letter does."""
    for number, line in enumerate(lines[:_TOP], start=1):
        found = _DATE.fullmatch(line.strip())
        on = _iso(found) if found else ""
        if len(on) == len("2025-06-02"):
            yield PrintedDate("published", on, (number, number))
            return


def iso_dates(line: str) -> Iterator[str]:
    """Every date of a line, as a day or a month in ISO form."""
    for found in _DATE.finditer(line):
        on = _iso(found)
        if on:
            yield on


def _of_line(line: str) -> Iterator[tuple[str, str]]:
    for found in _DATE.finditer(line):
        labels = list(_LABEL.finditer(line[: found.start()]))
        on = _iso(found)
        if labels and on and _belongs(line[labels[-1].end() : found.start()]):
            yield _name(labels[-1]), on


def _belongs(between: str) -> bool:
    words = re.sub(r"[\W_]+", " ", between).strip()
    return len(words) <= _NEAR and _DATE.search(between) is None


def _name(label: re.Match[str]) -> str:
    assert label.lastgroup is not None
    return list(_LABELS)[int(label.lastgroup[1:])]


def _iso(found: re.Match[str]) -> str:
    """The date in ISO form, empty where the calendar has no such day."""
    given = found.groupdict()
    if given["iso"]:
        parts = given["iso"]
    elif given["name"]:
        month = 1 + [each[:3] for each in _MONTHS].index(given["name"][:3].casefold())
        parts = _written(given["named_year"], month, given["named_day"])
    elif given["only_year"]:
        parts = _written(given["only_year"], int(given["only_month"]), None)
    else:
        parts = _written(given["year"], int(given["month"]), given["day"])
    try:
        date.fromisoformat(f"{parts}-01"[:10])
    except ValueError:
        return ""
    return parts


def _written(year: str, month: int, day: str | None) -> str:
    number = int(year)
    full = number if len(year) == 4 else number + (2000 if number <= _LATEST_SHORT_YEAR else 1900)
    return f"{full:04}-{month:02}" + (f"-{int(day):02}" if day else "")
