"""Fragments of a page brought into lines and rows."""

import pytest

from coverline.drafting.pdf_rows import Fragment, page_lines

HEIGHT = 8


def at(text: str, left: float, line: float) -> Fragment:
    """A fragment on a line that counts down the page, ten points each."""
    bottom = 700 - 10 * line
    return Fragment(text, left, bottom, left + 4 * len(text), bottom + HEIGHT)


def lines(*fragments: Fragment) -> list[str]:
    return [each.text for each in page_lines(fragments)]


CELLS = (
    at("22510", 50, 0),
    at("cement at the", 110, 0),
    at("neck or chest", 110, 1),
    at("if met", 300, 0),
)
BY_LINES = (at("22510", 50, 0), at("cement", 110, 0), at("if met", 300, 0), at("at the neck", 110, 1))


@pytest.mark.parametrize(
    ("fragments", "expected"),
    [
        (CELLS, ["22510\tcement at the neck or chest\tif met"]),
        (BY_LINES, ["22510\tcement at the neck\tif met"]),
        ((*CELLS, at("22511", 50, 3)), ["22510\tcement at the neck or chest\tif met", "22511"]),
        # Rows that stand close: a code, a number or a capital begins a row of its own.
        ((*BY_LINES[:2], at("22511", 50, 1), at("more", 110, 1)), ["22510\tcement", "22511\tmore"]),
        (
            (at("Pain", 50, 0), at("any", 110, 0), at("Age", 50, 1), at("old", 110, 1)),
            ["Pain\tany", "Age\told"],
        ),
        (
            (at("Pain of", 50, 0), at("any", 110, 0), at("a bone", 50, 1), at("kind", 110, 1)),
            ["Pain of a bone\tany kind"],
        ),
        # What stands on no edge of a column, or far below, belongs to no row.
        ((*BY_LINES[:2], at("A sentence", 80, 1)), ["22510\tcement", "A sentence"]),
        ((*BY_LINES[:2], at("far below", 110, 3)), ["22510\tcement", "far below"]),
        # An entry of a list is no row, nor are words of another style.
        ((at("1.", 50, 0), at("first words", 75, 0), at("and more", 75, 1)), ["1. first words", "and more"]),
        ((at("Bold", 50, 0), at("words", 68, 0), at("below", 68, 1)), ["Bold words", "below"]),
        ((), []),
    ],
)
def test_a_row_of_a_table_is_one_line(fragments: tuple[Fragment, ...], expected: list[str]) -> None:
    assert lines(*fragments) == expected


def test_the_columns_of_a_page_stay_apart() -> None:
    left = [at(f"left {each}", 50, each) for each in range(3)]
    right = [at(f"right {each}", 300, each) for each in range(3)]
    assert lines(*left, *right) == [*(each.text for each in left), *(each.text for each in right)]
