"""What a policy cites, and which source lines nothing cites."""

from dataclasses import dataclass

import pytest

from coverline.library.citations import cited, uncited
from coverline.model.criteria import Citation


@dataclass(frozen=True)
class Rule:
    cite: Citation


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([], ((1, 6),)),
        ([(1, 6)], ()),
        ([(1, 1), (6, 6)], ((2, 5),)),
        ([(2, 3), (3, 4)], ((1, 1), (5, 6))),
        ([(3, 3)], ((1, 2), (4, 6))),
        ([(5, 9)], ((1, 4),)),
    ],
)
def test_what_is_left_is_in_ranges(lines: list[tuple[int, int]], left: tuple[tuple[int, int], ...]) -> None:
    rules = {f"rule-{each}": (Rule(Citation(each)), Rule(Citation(None, "silent"))) for each in lines}
    assert uncited(rules, 6) == left


def test_a_citation_is_found_however_deep() -> None:
    inner = {"a": (Rule(Citation((1, 2))), "text"), "b": Rule(Citation((4, 4)))}
    assert list(cited({"x": (inner, 3, None)})) == [(1, 2), (4, 4)]
