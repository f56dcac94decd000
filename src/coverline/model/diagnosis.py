"""Diagnosis codes as the field knows them: which values of a fact a code can be reported for."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiagnosisCodes:
    """The values of one fact that diagnosis codes can stand for, by normalized beginnings of codes."""

    fact: str
    beginnings: Mapping[str, frozenset[str]]

    def values(self, code: str) -> frozenset[str] | None:
        """What a normalized code can stand for by its longest known beginning; None where none is known."""
        lengths = range(len(code), 0, -1)
        found = (self.beginnings[code[:each]] for each in lengths if code[:each] in self.beginnings)
        return next(found, None)
