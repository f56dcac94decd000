"""How a proportion is written down.

All of them are guesses of what arrives at a payer's desk, not counts of any real one. Weights are parts of
a thousand; what they leave is not recorded. Under `given` each line begins with values of that earlier
column, and `else` stands for its other values and for none.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a drawn value becomes; what is unseen is followed by other columns only."""

    TEXT = auto()
    LIST = auto()
    YES_NO = auto()
    NUMBER = auto()
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class Draw:
    """How often a column takes which value; in a list `+` joins what is listed and `[]` is the empty list."""

    name: str
    why: str
    weights: str
    given: str | None = None
    kind: Kind = Kind.TEXT
