"""Where a chart records a fact: which resources, which codes in them, and what they say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coverline.model.case import Value


class About(Enum):
    """Whom a record is about, which decides when it counts.

    A record of the LEVEL counts at the level that it names, and without one where the order names the record
    or the chart tells of no other level. One of a NAMED_LEVEL counts only where it, or the order, names that
    level; one of a REGION also where it names a region that holds it; one of the PATIENT at every level.
    """

    LEVEL = "level"
    NAMED_LEVEL = "named level"
    REGION = "region"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Says:
    """The record itself says the value."""

    value: "Value"


@dataclass(frozen=True, slots=True)
class Reads:
    """The value stands at a path: as it is, as a score in bands, or as a code.

    `bands` are values with their lowest scores, lowest first; `choices` values with their value sets.
    """

    path: str
    bands: tuple[tuple[Fraction, str], ...] = ()
    choices: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Lasts:
    """The record is of something that lasts from a day to a day; `ongoing` is true while it has no end."""

    since: str
    until: str
    ongoing: str


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """A kind of resource that records a fact; every path is FHIRPath.

    `where` gives paths to codes, each of which must be in one of its value sets, or be one of its tokens (a
    code system and a code, joined by a bar). `provided` must be true. Of records that take the place of older
    ones the `newest` count. A record `before_service` lies wholly before that day. `if_refuted` is the value
    where the record is refuted. In the regions `not_at` the record may mean something else.
    """

    resource: str
    where: Mapping[str, tuple[str, ...]]
    value: Says | Reads | Lasts
    about: About = About.LEVEL
    provided: str | None = None
    newest: bool = False
    before_service: bool = False
    not_at: tuple[str, ...] = ()
    if_refuted: "Value | None" = None
