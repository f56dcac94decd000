"""Invented requests: the same everywhere, readable, and of every kind that the content knows."""

from itertools import chain

import polars as pl
import pytest

from coverline.batch import decide
from coverline.batch.columns import FIELDS, known_columns
from coverline.batch.sample import CHUNK, COLUMNS, chunks, requests
from coverline.batch.sample_draw import weights_of
from coverline.batch.sample_table import DAYS, DRAWS, MALFORMED
from coverline.library import Library

LIBRARY = Library.load()
MANY = requests(0, 100_000, seed=1)


def test_the_columns_are_those_of_a_batch() -> None:
    assert known_columns(LIBRARY.vocabulary) == COLUMNS
    assert tuple(MANY.columns) == COLUMNS


@pytest.mark.parametrize("draw", DRAWS, ids=lambda each: each.name)
def test_weights_are_parts_of_a_thousand(draw: object) -> None:
    name = draw.name  # type: ignore[attr-defined]
    sums = [sum(weights.values()) for weights in weights_of(name).values()]
    assert all(0 < each <= 1000 for each in sums)
    if name in ("payer", "period", "treated_by", "code", "cause", "picture"):
        assert set(sums) == {1000}


def test_a_row_depends_on_its_seed_and_its_number_alone() -> None:
    together, apart = requests(0, 3000, seed=7), [requests(at, at + 1000, seed=7) for at in (0, 1000, 2000)]
    assert together.equals(pl.concat(apart))
    assert not together.equals(requests(0, 3000, seed=8))
    # Written down, so that a machine or a library that draws other rows is found out.
    few = together.select("case", "payer", "state", "date_of_service", "code", "level").rows()
    assert few[0] == ("r00000001", "bcbsma", "MA", "2025-05-25", "22513", "T11")
    assert few[4] == ("r00000005", "cigna", "CO", "2024-09-06", "22510", "C7")


def test_chunks_are_all_the_rows() -> None:
    assert [each.height for each in chunks(CHUNK + 5, seed=1)] == [CHUNK, 5]
    assert list(chunks(0, seed=1)) == []


@pytest.mark.parametrize(
    ("column", "known"),
    [
        ("payer", LIBRARY.vocabulary.payers),
        ("product", LIBRARY.vocabulary.products),
        ("state", LIBRARY.vocabulary.states),
        ("setting", LIBRARY.vocabulary.settings),
        ("technique", LIBRARY.vocabulary.techniques),
        ("level", LIBRARY.vocabulary.levels),
        ("indication", LIBRARY.vocabulary.facts["indication"].values),
        ("pain_severity", LIBRARY.vocabulary.facts["pain_severity"].values),
    ],
)
def test_every_value_appears_and_no_other(column: str, known: object) -> None:
    assert set(MANY[column].drop_nulls()) == set(known)  # type: ignore[call-overload]


@pytest.mark.parametrize("column", ["imaging", "contraindications"])
def test_every_value_of_a_set_appears_and_no_other(column: str) -> None:
    assert set(chain(*MANY[column].drop_nulls())) == set(LIBRARY.vocabulary.facts[column].values)


def test_every_code_of_the_field_appears() -> None:
    named = {code for code, of in LIBRARY.procedure_codes.codes.items() if of.techniques}
    assert named <= set(MANY["code"])


def test_every_yes_no_fact_is_answered_both_ways_and_left_open() -> None:
    for column in (name for name, kind in MANY.schema.items() if kind == pl.Boolean()):
        assert set(MANY[column]) == {True, False, None}, column


def test_every_row_is_read_unless_it_is_to_be_malformed() -> None:
    rows = requests(0, 4000, seed=2)
    assert decide(rows, policies=LIBRARY)["problem"].null_count() == rows.height
    spoiled = requests(0, 4000, seed=2, malformed=100)
    changed = pl.Series([a != b for a, b in zip(rows.iter_rows(), spoiled.iter_rows(), strict=True)])
    problems = decide(spoiled, policies=LIBRARY)["problem"]
    assert set(problems.is_not_null().arg_true()) <= set(changed.arg_true())
    assert 300 < len(problems) - problems.null_count() <= changed.sum() < 500
    named = {name for fault in MALFORMED for name in fault}
    assert {each for each in named if problems.str.contains(each).any()} == named


def test_most_requests_are_in_scope_and_all_outcomes_occur() -> None:
    found = decide(requests(0, 4000, seed=3), policies=LIBRARY)
    shares = {outcome: count / found.height for outcome, count in found["outcome"].value_counts().iter_rows()}
    assert set(shares) == {"met", "not_met", "needs_information", "not_applicable"}
    assert min(shares.values()) > 0.03
    assert shares["not_applicable"] < 0.45
    assert set(found["policy"]) == set(LIBRARY.policies)


def test_most_days_are_whole_and_lie_in_their_payers_periods() -> None:
    days = MANY["date_of_service"]
    whole = days.filter(days.str.len_chars() == 10).str.to_date()
    assert 0.9 < len(whole) / len(days) < 0.99
    assert whole.min() >= min(first for first, _ in DAYS.values())  # type: ignore[operator]
    assert whole.max() <= max(last for _, last in DAYS.values())  # type: ignore[operator]


def test_a_request_names_its_payer_its_day_and_its_code() -> None:
    assert MANY.select("case", "payer", "date_of_service", "code").null_count().row(0) == (0, 0, 0, 0)
    assert MANY["case"].n_unique() == MANY.height
    assert set(FIELDS) <= set(MANY.columns)
