"""Which criteria stand between a part and its policy: those that alone, the other way, would turn it."""

from collections.abc import Iterator

from coverline.decide.kleene import result
from coverline.decide.meaning import Situation
from coverline.model.criteria import Criterion, NoneOf, NotThis
from coverline.model.determination import Explanation
from coverline.model.truth import Truth, every, opposite
from coverline.model.vocabulary import Vocabulary


def separating(
    explained: Explanation, situations: tuple[Situation, ...], vocabulary: Vocabulary
) -> tuple[Criterion, ...]:
    """The criteria that keep an unmet part from being met, in the policy's order.

    They are those that alone would make it met, the lowest in each branch; where there is none, the
    topmost that fail, all of which stand in the way.
    """
    lowest = tuple(_lowest(explained, explained, situations, vocabulary))
    return lowest or tuple(_failing(explained)) or (explained.criterion,)


def turned(
    node: Explanation, explained: Explanation, situations: tuple[Situation, ...], vocabulary: Vocabulary
) -> Truth:
    """What the explained criteria come to, on every possible day, where `node` alone is the other way."""
    forced = {node.criterion.id: opposite(node.result)}
    return every(result(explained.criterion, each, vocabulary, forced) for each in situations)


def _lowest(
    node: Explanation, explained: Explanation, situations: tuple[Situation, ...], vocabulary: Vocabulary
) -> Iterator[Criterion]:
    for child in node.children:
        below = tuple(_lowest(child, explained, situations, vocabulary))
        yield from below
        if not below and turned(child, explained, situations, vocabulary) is Truth.YES:
            yield child.criterion


def _failing(explained: Explanation) -> Iterator[Criterion]:
    """What fails directly below the top: requirements that are not met, exclusions that are present."""
    excludes = isinstance(explained.criterion.body, NoneOf | NotThis)
    fails = Truth.YES if excludes else Truth.NO
    return (child.criterion for child in explained.children if child.result is fails)
