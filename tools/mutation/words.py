"""What could stand in place of a number, a date, a code or a name, one step away."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from coverline.model.criteria import Comparison

# Where there are more names than this, as there are states, only the nearest two are tried.
MANY = 20
UNITS = ("days", "weeks", "months", "years")
DATE_WORDS = ("open", "not printed")


def near_names(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The other names, or the two beside this one where there are many."""
    others = tuple(each for each in names if each != text)
    if len(names) <= MANY or text not in names:
        return others[:MANY]
    at = names.index(text)
    return tuple(names[each] for each in (at - 1, at + 1) if 0 <= each < len(names))


def near_numbers(text: str) -> tuple[str, ...]:
    """The text with its first number one more, and one less."""
    found = re.search("[0-9]+", text)
    if not found:
        return ()
    start, end = found.span()
    return tuple(f"{text[:start]}{int(found[0]) + step}{text[end:]}" for step in (1, -1))


def near_dates(text: str) -> tuple[str, ...]:
    """A day as the next and the one before; a month or a year likewise; the words that stand for a day."""
    if text in DATE_WORDS:
        return (*(each for each in DATE_WORDS if each != text), "2020-01-01")
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        days = (date.fromisoformat(text) + timedelta(days=step) for step in (1, -1))
        return (*(day.isoformat() for day in days), *DATE_WORDS)
    if re.fullmatch("[0-9]{4}(-[0-9]{2})?", text):
        year = int(text[:4])
        return tuple(f"{year + step}{text[4:]}" for step in (1, -1))
    return ()


def near_codes(text: str) -> tuple[str, ...]:
    """A code with its last digit one more, and one less."""
    found = re.search("[0-9](?=[^0-9]*$)", text)
    if not found:
        return ()
    at, digit = found.start(), int(found[0])
    return tuple(f"{text[:at]}{digit + step}{text[at + 1 :]}" for step in (1, -1) if 0 <= digit + step <= 9)


def near_thresholds(text: str) -> Iterator[str]:
    """Other comparisons, numbers and units of a threshold such as `at least 6 weeks`; a day more and less."""
    for comparison in Comparison:
        amount = text.removeprefix(f"{comparison.value} ")
        if amount != text:
            yield from (f"{each.value} {amount}" for each in Comparison if each is not comparison)
            yield from (f"{comparison.value} {each}" for each in near_amounts(amount))


def near_amounts(amount: str) -> Iterator[str]:
    """A duration or a percentage, one more and one less, and in other units."""
    if amount == "one third":
        yield from ("33 percent", "34 percent", "one half")
        return
    yield from near_numbers(amount)
    number, unit = amount.split(" ")
    if unit in UNITS:
        yield from (f"{number} {each}" for each in UNITS if each != unit)
    if unit == "weeks":
        yield from (f"{7 * int(number) + step} days" for step in (1, -1))
