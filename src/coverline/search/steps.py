"""A path: values that, set in a case, make it met."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import TECHNIQUE
from coverline.model.case import Case, Known, Value
from coverline.model.criteria import Comparison
from coverline.search.knowing import Place, knowing


class Change(Enum):
    """How a value of a path could come about."""

    DOCUMENT = "document"
    TIME = "time"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Step:
    """One value of a path, under the fact's name or that of a field of the case.

    `bound` says where the value is only the nearest, and all beyond it will do too. A technique or level is
    that of some `services`; what a lesion states in part itself is set in it, under its `levels`.
    """

    fact: str
    value: Value
    change: Change
    bound: Comparison | None = None
    services: tuple[int, ...] = (0,)
    levels: tuple[str, ...] = ()


Path = tuple[Step, ...]


def along(path: Sequence[Step], case: Case) -> Case:
    """A case with the values of a path set in it."""
    for step in path:
        services = step.services if step.fact in (TECHNIQUE, LEVELS) else (0,)
        for service in services:
            place = Place(step.fact, service, step.levels)
            case = knowing(case, place, Known(step.fact, step.value))
    return case
