"""The chance that criteria are fulfilled, and the questions that it takes on average to know.

The parts of a group are taken one after the other, first those that are likely to settle it and take few
questions. A fact that several parts read is taken as asked before them, so that it is counted once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple, assert_never

from coverline.decide.meaning import Situation, truth
from coverline.decide.tree import Results, Tree
from coverline.model.criteria import AllOf, AnyOf, AtLeast, Fixed, NoneOf, NotThis, Test
from coverline.model.truth import Truth
from coverline.search.chances import Chances


class Outlook(NamedTuple):
    """The chance that something turns out yes, and the questions that it takes on average to know."""

    chance: float
    questions: float


class Outlooks:
    """The outlook of each node of a tree; each is worked out once."""

    def __init__(self, tree: Tree, chances: Chances) -> None:
        self.tree = tree
        self.chances = chances
        self._kept: dict[object, Outlook] = {}

    def of(self, results: Results, situation: Situation, node: int = 0) -> Outlook:
        """The outlook of a node with the results of all nodes in a situation."""
        if results[node] is not Truth.UNKNOWN:
            return Outlook(float(results[node] is Truth.YES), 0)
        key = node, results, self.chances.matters(situation)
        if key not in self._kept:
            shared = self._shared(node, results)
            if shared is not None:
                self._kept[key] = self._asked_first(shared, situation, node)
            else:
                self._kept[key] = self._one_by_one(results, situation, node)
        return self._kept[key]

    def _shared(self, node: int, results: Results) -> str | None:
        """The unknown fact that most parts of a group read, where several do."""
        read = Counter(
            variable
            for child in self.tree.children[node]
            for variable in {self.tree.variables[leaf] for leaf in self.tree.open_leaves(results, child)}
        )
        return next((variable for variable, count in read.most_common(1) if count > 1), None)

    def _asked_first(self, variable: str, situation: Situation, node: int) -> Outlook:
        chance, questions = 0.0, 1.0
        for way in self.chances.ways(variable, situation):
            known = situation.knowing(variable, way.value)
            found = self.of(self.tree.evaluate(known), known, node)
            chance += way.chance * found.chance
            questions += way.chance * found.questions
        return Outlook(chance, questions)

    def _one_by_one(self, results: Results, situation: Situation, node: int) -> Outlook:
        children = self.tree.children[node]
        waiting = [each for each in children if results[each] is Truth.UNKNOWN]
        parts = [self.of(results, situation, each) for each in waiting]
        body = self.tree.nodes[node].body
        match body:
            case Test():
                return self._of_test(body, situation)
            case AllOf():
                return all_of(parts)
            case AnyOf():
                return any_of(parts)
            case NoneOf() | NotThis():
                found = any_of(parts)
                return Outlook(1 - found.chance, found.questions)
            case AtLeast(count):
                shown = sum(results[each] is Truth.YES for each in children)
                return at_least(count - shown, parts, lambda part: part.questions)
            case Fixed():
                raise AssertionError("a fixed result is known")
            case _:
                assert_never(body)

    def _of_test(self, test: Test, situation: Situation) -> Outlook:
        variable = self.tree.vocabulary.variable(test.fact)
        ways = self.chances.ways(variable, situation)
        passing = [each for each in ways if truth(test.relation, each.value, situation.day) is Truth.YES]
        return Outlook(sum(each.chance for each in passing), float(len(ways) > 1))


def all_of(parts: Sequence[Outlook]) -> Outlook:
    """The outlook of all of some parts, those first that are likely to fail and take few questions."""
    return at_least(len(parts), parts, lambda part: _until(1 - part.chance, part))


def any_of(parts: Sequence[Outlook]) -> Outlook:
    """The outlook of any of some parts, those first that are likely to hold and take few questions."""
    return at_least(1, parts, lambda part: _until(part.chance, part))


def _until(chance: float, part: Outlook) -> float:
    return part.questions / chance if chance else inf


def at_least(needed: int, parts: Sequence[Outlook], order: Callable[[Outlook], float]) -> Outlook:
    """The outlook of so many of some parts that do not depend on each other, the least in `order` first."""
    chance = questions = 0.0
    # The share of patients for whom the group is still open, by how many parts were yes.
    still_open = {0: 1.0}
    for left, part in zip(range(len(parts) - 1, -1, -1), sorted(parts, key=order), strict=True):
        questions += part.questions * sum(still_open.values())
        following: dict[int, float] = {}
        for yes, share in still_open.items():
            if yes + 1 >= needed:
                chance += share * part.chance
            else:
                following[yes + 1] = following.get(yes + 1, 0) + share * part.chance
            if yes + left >= needed:
                following[yes] = following.get(yes, 0) + share * (1 - part.chance)
        still_open = following
    return Outlook(chance, questions)
