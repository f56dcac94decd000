"""Quantities in words: days, months, durations, percentages, yes and no, lines of a source."""

import re
from datetime import date
from fractions import Fraction

from coverline.document import Scalar
from coverline.language.messages import Message, refuse, shortened
from coverline.model.criteria import Citation
from coverline.model.quantity import EARLIEST_YEAR, LONGEST_YEARS, Duration, Span, Unit, month, year

LATEST_YEAR = 2100
THIRD = "one third"

_LONGEST = {
    Unit.DAYS: LONGEST_YEARS * 1461 // 4,
    Unit.WEEKS: LONGEST_YEARS * 1461 // 28,
    Unit.MONTHS: LONGEST_YEARS * 12,
    Unit.YEARS: LONGEST_YEARS,
}


def read_day(node: Scalar, what: str = "a day") -> date:
    """An ISO day; Unreadable where it is none."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", node.text)
    if not found:
        raise refuse(
            node, Message.BAD_DAY, text=shortened(node.text), what=what, example="2024-06-15", hint=""
        )
    _check_year(node)
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        raise refuse(node, Message.NO_SUCH_DAY, text=node.text) from None


def read_span(node: Scalar) -> Span:
    """An ISO day, month or year, as the days that it can be; Unreadable where it is none."""
    if re.fullmatch(r"[0-9]{4}", node.text):
        _check_year(node)
        return year(int(node.text))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", node.text):
        _check_year(node)
        if not 1 <= int(node.text[5:]) <= 12:
            raise refuse(node, Message.NO_SUCH_DAY, text=node.text)
        return month(int(node.text[:4]), int(node.text[5:]))
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
        example = "2024-06-15, 2024-06 or 2024"
        raise refuse(
            node, Message.BAD_DAY, text=shortened(node.text), what="a date", example=example, hint=""
        )
    return Span.exactly(read_day(node))


def _check_year(node: Scalar) -> None:
    if not EARLIEST_YEAR <= int(node.text[:4]) <= LATEST_YEAR:
        raise refuse(node, Message.YEAR_OUT_OF_RANGE, text=node.text, first=EARLIEST_YEAR, last=LATEST_YEAR)


def read_duration(node: Scalar) -> Duration:
    """A whole number with its unit, such as 6 weeks; Unreadable where it is none."""
    if re.match(r"\s*-", node.text):
        raise refuse(node, Message.NEGATIVE_DURATION, text=shortened(node.text))
    found = re.fullmatch(r"([0-9]+) (day|week|month|year)s?", node.text)
    if not found:
        bare = re.fullmatch(r"[0-9]{1,6}", node.text)
        hint = f"write {node.text} days, or the unit that is meant" if bare else ""
        raise refuse(node, Message.BAD_DURATION, text=shortened(node.text), hint=hint)
    unit = Unit(found[2] + "s")
    if len(found[1]) > 6 or int(found[1]) > _LONGEST[unit]:
        raise refuse(node, Message.LONG_DURATION, text=shortened(node.text), longest=LONGEST_YEARS)
    return Duration(int(found[1]), unit)


def read_percent(node: Scalar) -> Fraction:
    """A percentage from 0 to 100, with or without its sign; Unreadable where it is none."""
    if node.text == THIRD:
        return Fraction(100, 3)
    found = re.fullmatch(r"(-?[0-9]{1,12}(\.[0-9]{1,12})?) ?(percent|%)?", node.text)
    if not found:
        raise refuse(node, Message.BAD_PERCENT, text=shortened(node.text))
    value = Fraction(found[1])
    if not 0 <= value <= 100:
        raise refuse(node, Message.PERCENT_OUT_OF_RANGE, text=node.text)
    return value


def read_yes_no(node: Scalar) -> bool:
    """Yes, no, true or false; Unreadable where it is something else."""
    answers = {"yes": True, "true": True, "no": False, "false": False}
    if node.text.lower() not in answers:
        hint = (
            "what is not documented is left out" if node.text.lower() in ("unknown", "n/a", "na", "?") else ""
        )
        raise refuse(node, Message.BAD_YES_NO, text=shortened(node.text), hint=hint)
    return answers[node.text.lower()]


def read_count(node: Scalar, least: int = 1, most: int = 100) -> int:
    """A whole number in a range; Unreadable where it is none."""
    if not re.fullmatch(r"[0-9]{1,9}", node.text) or not least <= int(node.text) <= most:
        raise refuse(node, Message.BAD_COUNT, text=shortened(node.text), least=least, most=most)
    return int(node.text)


def read_lines(node: Scalar) -> tuple[int, int] | None:
    """Lines of a source, both ends included, or None for `none`; Unreadable where they are neither."""
    if node.text == "none":
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?", node.text)
    if not found:
        hint = "cite the line that matters most" if "," in node.text else ""
        raise refuse(node, Message.BAD_LINES, text=shortened(node.text), hint=hint)
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise refuse(node, Message.LINES_BACKWARD, text=node.text)
    return first, last


def citation(lines: Scalar, why: str | None) -> Citation:
    """The source lines of a rule, or the reason why there are none."""
    return Citation(read_lines(lines), why)
