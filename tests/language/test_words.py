"""Tests in words, there and back."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.document import Entries, read_text
from coverline.language.words import Place, in_words, names_at, read_test
from coverline.model.criteria import (
    Among,
    Amount,
    Comparison,
    Dated,
    Elapsed,
    Includes,
    Inclusion,
    Relation,
    Test,
)
from coverline.model.quantity import Duration, Unit
from tests.language.example_files import VOCABULARY

ONE, OTHER = frozenset(["mri", "ct"]), frozenset(["tumor", "fracture"])
EXAMPLES: list[tuple[str, Relation, str]] = [
    ("painful: yes", Among(frozenset([True])), "painful"),
    ("painful: No", Among(frozenset([False])), "not painful"),
    ("indication: tumor", Among(frozenset(["tumor"])), "indication: tumor"),
    ("indication: {one_of: [tumor, fracture]}", Among(OTHER), "indication: not other"),
    ("pain: {none_of: [severe]}", Among(frozenset(["none", "mild"])), "pain: not severe"),
    ("imaging: {includes_any_of: [ct, mri]}", Includes(Inclusion.ANY, ONE), "imaging: mri or ct"),
    ("imaging: {includes_all_of: [ct, mri]}", Includes(Inclusion.ALL, ONE), "imaging: mri and ct"),
    ("imaging: {includes_none_of: [ct, mri]}", Includes(Inclusion.NONE, ONE), "imaging: neither mri nor ct"),
    (
        "height: less than one third",
        Amount(Comparison.LESS_THAN, Fraction(100, 3)),
        "height less than one third",
    ),
    (
        "height: more than 33.5%",
        Amount(Comparison.MORE_THAN, Fraction(67, 2)),
        "height more than 33.5 percent",
    ),
    ("technique: any_balloon", Among(frozenset(["balloon", "stent"])), "technique: balloon or stent"),
    (
        "technique: {none_of: [any_balloon]}",
        Among(frozenset(["cement", "sacral_cement"])),
        "technique: cement or sacral cement",
    ),
    ("state: {none_of: [OH]}", Among(frozenset(["MA", "NH"])), "state: not OH"),
    ("product: hmo", Among(frozenset(["hmo"])), "product: hmo"),
    ("setting: inpatient", Among(frozenset(["inpatient"])), "setting: inpatient"),
    ("code: {one_of: [c75.04, 22511]}", Among(frozenset(["C7504", "22511"])), "code: 22511 or C7504"),
    (
        "diagnoses: {includes_any_of: [m80.08xa]}",
        Includes(Inclusion.ANY, frozenset(["M8008XA"])),
        "diagnoses: M8008XA",
    ),
    (
        "date_of_service: before 2024-06-15",
        Dated(None, date(2024, 6, 14)),
        "date of service before 2024-06-15",
    ),
    ("date_of_service: from 2024-06-15", Dated(date(2024, 6, 15), None), "date of service from 2024-06-15"),
]


def _read(text: str) -> Test:
    node = read_text(text, "test.yaml")
    assert isinstance(node, Entries)
    return read_test(*node.entries[0], Place.WARNING, VOCABULARY)


@pytest.mark.parametrize(("text", "relation", "words"), EXAMPLES)
def test_read_and_said(text: str, relation: Relation, words: str) -> None:
    test = _read(text)
    assert test == Test(text.partition(":")[0], relation)
    assert in_words(test, VOCABULARY) == words


@given(st.sampled_from(Comparison), st.integers(0, 1800), st.sampled_from(Unit))
def test_what_is_said_of_a_duration_is_read_again(comparison: Comparison, count: int, unit: Unit) -> None:
    bound = Duration(min(count, 150) if unit is Unit.YEARS else count, unit)
    test = Test("fracture_age", Elapsed(comparison, bound))
    assert _read(in_words(test, VOCABULARY).replace("fracture age", "fracture_age:")) == test


def test_places_widen() -> None:
    scope, request, condition, warning = (
        set(names_at(place, VOCABULARY))
        for place in (Place.SCOPE, Place.REQUEST, Place.CONDITION, Place.WARNING)
    )
    assert scope < request < condition < warning
    assert set(names_at(Place.CRITERION, VOCABULARY)) == set(VOCABULARY.facts) < condition
