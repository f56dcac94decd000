"""The page docs/coverage-of-sources.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tools.coverage_of_sources.inventories import READERS, Account, Accounts

from coverline.library.citations import ranges, uncited
from coverline.model.policy import PolicyVersion
from coverline.sources.register import Lines, SourceDocument

Places = Mapping[str, tuple[Lines, ...]]

TITLES = {"first-reader": "The first reader", "second-reader": "The second reader"}
OPENING = """\
# Where every statement of the sources lives

Two readers listed, each without the other, everything in the documents that can be decided or checked:
[the first](inventory/first-reader.md) and [the second](inventory/second-reader.md). This page says for every
statement of both where it lives in the content, or why it is left out, and for every document which lines
nothing cites.

A place is a kind and an id in the policy file; the numbers behind it are the source lines that it cites.
A place without numbers rests on what the document does not say, or is our own name for it.

Written by `make coverage-of-sources` from the policies and the files in [inventory](inventory); a test holds
it to both. To change it, change those.
"""


@dataclass(frozen=True)
class Page:
    """The page of one policy: both readers' statements, and the lines that nothing cites."""

    policy: PolicyVersion
    document: SourceDocument
    accounts: Accounts
    places: Places

    def summary(self) -> str:
        """The policy's row in the table of all policies."""
        entries = [self.accounts.statements.get(reader, {}) for reader in READERS]
        left_out = sum(account.left_out is not None for each in entries for account in each.values())
        idle = sum(last - first + 1 for first, last in uncited(self.policy, self.document.lines))
        counts = (*map(len, entries), left_out, self.document.lines, idle)
        return _row(f"[{self.policy.id}](#{self.policy.id})", *map(str, counts))

    def lines(self, numbers: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """The lines of the page; `numbers` are those of each reader's statements, in order."""
        yield f"## {self.policy.id}"
        yield ""
        yield f"{self.policy.title}. {self.document.publisher}."
        for reader in READERS:
            yield from ("", f"### {TITLES[reader]}", "")
            yield from _table("", "what it says", "where it lives")
            for number in numbers[reader]:
                account = self.accounts.statements[reader][number]
                yield _row(number, account.says, self._where(account))
        yield from ("", "### Lines that nothing cites", "")
        yield from _table("lines", "what they are")
        for each in self.accounts.cited_by_nothing:
            yield _row(_said(each.ranges), each.reason)

    def _where(self, account: Account) -> str:
        if account.left_out is not None:
            return f"left out: {account.left_out}"
        kinds = groupby(account.places, key=lambda place: place.partition(" ")[0])
        return "; ".join(self._of_kind(kind, places) for kind, places in kinds)

    def _of_kind(self, kind: str, places: Iterable[str]) -> str:
        """The places of one kind, with their lines: note `gap` 37-47, `six-weeks` 37."""
        return f"{kind.replace('_', ' ')} {', '.join(map(self._named, places))}".strip()

    def _named(self, place: str) -> str:
        """A place without its kind."""
        _, _, name = place.partition(" ")
        lines = {line for first, last in self.places[place] for line in range(first, last + 1)}
        return " ".join(part for part in (f"`{name}`" if name else "", _said(ranges(sorted(lines)))) if part)


def whole(pages: Sequence[Page], numbers: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """The text of the file; `numbers` are the statements of each reader by policy."""
    lines = [OPENING]
    lines += _table("policy", "first reader", "second reader", "left out", "lines", "cited by nothing")
    lines += [page.summary() for page in pages]
    for page in pages:
        lines += ["", *page.lines({reader: numbers[reader].get(page.policy.id, ()) for reader in READERS})]
    return "\n".join(lines) + "\n"


def _table(*headings: str) -> tuple[str, str]:
    return _row(*headings), _row(*("---" for _ in headings))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _said(ranges: Iterable[Lines]) -> str:
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
