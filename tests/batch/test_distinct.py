"""Numbers for the distinct rows of some columns, kept from one frame to the next."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.batch import distinct
from coverline.batch.distinct import Kinds

WIDTH = 3
Rows = list[tuple[int, ...]]


def frames(most: int) -> st.SearchStrategy[list[Rows]]:
    """Frames of a few columns, the later ones with larger numbers than the first."""
    rows = [
        st.lists(st.tuples(*[st.integers(0, most // 8 + size)] * WIDTH), min_size=1, max_size=20)
        for size in (0, most // 4, most)
    ]
    return st.tuples(*rows).map(list)


def numbers(kinds: Kinds, rows: Rows, known: dict[tuple[int, ...], int]) -> list[int]:
    """The rows' numbers; `known` gains those that were asked for."""

    def number(places: list[int]) -> list[int]:
        for place in places:
            known.setdefault(rows[place], len(known))
        return [known[rows[place]] for place in places]

    # As in a table, a last column that says nothing may be absent.
    width = max((at for row in rows for at in range(1, WIDTH + 1) if row[at - 1]), default=1)
    columns = [pl.Series([row[at] for row in rows]) for at in range(width)]
    return kinds.numbers(columns, number).to_list()


@given(frames(6))
def test_equal_rows_have_one_number_in_every_frame(found: list[Rows]) -> None:
    kinds, known = Kinds(), {}
    for rows in found:
        before = dict(known)
        assert numbers(kinds, rows, known) == [known[row] for row in rows]
        assert before.items() <= known.items()
        assert set(known) == {*before, *rows}


@given(frames(6))
def test_where_no_table_would_hold_them_they_are_searched(found: list[Rows]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distinct, "LARGEST_TABLE", 20)
        patch.setattr(distinct, "LARGEST_PACKED", 40)
        kinds, known = Kinds(), {}
        for rows in found:
            assert numbers(kinds, rows, known) == [known[row] for row in rows]


def test_a_kind_is_asked_for_once() -> None:
    kinds, known = Kinds(), {}
    rows = [(1, 0, 2), (0, 1, 1), (1, 0, 2)]
    first = numbers(kinds, rows, known)

    def never(places: list[int]) -> list[int]:
        raise AssertionError(places)

    columns = [pl.Series([row[at] for row in rows[::-1]]) for at in range(WIDTH)]
    assert kinds.numbers(columns, never).to_list() == first[::-1]
