"""The criteria that keep a case from being met, on trees small enough to know the answer."""

from datetime import date

import pytest

from coverline.decide.meaning import Situation
from coverline.decide.separating import separating, turned
from coverline.decide.tree import Tree
from coverline.model.criteria import (
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    Body,
    Citation,
    Criterion,
    Fixed,
    NoneOf,
    NotThis,
    Test,
)
from coverline.model.truth import Truth
from coverline.model.vocabulary import Fact, Kind, Vocabulary

CITE = Citation((1, 1))
DAY = date(2024, 5, 15)
FACTS = {name: Fact(name, Kind.YES_NO, "?", name) for name in "abcd"}
WORDS = Vocabulary(FACTS, (), (), (), (), {}, {}, (), (), (), {}, {})


def node(name: str, body: Body) -> Criterion:
    return Criterion(name, name, CITE, body)


def leaf(fact: str) -> Criterion:
    return node(fact, Test(fact, Among(frozenset({True}))))


A, B, C, D = map(leaf, "abcd")
BRANCHES = AnyOf((node("one", AllOf((A, B))), node("two", AllOf((C, D)))))


def names(body: Body, *days: dict[str, bool]) -> list[str]:
    """What separates a tree from being met, where these facts are known on its possible days."""
    tree = Tree(node("top", body), WORDS)
    situations = tuple(Situation(DAY, known) for known in days)
    explained = tree.explain(tree.walk(situations[0]), {})
    return [each.id for each in separating(explained, situations, WORDS)]


@pytest.mark.parametrize(
    ("body", "known", "expected"),
    [
        (AllOf((A, B)), {"a": False, "b": True}, ["a"]),
        (AllOf((A, B)), {"a": False, "b": False}, ["a", "b"]),
        (AllOf((A, B)), {"a": False}, ["a"]),
        (AnyOf((A, B)), {"a": False, "b": False}, ["a", "b"]),
        (BRANCHES, {"a": True, "b": False, "c": False, "d": False}, ["b", "two"]),
        (AllOf((node("any", BRANCHES), A)), {"a": False, "b": False, "c": False}, ["any", "a"]),
        (NoneOf((A, B)), {"a": True, "b": False}, ["a"]),
        (NoneOf((A, B, C)), {"a": True, "b": True, "c": False}, ["a", "b"]),
        (AllOf((A, node("not", NotThis(B)))), {"a": True, "b": True}, ["b"]),
        (AtLeast(2, (A, B, C)), {"a": True, "b": False, "c": False}, ["b", "c"]),
        (AtLeast(3, (A, B, C)), {"a": True, "b": False, "c": False}, ["b", "c"]),
        (Fixed(Truth.NO), {}, ["top"]),
    ],
)
def test_what_alone_would_make_it_met_else_the_topmost_that_fail(
    body: Body, known: dict[str, bool], expected: list[str]
) -> None:
    assert names(body, known) == expected


def test_a_criterion_separates_only_where_it_does_on_every_possible_day() -> None:
    body = AnyOf((node("both", AllOf((A, B))), C))
    assert names(body, {"a": False, "b": True, "c": False}) == ["a", "c"]
    assert names(body, {"a": False, "b": True, "c": False}, {"a": False, "b": False, "c": False}) == [
        "both",
        "c",
    ]


def test_a_met_tree_can_be_turned_too() -> None:
    tree = Tree(node("top", AllOf((A, node("any", AnyOf((B, C)))))), WORDS)
    situation = Situation(DAY, {"a": True, "b": True, "c": True})
    explained = tree.explain(tree.walk(situation), {})
    first, either = explained.children
    assert turned(first, explained, (situation,), WORDS) is Truth.NO
    assert turned(either.children[0], explained, (situation,), WORDS) is Truth.YES
