"""Statements and the entries of their lists as criteria that somebody has to finish."""

import re
from collections import Counter
from collections.abc import Sequence

from coverline.document import Entries, Node
from coverline.drafting.document import Item
from coverline.drafting.draft_facts import Suggestions
from coverline.drafting.draft_joins import alternatives, join_of, joiners
from coverline.drafting.draft_nodes import at, cited, record, rows, text, todo
from coverline.drafting.draft_verdicts import Ruling
from coverline.drafting.draft_words import says_something
from coverline.sources.register import Lines

_EXAMPLES = re.compile(
    r"\b(?:including|includes?|such\s+as|limited\s+to|examples?|e\.g\.)\W*$", re.IGNORECASE
)


class Drafter:
    """Writes criteria, each with an id of its own made of its lines."""

    def __init__(self, suggestions: Suggestions) -> None:
        self._suggestions = suggestions
        self._used: Counter[str] = Counter()

    def of_ruling(self, ruling: Ruling, excluded: bool = False) -> list[Entries]:
        """The criteria of a statement: what it says itself, if anything, and its list."""
        statement, said = ruling.statement, ruling.rest
        if not statement.items or _EXAMPLES.search(statement.text):
            return [self._leaf(said, statement.lines, excluded)]
        return [*self._lead(ruling, excluded), self._list(said, statement.items, excluded)]

    def _lead(self, ruling: Ruling, excluded: bool) -> list[Entries]:
        """What a statement says above its list, if anything."""
        statement = ruling.statement
        last = max(statement.lines[0], statement.items[0].lines[0] - 1)
        if not self._is_sure(ruling.rest) and not says_something(ruling.after):
            return []
        return [self._leaf(ruling.rest, (statement.lines[0], last), excluded)]

    def group(self, join: str, parts: Sequence[Entries], lines: Lines) -> Entries:
        """Criteria under one label."""
        return self._criterion(lines, (join, rows(parts)), at(lines))

    def excluded(self, ruling: Ruling) -> Entries:
        """What a statement names that must not be."""
        items, lines = ruling.statement.items, ruling.statement.lines
        lead = self._lead(ruling, excluded=True) if items else [self._leaf(ruling.rest, lines, excluded=True)]
        parts = [*lead, *(self._item(each, excluded=True) for each in items)]
        if len(parts) == 1:
            return self._criterion(lines, ("not", parts[0]), at(lines))
        return self.group("none_of", parts, lines)

    def _item(self, item: Item, excluded: bool) -> Entries:
        if not item.children or _EXAMPLES.search(item.text):
            return self._leaf(item.text, item.lines, excluded)
        listed = self._list(item.text, item.children, excluded)
        if not self._is_sure(item.text) and not says_something(item.text):
            return listed
        leaf = self._leaf(item.text, item.lines, excluded)
        return self.group("all_of", [leaf, listed], (item.lines[0], _last(item)))

    def _list(self, lead: str, items: Sequence[Item], excluded: bool) -> Entries:
        lines = (items[0].lines[0], max(map(_last, items)))
        if len(items) == 1:
            return self._item(items[0], excluded)
        join, sure, count = join_of(lead, items)
        if not sure and {"and", "or"} <= set(joiners(items)):
            return self._mixed(items, lines, excluded)
        parts: Node = rows(self._item(each, excluded or join == "none_of") for each in items)
        if join == "at_least":
            parts = record(("count", text(str(count))), ("of", parts))
        advice = at(lines) if sure else f"{at(lines)}; all of them, or is one enough"
        return self._criterion(lines, (join, parts), advice)

    def _mixed(self, items: Sequence[Item], lines: Lines, excluded: bool) -> Entries:
        """A list that has both `and` and `or`: what `or` joins is taken together, as most often meant."""
        parts = [self._list("any of", each, excluded) for each in alternatives(items)]
        advice = f"{at(lines)}; `and` and `or` stand side by side: which of them belong together"
        return self._criterion(lines, ("all_of", rows(parts)), advice)

    def _leaf(self, said: str, lines: Lines, excluded: bool) -> Entries:
        body = ("present_when" if excluded else "needs", self._needs(said, lines))
        return self._criterion(lines, body, at(lines))

    def _needs(self, said: str, lines: Lines) -> Node:
        found = self._suggestions.on(said)
        if not found:
            return todo(f"{at(lines)}; no fact of the vocabulary comes near")
        return record(
            *((each.fact, todo(each.test if each.sure else f"perhaps {each.test}")) for each in found)
        )

    def _is_sure(self, said: str) -> bool:
        return any(each.sure for each in self._suggestions.on(said))

    def _criterion(self, lines: Lines, body: tuple[str, Node], advice: str) -> Entries:
        name = at(lines).replace(" ", "-")
        self._used[name] += 1
        number = self._used[name]
        identifier = name if number == 1 else f"{name}.{number}"
        return record(("id", text(identifier)), ("label", todo(advice)), ("cite", cited(lines)), body)


def _last(item: Item) -> int:
    return max([item.lines[1], *map(_last, item.children)])
