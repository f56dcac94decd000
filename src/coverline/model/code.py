"""Procedure codes as the field knows them: techniques, regions and the days they are in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SourceLines:
    """Lines of a registered source document, ends included."""

    source: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """What a procedure code settles by itself.

    `regions` are those that a single level may lie in; `first_regions` those that at least one level
    of the service must lie in, where the code names its first level. Days are inclusive. An add-on code is
    reported only beside one of the codes of `add_on_to`, which are normalized.
    """

    system: str
    techniques: tuple[str, ...]
    regions: tuple[str, ...]
    first_regions: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    dates_cite: SourceLines | None = None
    add_on_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PcsPattern:
    """ICD-10-PCS codes by their characters: section, body system, operations, body part, approaches."""

    section: str
    body_system: str
    operations: frozenset[str]
    body_part: str
    approaches: frozenset[str]
    code: ProcedureCode

    def covers(self, code: str) -> bool:
        """Whether a normalized seven-character code has these characters."""
        return (
            code[0] == self.section
            and code[1] == self.body_system
            and code[2] in self.operations
            and code[3] == self.body_part
            and code[4] in self.approaches
        )


@dataclass(frozen=True, slots=True)
class ProcedureCodes:
    """The table of procedure codes that belong to this field, by normalized code."""

    codes: Mapping[str, ProcedureCode]
    patterns: tuple[PcsPattern, ...]

    def find(self, code: str) -> ProcedureCode | None:
        """The entry of a normalized code, or None where the code is nobody's question here."""
        known = self.codes.get(code)
        if known is None and len(code) == 7:
            return next((each.code for each in self.patterns if each.covers(code)), None)
        return known
