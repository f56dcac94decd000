"""Codes in a chart, under the names of their systems."""

from collections.abc import Iterator, Mapping
from typing import Any

from coverline.codesets.form import normalize
from coverline.model.terms import JOINT, CodeTable, Terms


def codings(value: Any, terms: Terms) -> Iterator[tuple[str, str]]:
    """The codings of a concept, or a coding itself: the system's name and the normalized code."""
    if not isinstance(value, Mapping):
        return
    inside = value.get("coding")
    for each in inside if isinstance(inside, list) else (value,):
        if isinstance(each, Mapping):
            system, code = each.get("system"), each.get("code")
            if isinstance(system, str) and isinstance(code, str) and system in terms.systems:
                yield terms.systems[system], normalize(code)


def sets_of(value: Any, terms: Terms) -> frozenset[str]:
    """The value sets that hold a concept, and its codes as tokens."""
    found: set[str] = set()
    for system, code in codings(value, terms):
        found.update(terms.members.names(system, code))
        found.add(f"{system}{JOINT}{code}")
    return frozenset(found)


def meanings(value: Any, table: CodeTable, terms: Terms) -> frozenset[str]:
    """What a concept stands for in a table: where its codings disagree, all of it."""
    said = [frozenset(found) for each in codings(value, terms) if (found := table.names(*each))]
    if not said:
        return frozenset()
    return frozenset.intersection(*said) or frozenset.union(*said)
