"""Whether an account is complete and true of the content."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tools.coverage_of_sources.inventories import Accounts

from coverline.library.citations import ranges
from coverline.problem import Problem, nearest
from coverline.sources.register import Lines

BLANK = "blank"


def statement_problems(
    accounts: Accounts, reader: str, numbers: Sequence[str], known: Mapping[str, object]
) -> Iterator[Problem]:
    """Statements without an entry, entries without a statement, places that the content does not have."""
    entries = accounts.statements.get(reader, {})
    for number, times in Counter(numbers).items():
        if times > 1:
            yield _problem(accounts, 0, f"{times} statements {number} of the {reader}", "one")
        if number not in entries:
            found = f"no entry for statement {number} of the {reader}"
            yield _problem(accounts, 0, found, "an entry for each")
    for number, account in entries.items():
        if number not in numbers:
            found = f"an entry for statement {number}"
            yield _problem(accounts, account.line, found, f"a statement of the {reader}")
        for place in account.places:
            if place not in known:
                expected = f"a kind and an id that {accounts.policy} has"
                yield _problem(accounts, account.line, f'"{place}"', expected, nearest(place, known))


def line_problems(accounts: Accounts, uncited: Sequence[Lines]) -> Iterator[Problem]:
    """Lines that nothing cites and no reason names, and the reverse."""
    left = {line for first, last in uncited for line in range(first, last + 1)}
    explained: Counter[int] = Counter()
    for each in accounts.cited_by_nothing:
        explained.update(each.lines)
        for first, last in ranges(line for line in each.lines if line not in left):
            found = f"lines {first}-{last} as {each.reason}"
            yield _problem(accounts, each.line, found, "lines that nothing cites")
    for first, last in ranges(line for line in sorted(left) if line not in explained):
        yield _problem(accounts, 0, f"lines {first}-{last}, which nothing cites", "a reason")
    for line, times in explained.items():
        if times > 1:
            yield _problem(accounts, 0, f"{times} reasons for line {line}", "one")


def blank_problems(accounts: Accounts, text: Sequence[str]) -> Iterator[Problem]:
    """Lines that are called blank and are not, and the reverse, in the text of the source."""
    for each in accounts.cited_by_nothing:
        for line in each.lines:
            blank = not text[line - 1].strip()
            if blank != (each.reason == BLANK):
                found = f"line {line}, which is {'blank' if blank else 'not blank'}, as {each.reason}"
                yield _problem(accounts, each.line, found, f"{BLANK} for blank lines and no others")


def _problem(accounts: Accounts, line: int, found: str, expected: str, hint: str = "") -> Problem:
    return Problem(accounts.file, line, found, expected, hint=hint)
