"""Codes of the systems that charts are written in, and what they stand for here."""

from collections.abc import Mapping
from dataclasses import dataclass

JOINT = "|"  # joins a code system and a code, as FHIR writes them


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Names by the codes that stand for them; a code may stand for several.

    Codes are normalized and stand under the name of their system. `beginnings` holds the first characters of
    codes that all stand for the same.
    """

    exact: Mapping[tuple[str, str], tuple[str, ...]]
    beginnings: Mapping[tuple[str, str], tuple[str, ...]]

    def names(self, system: str, code: str) -> tuple[str, ...]:
        """What a code stands for; nothing where it is not in the table."""
        found = list(self.exact.get((system, code), ()))
        for end in range(1, len(code) + 1):
            found += self.beginnings.get((system, code[:end]), ())
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class ValueSet:
    """What a set of codes is for, where it comes from, and its codes by system; * ends a beginning."""

    purpose: str
    basis: str
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PayerIdentity:
    """How charts name a payer: identifiers as system and value, and names of the organization."""

    payer: str
    identifiers: frozenset[tuple[str, str]]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The value sets by name, and the tables that give codes their meaning.

    `systems` names a code system by each of its addresses; `members` gives a code the value sets that hold
    it; `levels` gives it the levels that it may lie at.
    """

    systems: Mapping[str, str]
    sets: Mapping[str, ValueSet]
    members: CodeTable
    levels: CodeTable
    techniques: CodeTable
    settings: CodeTable
    products: CodeTable
    payers: tuple[PayerIdentity, ...]
