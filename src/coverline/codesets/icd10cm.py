"""The official list of ICD-10-CM codes, from the index that tools/build_icd10cm.py writes.

The index has one line for each category, in the order of the list: the category's three characters, then
what follows them in each of its codes, parents before their children. A look-up searches one such line.
All codes here are normalized.
"""

from functools import cache, lru_cache
from pathlib import Path

_INDEX = Path(__file__).with_name("icd10cm.txt")


def exists(code: str) -> bool:
    """Whether a code is in the list, complete or not."""
    return _codes_after(code) is not None


def is_complete(code: str) -> bool:
    """Whether a code can be reported: the list has nothing below it, seventh characters included."""
    after = _codes_after(code)
    return after is not None and (after == "" or not after.startswith(code[3:]))


def between(first: str, last: str) -> tuple[str, ...]:
    """The complete codes from `first` to `last`, ends included, in the order of the list.

    An end that is not complete stands for all codes below it. There are none where an end is not in the
    list, or comes after the other.
    """
    if not (exists(first) and exists(last)):
        return ()
    codes = _codes_of_categories(first[:3], last[:3])
    if not codes or codes.index(first) > codes.index(last):
        return ()
    start, stop = codes.index(first), codes.index(last) + 1
    below_last = [code for code in codes[stop:] if code.startswith(last)]
    return tuple(code for code in codes[start:stop] + below_last if is_complete(code))


def below(beginning: str) -> tuple[str, ...]:
    """Every code of the list, complete or not, that begins like this; three characters at the least."""
    category = beginning[:3]
    line = _line(category)
    codes = [category + rest for rest in ("", *line.split())] if line else []
    return tuple(code for code in codes if code.startswith(beginning))


def edition() -> str:
    """The edition of the list, as its publisher names it."""
    with _INDEX.open(encoding="ascii") as lines:
        return lines.readline().strip()


def _codes_after(code: str) -> str | None:
    """The rest of the category's line after a code, None where the code is not in it."""
    # A space inside would match two neighbours of the line.
    if len(code) < 3 or not code.isalnum():
        return None
    _, found, after = _line(code[:3]).partition(f" {code[3:]} ")
    return after if found else None


@lru_cache(maxsize=2048)
def _line(category: str) -> str:
    """What follows a category's name in its line, with a space at each end; nothing where it has no line."""
    start = _list().find(f"\n{category}")
    return f" {_list()[start + 4 : _end_of_line(start + 1)]} " if start >= 0 else ""


def _codes_of_categories(first: str, last: str) -> list[str]:
    start, last_line = (_list().index(f"\n{category}") + 1 for category in (first, last))
    lines = _list()[start : _end_of_line(last_line)].splitlines()
    return [line[:3] + rest for line in lines for rest in ("", *line[3:].split())]


def _end_of_line(start: int) -> int:
    return _list().index("\n", start)


@cache
def _list() -> str:
    return _INDEX.read_text(encoding="ascii")
