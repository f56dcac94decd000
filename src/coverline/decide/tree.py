"""A criteria tree in printed order, with the results of all its nodes on one situation."""

from collections.abc import Callable, Iterator, Mapping

from coverline.decide.kleene import joined
from coverline.decide.meaning import Situation, test_truth
from coverline.model.case import Known
from coverline.model.criteria import Criterion, Fixed, Test, parts_of, walk
from coverline.model.determination import Explanation
from coverline.model.truth import Truth
from coverline.model.vocabulary import Vocabulary

Results = tuple[Truth, ...]
Evidence = Mapping[str, tuple[Known, ...]]


class Tree:
    """Criteria numbered from 0 in printed order; `children`, `ends` and `variables` are by number.

    What stands below a node has the numbers from its own to its end.

    A leaf's variable is what its test reads; groups and fixed results have none. `evaluate` gives every
    node's Kleene result, `explained` also the tree with them: by walking, until faster ways are put there.
    """

    def __init__(self, criterion: Criterion, vocabulary: Vocabulary) -> None:
        self.criterion = criterion
        self.vocabulary = vocabulary
        self.nodes = walk(criterion)
        self.children = tuple(_numbered(self.nodes))
        self.ends = tuple(number + len(walk(node)) for number, node in enumerate(self.nodes))
        self.variables = tuple(
            vocabulary.variable(node.body.fact) if isinstance(node.body, Test) else None
            for node in self.nodes
        )
        self.evaluate: Callable[[Situation], Results] = self.walk
        self.explained: Callable[[Situation, Evidence], tuple[Results, Explanation]] = self._walk_and_explain

    def walk(self, situation: Situation) -> Results:
        """Every node's Kleene result, by the reference reading."""
        results = [Truth.UNKNOWN] * len(self.nodes)
        for number in reversed(range(len(self.nodes))):
            results[number] = self._result(number, results, situation)
        return tuple(results)

    def _result(self, number: int, results: list[Truth], situation: Situation) -> Truth:
        node = self.nodes[number]
        match node.body:
            case Test() as test:
                return test_truth(test, situation, self.vocabulary)
            case Fixed(fixed):
                return fixed
            case _:
                return joined(node, tuple(results[child] for child in self.children[number]))

    def _walk_and_explain(self, situation: Situation, evidence: Evidence) -> tuple[Results, Explanation]:
        results = self.evaluate(situation)
        return results, self.explain(results, evidence)

    def explain(self, results: Results, evidence: Evidence, root: int = 0) -> Explanation:
        """The tree with the given results and the facts that its tests read."""
        variable = self.variables[root]
        return Explanation(
            self.nodes[root],
            results[root],
            evidence.get(variable, ()) if variable is not None else (),
            tuple(self.explain(results, evidence, child) for child in self.children[root]),
        )

    def open_leaves(self, results: Results, root: int = 0) -> Iterator[int]:
        """The unknown tests that can still settle the node `root`: those with only open nodes above."""
        number, end = root, self.ends[root]
        while number < end:
            if results[number] is not Truth.UNKNOWN:
                number = self.ends[number]
                continue
            if not self.children[number]:
                yield number
            number += 1


def _numbered(nodes: tuple[Criterion, ...]) -> Iterator[tuple[int, ...]]:
    for number, node in enumerate(nodes):
        found, position = [], number + 1
        for part in parts_of(node):
            found.append(position)
            position += len(walk(part))
        yield tuple(found)
