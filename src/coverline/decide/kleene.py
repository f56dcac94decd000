"""The reference evaluator: Kleene's three-valued reading of the tree, node by node."""

from collections.abc import Mapping
from typing import assert_never

from coverline.decide.meaning import Situation, test_truth
from coverline.model.criteria import (
    AllOf,
    AnyOf,
    AtLeast,
    Criterion,
    Fixed,
    NoneOf,
    NotThis,
    Test,
    parts_of,
)
from coverline.model.truth import Truth, at_least, every, opposite, some
from coverline.model.vocabulary import Vocabulary

NOTHING_FORCED: Mapping[str, Truth] = {}


def result(
    criterion: Criterion,
    situation: Situation,
    vocabulary: Vocabulary,
    forced: Mapping[str, Truth] = NOTHING_FORCED,
) -> Truth:
    """The truth of a criterion; `forced` gives results to criteria by id instead of evaluating them."""
    if criterion.id in forced:
        return forced[criterion.id]
    match criterion.body:
        case Test() as test:
            return test_truth(test, situation, vocabulary)
        case Fixed(fixed):
            return fixed
    return joined(
        criterion, tuple(result(part, situation, vocabulary, forced) for part in parts_of(criterion))
    )


def joined(criterion: Criterion, results: tuple[Truth, ...]) -> Truth:
    """The truth of a group from the results of its parts, in order."""
    match criterion.body:
        case AllOf():
            return every(results)
        case AnyOf():
            return some(results)
        case NoneOf() | NotThis():
            return opposite(some(results))
        case AtLeast(count):
            return at_least(count, results)
        case Test() | Fixed():
            raise TypeError(f"{criterion.id} is no group")
    assert_never(criterion.body)
