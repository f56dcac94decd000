"""The syntax tree of a policy's criteria: tests of facts, joined in groups.

Every reading of a policy (decide, batch, prove, ask, publish) walks these few node types.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import assert_never

from coverline.model.quantity import Duration
from coverline.model.truth import Truth


class Comparison(Enum):
    """How an amount is compared with a bound, in the policy's words."""

    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"


class Inclusion(Enum):
    """What a test asks of a set of values."""

    ANY = "includes_any_of"
    ALL = "includes_all_of"
    NONE = "includes_none_of"


@dataclass(frozen=True, slots=True)
class Among:
    """The fact has one of these values; yes/no facts have True or False."""

    values: frozenset[str | bool]


@dataclass(frozen=True, slots=True)
class Elapsed:
    """So much calendar time lies between the fact's start and the date of service."""

    comparison: Comparison
    bound: Duration


@dataclass(frozen=True, slots=True)
class Amount:
    """The fact's percentage compared with a bound."""

    comparison: Comparison
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Dated:
    """The day lies in a span; an open end is None, both ends are included."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Includes:
    """The fact's set has any, all or none of these values."""

    inclusion: Inclusion
    values: frozenset[str]


Relation = Among | Elapsed | Amount | Dated | Includes


@dataclass(frozen=True, slots=True)
class Test:
    """One fact and what is asked of it."""

    __test__ = False

    fact: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Citation:
    """The source lines that a rule rests on, ends included; without lines, `why` says so."""

    lines: tuple[int, int] | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is required."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part may be present: a list of exclusions."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class NotThis:
    """The part must be known to be absent."""

    part: "Criterion"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts are required."""

    count: int
    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """No fact can change the result."""

    result: Truth


Body = Test | AllOf | AnyOf | NoneOf | NotThis | AtLeast | Fixed


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement: an id that never changes, a label of ours, its citation and what it asks."""

    id: str
    label: str
    cite: Citation
    body: Body
    notes: tuple[str, ...] = ()
    refer_to: str | None = None
    never_decides_alone: str | None = None


def parts_of(criterion: Criterion) -> tuple[Criterion, ...]:
    """The criteria directly below this one."""
    match criterion.body:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts) | AtLeast(parts=parts):
            return parts
        case NotThis(part):
            return (part,)
        case Test() | Fixed():
            return ()
    assert_never(criterion.body)


def walk(criterion: Criterion) -> tuple[Criterion, ...]:
    """The criterion and all below it, in printed order."""
    return (criterion, *(below for part in parts_of(criterion) for below in walk(part)))
