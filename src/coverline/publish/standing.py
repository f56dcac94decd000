"""Where each criterion of an answer stands, with the facts that settle it and where they are recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from coverline.model.case import Known, written
from coverline.model.criteria import AnyOf, AtLeast, Citation, NoneOf, NotThis, Test
from coverline.model.determination import Explanation
from coverline.model.truth import Truth, opposite
from coverline.publish.wording import in_words, joins


class Standing(Enum):
    """How a criterion stands, in words that never say no of what nobody recorded."""

    SHOWN = "shown"
    ABSENT = "shown to be absent"
    NOT_MET = "not met"
    PRESENT = "present"
    OPEN = "open"
    NOT_DOCUMENTED = "not documented"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact of the case: its value, and where and when the case says that it is recorded."""

    fact: str
    value: str
    source: str
    on: str

    @property
    def place(self) -> str:
        """Where and when it is recorded, empty where the case does not say."""
        return ", ".join(filter(None, (self.source, self.on)))

    def beside(self, label: str) -> str:
        """The value and its place, with the fact unless the label beside it names the fact already."""
        said = self.value if label.startswith(self.fact) else f"{self.fact}: {self.value}"
        return f"{said} ({self.place})" if self.place else said

    def __str__(self) -> str:
        return self.beside("")


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of an answer; `wants` names the fact that would settle it where nobody recorded it.

    A `folded` one stands below another that nobody needs.
    """

    id: str
    number: str
    depth: int
    label: str
    joins: str
    standing: Standing
    facts: tuple[Recorded, ...]
    wants: str
    cite: Citation
    folded: bool = False


def recorded(known: Known) -> Recorded:
    """A fact in words; one that follows from others says so instead of a place."""
    source = "follows from other facts" if known.derived else known.source or ""
    on = str(known.recorded_on) if known.recorded_on else ""
    return Recorded(in_words(known.fact), in_words(written(known.value)), source, on)


def rows(explanation: Explanation) -> tuple[Row, ...]:
    """Every criterion, numbered as on the policy's page."""
    return tuple(_rows(explanation, "", 0, Truth.YES, False, False))


def _rows(
    node: Explanation, number: str, depth: int, wanted: Truth, spare: bool, folded: bool
) -> Iterator[Row]:
    criterion = node.criterion
    test = criterion.body if isinstance(criterion.body, Test) else None
    silent = test is not None and node.result is Truth.UNKNOWN and not node.evidence
    yield Row(
        id=criterion.id,
        number=number,
        depth=depth,
        label=criterion.label,
        joins=joins(criterion.body),
        standing=Standing.NOT_NEEDED if spare else _standing(node.result, wanted, silent),
        facts=tuple(recorded(each) for each in node.evidence),
        wants=in_words(test.fact) if test and silent else "",
        cite=criterion.cite,
        folded=folded,
    )
    # What an exclusion lists is bad news where it is present.
    below = opposite(wanted) if isinstance(criterion.body, NoneOf | NotThis) else wanted
    # Where enough of a choice is shown, nobody needs the rest of it.
    enough = isinstance(criterion.body, AnyOf | AtLeast) and node.result is wanted is Truth.YES
    for place, child in enumerate(node.children, 1):
        below_number = f"{number}.{place}" if number else str(place)
        not_needed = spare or (enough and child.result is not Truth.YES)
        yield from _rows(child, below_number, depth + 1, below, not_needed, spare)


def _standing(result: Truth, wanted: Truth, silent: bool) -> Standing:
    match result:
        case Truth.UNKNOWN:
            return Standing.NOT_DOCUMENTED if silent else Standing.OPEN
        case Truth.YES:
            return Standing.SHOWN if wanted is Truth.YES else Standing.PRESENT
        case Truth.NO:
            return Standing.NOT_MET if wanted is Truth.YES else Standing.ABSENT
        case _:
            assert_never(result)
