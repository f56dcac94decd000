"""The expected number of questions: by hand, and in groups beside every order of asking."""

from fractions import Fraction

import pytest

from coverline.decide.domains import Domains
from coverline.decide.exact import Question
from coverline.decide.meaning import Situation
from coverline.decide.tree import Tree
from coverline.model.criteria import (
    AllOf,
    Among,
    Amount,
    AnyOf,
    AtLeast,
    Body,
    Comparison,
    Criterion,
    Elapsed,
    Fixed,
    Includes,
    Inclusion,
    NoneOf,
    NotThis,
    Test,
    walk,
)
from coverline.model.quantity import Duration, Unit
from coverline.model.truth import Truth
from coverline.search.chances import Chances
from coverline.search.every_order import EveryOrder
from coverline.search.expected import FEW, Asked
from coverline.search.outlook import Outlook, Outlooks, all_of, any_of
from tests.laws.generated import CITE, SERVICE_DAYS, numbered, vocabulary

NOTHING_KNOWN = Situation(SERVICE_DAYS[0], {})
CALM, COLD, DEEP, DULL = (Test(name, Among(frozenset({True}))) for name in ("calm", "cold", "deep", "dull"))
RED = Test("color", Among(frozenset({"red"})))
TALL = Test("height", Amount(Comparison.AT_LEAST, Fraction(60)))
AWL = Test("tools", Includes(Inclusion.ANY, frozenset({"awl"})))
TRIED = Test("tried", Elapsed(Comparison.AT_LEAST, Duration(1, Unit.WEEKS)))


def parts(*bodies: Body) -> tuple[Criterion, ...]:
    return tuple(Criterion("", "a label", CITE, each) for each in bodies)


def both(body: Body, pairs: tuple[int, ...] = ()) -> tuple[Outlook, float]:
    """What is estimated of criteria of which nothing is known, and the fewest questions of every order."""
    words, criterion = vocabulary(pairs, False), numbered(body, "one")
    tree = Tree(criterion, words)
    tests = [node.body for node in walk(criterion) if isinstance(node.body, Test)]
    chances = Chances(Domains(words, tests))
    found = Outlooks(tree, chances).of(tree.evaluate(NOTHING_KNOWN), NOTHING_KNOWN)
    return found, EveryOrder(Question(tree), chances).fewest(NOTHING_KNOWN)


def test_what_is_likely_to_settle_a_group_is_asked_first() -> None:
    likely, unlikely = Outlook(0.9, 1), Outlook(0.2, 1)
    assert all_of([likely, unlikely]) == pytest.approx((0.18, 1.2))
    assert any_of([unlikely, likely]) == pytest.approx((0.92, 1.1))
    assert any_of([Outlook(0, 1), Outlook(1, 2)]) == (1, 2)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (AllOf(parts(CALM, COLD, DEEP)), Outlook(1 / 8, 1.75)),
        (AnyOf(parts(CALM, RED)), Outlook(5 / 8, 1.5)),
        (NoneOf(parts(CALM, RED)), Outlook(3 / 8, 1.5)),
        (NotThis(*parts(RED)), Outlook(3 / 4, 1)),
        (AtLeast(2, parts(CALM, COLD, DEEP)), Outlook(1 / 2, 2.5)),
        (AllOf(parts(TALL, AWL, TRIED)), Outlook(1 / 8, 1.75)),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_group_by_hand(body: Body, expected: Outlook) -> None:
    assert both(body)[0] == pytest.approx(expected)
    assert both(body)[1] == pytest.approx(expected.questions)


@pytest.mark.parametrize(
    "body",
    [
        AllOf(parts(CALM, AnyOf(parts(COLD, DEEP, RED)), NoneOf(parts(DULL, TRIED)))),
        AnyOf(parts(AllOf(parts(CALM, COLD)), AllOf(parts(RED, TALL, DEEP)), AWL)),
        AnyOf(parts(AllOf(parts(CALM, RED)), AllOf(parts(COLD, RED)))),
        AllOf(parts(TALL, AtLeast(2, parts(CALM, COLD, DEEP, DULL)))),
    ],
    ids=["all", "any", "one fact twice", "at least"],
)
def test_of_small_groups_the_estimate_is_the_fewest_of_every_order(body: Body) -> None:
    estimated, fewest = both(body)
    assert estimated.questions == pytest.approx(fewest)


def test_what_follows_is_not_asked() -> None:
    """Who is calm is not cold: after a yes the second question is answered."""
    assert both(AnyOf(parts(CALM, NotThis(*parts(COLD)))), (0,))[1] == 1


def test_a_clinicians_question_counts_as_one_that_can_end_it() -> None:
    body = AllOf(parts(CALM, COLD, DEEP, DULL, RED))
    words, criterion = vocabulary((), False), numbered(body, "one")
    judge = Test("judged", Among(frozenset({True})))
    tests = [judge, *(node.body for node in walk(criterion) if isinstance(node.body, Test))]
    domains = Domains(words, tests)
    question = Question(Tree(criterion, words), "judged")
    assert len(tests) > FEW + 1
    judged = Asked(Question(Tree(criterion, words)), domains).expected(NOTHING_KNOWN)
    assert Asked(question, domains).expected(NOTHING_KNOWN) > judged
    assert Asked(question, domains).expected(NOTHING_KNOWN.knowing("judged", True)) == judged
    assert Asked(question, domains).expected(NOTHING_KNOWN.knowing("judged", False)) == 0
    assert Asked(Question(None), domains).expected(NOTHING_KNOWN) == 0


def test_a_fixed_result_is_never_open() -> None:
    words = vocabulary((), False)
    outlooks = Outlooks(Tree(numbered(Fixed(Truth.NO), "one"), words), Chances(Domains(words, [])))
    with pytest.raises(AssertionError, match="known"):
        outlooks.of((Truth.UNKNOWN,), NOTHING_KNOWN)
