"""Durations and shares that a passage names, in the language's words: `at least 6 weeks`."""

import re
from collections.abc import Iterator

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "ninety": 90,
}  # fmt: skip
# The first that fits counts; what stands behind the amount is looked at last.
_BEFORE = {
    "at least": r"at\s+least|a\s+minimum\s+of|minimum|no\s+less\s+than|≥|>=",
    "less than": r"less\s+than|fewer\s+than|under|<",
    "more than": r"more\s+than|greater\s+than|over|longer\s+than|exceeding|>",
    "at most": r"no\s+more\s+than|up\s+to|at\s+most|within|not\s+exceeding|≤|<=",
}
_BEHIND = {"at least": r"or\s+(?:more|longer|greater)", "at most": r"or\s+(?:less|fewer)"}
_COUNT = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_COMPARED = "|".join(f"(?P<c{at}>{pattern})" for at, pattern in enumerate(_BEFORE.values()))
_AFTER = "|".join(f"(?P<b{at}>{pattern})" for at, pattern in enumerate(_BEHIND.values()))
_DURATION = re.compile(
    rf"(?:(?:{_COMPARED})\s*)?(?<![\w-])(?P<count>{_COUNT})[\s-]*(?:\(\d+\)\s*)?"
    rf"(?P<unit>day|week|month|year)s?\b(?:\s+(?:{_AFTER}))?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?:(?:{_COMPARED})\s*)?(?<![\w-])(?P<share>one[\s-]third|\d{{1,3}}(?=\s*(?:%|percent\b)))"
    rf"(?:\s*(?:%|percent))?(?:\s+(?:{_AFTER}))?",
    re.IGNORECASE,
)
UNCERTAIN = "at least"


def durations(text: str) -> Iterator[str]:
    """The durations of a text with their comparison, `at least` where none is said."""
    for found in _DURATION.finditer(text):
        count = found["count"].lower()
        number = _NUMBERS.get(count) or int(count)
        unit = found["unit"].lower()
        yield f"{_comparison(found)} {number} {unit}{'' if number == 1 else 's'}"


def shares(text: str) -> Iterator[str]:
    """The shares of a whole that a text names with their comparison."""
    for found in _SHARE.finditer(text):
        share = found["share"].lower()
        amount = f"{share} percent" if share.isdigit() else "one third"
        yield f"{_comparison(found)} {amount}"


def _comparison(found: re.Match[str]) -> str:
    for at, name in enumerate(_BEFORE):
        if found[f"c{at}"]:
            return name
    return next((name for at, name in enumerate(_BEHIND) if found[f"b{at}"]), UNCERTAIN)
