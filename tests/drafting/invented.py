"""Texts made up here in the shape of the registered documents, and the ways in which they are altered."""

import re
from collections.abc import Sequence
from random import Random
from textwrap import wrap

from coverline.library import Library
from coverline.model.criteria import Criterion, walk
from coverline.model.policy import PolicyVersion
from coverline.sources.register import Lines, Section

LIBRARY = Library.load()
POLICIES = {name: versions[-1] for name, versions in LIBRARY.policies.items()}

_SYLLABLES = (
    "ba",
    "del",
    "fi",
    "gor",
    "hun",
    "ka",
    "lem",
    "mi",
    "nor",
    "pu",
    "ras",
    "sel",
    "to",
    "vin",
    "wy",
    "zam",
)
_COMMON = ("the", "of", "and", "in", "for", "a", "with", "to")
LINES_OF_TEXT = 14
FIRST_CODE = 70001


def criteria(policy: PolicyVersion) -> tuple[Criterion, ...]:
    """Every criterion of a policy that cites lines."""
    found = (each for position in policy.positions for each in walk(position.criteria))
    return tuple(each for each in found if each.cite.lines)


def lines_of(criterion: Criterion) -> Lines:
    assert criterion.cite.lines is not None
    return criterion.cite.lines


def document(policy: PolicyVersion) -> list[str]:
    """A text with a sentence on every line that a criterion cites, and codes below it."""
    count = LIBRARY.register.documents[policy.source].lines
    cited = {line for each in criteria(policy) for line in range(lines_of(each)[0], lines_of(each)[1] + 1)}
    text = [_line(number, number in cited) for number in range(1, count + 1)]
    return [
        *text,
        "",
        "CPT Codes",
        "",
        *(f"{code}\tthing {code}" for code in range(FIRST_CODE, FIRST_CODE + 6)),
    ]


def _line(number: int, cited: bool) -> str:
    random = Random(number)
    if not cited and number % 3 == 0:
        return ""
    words = [_word(random) if at % 3 else random.choice(_COMMON) for at in range(LINES_OF_TEXT)]
    sentence = f"{' '.join(words).capitalize()} for {number} weeks, {_word(random)}"
    return f"- {sentence}; or" if cited else f"{sentence}."


def _word(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 4)))


def without(text: Sequence[str], line: int) -> list[str]:
    return [*text[: line - 1], *text[line:]]


def other_weeks(text: Sequence[str], line: int) -> list[str]:
    """Another number on a line."""
    changed = re.sub(r"\d+", lambda found: str(int(found[0]) + 3), text[line - 1], count=1)
    assert changed != text[line - 1]
    return [*text[: line - 1], changed, *text[line:]]


def moved(text: Sequence[str], lines: Lines) -> list[str]:
    """The lines at the end of the text."""
    first, last = lines
    return [*text[: first - 1], *text[last:], "", *text[first - 1 : last]]


def flowed(text: Sequence[str], width: int) -> list[str]:
    """Every long line of words broken, hyphens included; rows of tables stay."""
    return [
        part
        for line in text
        for part in (
            wrap(line, width, subsequent_indent="  ") if len(line) > width and "\t" not in line else [line]
        )
    ]


def in_one_paragraph(text: Sequence[str]) -> list[str]:
    """The whole text without its lines."""
    return wrap(" ".join(" ".join(text).split()), 90)


def hyphenated(text: Sequence[str]) -> list[str]:
    """A long word of every long line divided at a line's end."""
    result: list[str] = []
    for line in text:
        words = list(re.finditer(r"\b([a-z]{4})([a-z]{4,})\b", line))
        if words and len(line) > 60 and "http" not in line and "\t" not in line:
            middle = words[len(words) // 2]
            result += [f"{line[: middle.end(1)]}-", line[middle.start(2) :]]
        else:
            result.append(line)
    return result


def with_headers(text: Sequence[str], every: int, around: Sequence[str] = ("",), after: int = 0) -> list[str]:
    """A header and a page number every so many lines, below some line."""
    result: list[str] = []
    for number, line in enumerate(text):
        if number % every == every - 5 and number >= after:
            page = number // every + 1
            result += [*around, "Plan of the Far North, medical policy", f"Page {page} of 99", *around]
        result.append(line)
    return result


def sections_with_criteria(policy: PolicyVersion) -> list[Section]:
    """The sections that hold a criterion whole."""
    sections = LIBRARY.register.documents[policy.source].sections
    cited = [lines_of(each) for each in criteria(policy)]
    return [each for each in sections if any(each.holds(lines) for lines in cited)]
