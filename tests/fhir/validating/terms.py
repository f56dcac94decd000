"""Codes: which a value set holds, and which a code system has."""

import re
from collections.abc import Iterator
from typing import Any

from tests.fhir.validating.definitions import Definitions

Data = dict[str, Any]
Codes = frozenset[tuple[str, str]]

# Codes that are not listed, but formed; FHIR has short words for its own.
MEDIA_TYPES = "http://hl7.org/fhir/ValueSet/mimetypes"
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(; ?[a-z]+=.+)?|xml|json|ttl")


class Terms:
    """Answers None where only a terminology server could tell."""

    def __init__(self, defined: Definitions) -> None:
        self._defined = defined
        self._sets: dict[str, Codes | None] = {}

    def holds(self, value_set: str, system: str | None, code: str) -> bool | None:
        """Whether a value set holds a code; without a system, under any."""
        if value_set.partition("|")[0] == MEDIA_TYPES:
            return MEDIA_TYPE.fullmatch(code) is not None
        codes = self._of_set(value_set)
        if codes is None:
            return None
        return any(code == each and system in (None, of) for of, each in codes)

    def has(self, system: str, code: str) -> bool | None:
        """Whether a code system has a code."""
        codes = self._of_system(system, ())
        return None if codes is None else (system, code) in codes

    def _of_set(self, address: str) -> Codes | None:
        if address not in self._sets:
            found = self._defined.value_set(address)
            self._sets[address] = None  # a set that includes itself is none
            self._sets[address] = self._composed(found.get("compose", {})) if found else None
        return self._sets[address]

    def _composed(self, compose: Data) -> Codes | None:
        included = [self._included(each) for each in compose.get("include", ())]
        excluded = [self._included(each) for each in compose.get("exclude", ())]
        if not included or None in (*included, *excluded):
            return None
        return frozenset().union(*included) - frozenset().union(*excluded)  # type: ignore[arg-type]

    def _included(self, include: Data) -> Codes | None:
        sets = [self._of_set(each) for each in include.get("valueSet", ())]
        if "system" in include:
            system = include["system"]
            if "concept" in include:
                sets.append(frozenset((system, each["code"]) for each in include["concept"]))
            else:
                sets.append(self._of_system(system, include.get("filter", ())))
        found = [each for each in sets if each is not None]
        return frozenset.intersection(*found) if len(found) == len(sets) and found else None

    def _of_system(self, address: str, filters: Any) -> Codes | None:
        system = self._defined.code_system(address)
        if system is None or system.get("content") != "complete":
            return None
        concepts = system.get("concept", ())
        for each in filters:
            if each["op"] not in ("is-a", "descendent-of") or each["property"] != "concept":
                return None
            concepts = _below(concepts, each["value"], with_itself=each["op"] == "is-a")
        return frozenset((address, code) for code in _codes(concepts))


def _codes(concepts: Any) -> Iterator[str]:
    for each in concepts:
        yield each["code"]
        yield from _codes(each.get("concept", ()))


def _below(concepts: Any, code: str, with_itself: bool) -> list[Data]:
    for each in concepts:
        if each["code"] == code:
            return [each] if with_itself else list(each.get("concept", ()))
        if found := _below(each.get("concept", ()), code, with_itself):
            return found
    return []
