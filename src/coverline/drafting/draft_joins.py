"""How the entries of a list are joined: all of them, any, none, or so many."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coverline.drafting.document import Item

# Words before a list that say how it is joined; the last of them counts, being the nearest to the list.
_WORDS = {
    "none_of": r"\bnot\s+present\b|\bnone\s+of\b|\babsence\s+of\b|\bcontraindicat|\bexclu(?:ded|sion)"
    r"|\bmay\s+not\s+have\b",
    "at_least": r"\bat\s+least\s+(?P<count>two|three|2|3)\s+(?:or\s+more\s+)?of\b"
    r"|\b(?P<other>two|three|2|3)\s+or\s+more\s+of\b",
    "any_of": r"\b(?:any|either|one)\b(?:\s+or\s+more)?(?:\s+\(\d\))?\s+(?:of\b|the\b)"
    r"|\bat\s+least\s+(?:one|1)\b|\b(?:for|of)\s*:\W*$"
    r"|\bfollowing\s+(?:\w+\s+)?(?:indications?|conditions?|diagnos[ei]s|situations?)\b",
    "all_of": r"\ball\b(?:\s+of)?(?:\s+the)?\b|\beach\s+of\b|\bboth\b(?:\s+of)?\b|\bevery\b",
}
_JOIN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _WORDS.items()), re.IGNORECASE)
_LAST_WORD = re.compile(r"[\W_]*\b(and|or)\W*$", re.IGNORECASE)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3}


def join_of(lead: str, items: Sequence[Item]) -> tuple[str, bool, int]:
    """How a list is joined, whether its words say so, and how many are needed where that is a number."""
    named = list(_JOIN.finditer(lead))
    if named:
        last = named[-1]
        name = next(each for each in _WORDS if last[each])
        count = _COUNTS.get((last["count"] or last["other"] or "").lower(), 0)
        return (name, True, count) if count <= len(items) else ("all_of", False, 0)
    endings = {each for each in joiners(items) if each}
    if len(endings) == 1:
        return ("any_of" if "or" in endings else "all_of"), True, 0
    return "all_of", False, 0


def joiners(items: Sequence[Item]) -> Iterator[str]:
    """The word between each entry and the next: and, or; empty where there is none."""
    for item, after in pairwise(items):
        found = _LAST_WORD.search(after.joiner) or _LAST_WORD.search(item.text)
        yield found[1].lower() if found else ""


def alternatives(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The entries of a list that has both words, those together that `or` joins."""
    group = [items[0]]
    for word, item in zip(joiners(items), items[1:], strict=True):
        if word != "or":
            yield tuple(group)
            group = []
        group.append(item)
    yield tuple(group)
