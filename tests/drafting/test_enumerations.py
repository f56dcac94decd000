"""Conditions in tables and in sentences, and lists whose entries words on lines of their own join."""

import pytest

from coverline.drafting.blocks import blocks
from coverline.drafting.document import Item, Statement
from coverline.drafting.draft_joins import alternatives, join_of, joiners
from coverline.drafting.headings import headings
from coverline.drafting.statements import statements


def said(text: str) -> list[Statement]:
    lines = text.split("\n")
    found = tuple(blocks(lines))
    return list(statements(found, tuple(headings(found, lines, {})), lines))


def entries(items: tuple[Item, ...]) -> list[tuple[str, tuple[int, int]]]:
    return [(each.text, each.lines) for each in items]


def test_the_rows_of_a_table_are_conditions_without_its_head() -> None:
    (found,) = said(
        "It is medically necessary if all are met:\n\nWhat\tRule\nAge\tno more than six weeks\nPain\tsevere"
    )
    assert entries(found.items) == [("Age: no more than six weeks", (4, 4)), ("Pain: severe", (5, 5))]
    assert found.lines == (1, 5)


@pytest.mark.parametrize("text", ["It is medically necessary as:\n\n22510\tone", "It is covered:\n\nMore."])
def test_a_table_of_codes_is_no_condition(text: str) -> None:
    assert all(each.items == () for each in said(text))


def test_a_sentence_that_counts_is_a_list() -> None:
    (found,) = said(
        "It is medically necessary if (1) pain is\nsevere, (2) rest has failed, and (3) CT\nshows it."
    )
    assert found.text == "It is medically necessary if"
    assert entries(found.items) == [
        ("pain is severe", (1, 2)),
        ("rest has failed, and", (2, 2)),
        ("CT shows it.", (2, 3)),
    ]


@pytest.mark.parametrize("text", ["It is covered (1) once.", "It is covered (2) twice and (3) thrice."])
def test_what_does_not_count_on_from_one_is_no_list(text: str) -> None:
    assert [each.items for each in said(text)] == [()]


def test_a_statement_that_is_an_entry_has_only_what_is_inside_it() -> None:
    one, other = said("(a) It is covered if:\n  (1) pain\n  (2) rest\n(b) Other uses are not covered.")
    assert entries(one.items) == [("pain", (2, 2)), ("rest", (3, 3))]
    assert (other.items, other.lines) == ((), (4, 4))


def test_a_statement_that_is_an_entry_without_indents_leads_to_those_after_it() -> None:
    one, other = said("- It is covered if:\n- pain\n- rest\n- Other uses are not covered.")
    assert entries(one.items) == [("pain", (2, 2)), ("rest", (3, 3))]
    assert other.lines == (4, 4)


@pytest.mark.parametrize(
    ("text", "join"),
    [
        ("- a\nOR\n- b\nOR\n- c", ("any_of", True, 0)),
        ("- a\n; and\n- b", ("all_of", True, 0)),
        ("- a\nAND/OR\n- b", ("any_of", True, 0)),
        ("- a\n- b", ("all_of", False, 0)),
        ("- a\nAND\n- b\nOR\n- c", ("all_of", False, 0)),
    ],
)
def test_words_on_lines_of_their_own_join(text: str, join: tuple[str, bool, int]) -> None:
    (found,) = said(f"It is covered when present:\n{text}")
    assert join_of("when present:", found.items) == join


def test_where_both_words_stand_what_or_joins_is_together() -> None:
    (found,) = said("It is covered when present:\n- a\nAND\n- b\nOR\n- c\nAND\n- d")
    assert list(joiners(found.items)) == ["and", "or", "and"]
    assert [[each.text for each in group] for group in alternatives(found.items)] == [
        ["a"],
        ["b", "c"],
        ["d"],
    ]
