"""What a chart leaves open so that there is no case, by its kind."""

from dataclasses import dataclass
from enum import Enum


class Wanting(Enum):
    """What is wanting for a case."""

    ORDER = "an order that counts"
    CODE = "one code of the service"
    DAY = "the day of the service"
    COVERAGE = "a coverage in force"
    PAYER = "a payer that is known"
    PRODUCT = "the product"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is wanting: what was found, and what is expected."""

    wanting: Wanting
    found: str
    expected: str
