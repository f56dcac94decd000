"""Which source lines nothing cites."""

from dataclasses import dataclass

import pytest

from coverline.cli.uncited import uncited
from coverline.model.criteria import Citation


@dataclass(frozen=True)
class Rule:
    cite: Citation


@pytest.mark.parametrize(
    ("cited", "left"),
    [
        ([], ((1, 6),)),
        ([(1, 6)], ()),
        ([(1, 1), (6, 6)], ((2, 5),)),
        ([(2, 3), (3, 4)], ((1, 1), (5, 6))),
        ([(3, 3)], ((1, 2), (4, 6))),
        ([(5, 9)], ((1, 4),)),
    ],
)
def test_what_is_left_is_in_ranges(cited: list[tuple[int, int]], left: tuple[tuple[int, int], ...]) -> None:
    rules = {f"rule-{lines}": (Rule(Citation(lines)), Rule(Citation(None, "silent"))) for lines in cited}
    assert uncited(rules, 6) == left  # type: ignore[arg-type]
