"""The studies that payers cite, what each is said to have found, and where the payers report it oddly."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

Lines = tuple[int, int]


class Direction(Enum):
    """Which way a finding points, as to whether the procedure helps."""

    FAVOURS = "favours"
    MIXED = "mixed"
    NEUTRAL = "neutral"
    AGAINST = "against"


class StudyKind(Enum):
    """What was done to find out."""

    SHAM_RCT = "sham_rct"
    RCT = "rct"
    SYSTEMATIC_REVIEW = "systematic_review"
    COHORT = "cohort"
    CASE_SERIES = "case_series"
    HEALTH_TECHNOLOGY_ASSESSMENT = "hta"
    GUIDELINE = "guideline"
    REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Study:
    """One finding in our own words; `n` counts people, None where no payer prints it.

    `cited_in` gives the lines by source document, `bears_on` the criteria by policy.
    """

    id: str
    by: str
    year: int | None
    kind: StudyKind
    topic: str
    population: str
    n: int | None
    comparator: str | None
    finding: str
    direction: Direction
    cited_in: Mapping[str, tuple[Lines, ...]]
    bears_on: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Account:
    """What one source document prints of a study, and where."""

    source: str
    lines: Lines
    prints: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Accounts that contradict each other, or one that cannot be right; `reading` is what is taken here."""

    id: str
    about: tuple[str, ...]
    says: str
    reading: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All studies and oddities, by id; `topics` names what the studies are about in words."""

    topics: Mapping[str, str]
    studies: Mapping[str, Study]
    oddities: Mapping[str, Oddity]
