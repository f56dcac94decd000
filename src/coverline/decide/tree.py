"""A criteria tree in printed order, with the results of all its nodes on one situation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from coverline.decide.kleene import joined
from coverline.decide.meaning import Situation, test_truth
from coverline.model.criteria import Criterion, Fixed, Test, parts_of, walk
from coverline.model.determination import Evidence, Explanation
from coverline.model.truth import Truth
from coverline.model.vocabulary import Vocabulary

Results = tuple[Truth, ...]


@dataclass(frozen=True)
class Tree:
    """Criteria numbered from 0 in printed order; `children` and `variables` are by number.

    `evaluate` gives every node's Kleene result. A leaf's variable is what its test reads; groups and
    fixed results have none.
    """

    nodes: tuple[Criterion, ...]
    children: tuple[tuple[int, ...], ...]
    variables: tuple[str | None, ...]
    evaluate: Callable[[Situation], Results]

    @property
    def criterion(self) -> Criterion:
        """The criterion at the top."""
        return self.nodes[0]

    def open_leaves(self, results: Results, root: int = 0) -> Iterator[int]:
        """The unknown tests that can still settle the node `root`: those with only open nodes above."""
        if results[root] is not Truth.UNKNOWN:
            return
        if not self.children[root]:
            yield root
        for child in self.children[root]:
            yield from self.open_leaves(results, child)

    def explain(
        self, results: Results, evidence: Mapping[str, tuple[Evidence, ...]], root: int = 0
    ) -> Explanation:
        """The tree with the given results and the facts that its tests read."""
        variable = self.variables[root]
        return Explanation(
            self.nodes[root],
            results[root],
            evidence.get(variable, ()) if variable is not None else (),
            tuple(self.explain(results, evidence, child) for child in self.children[root]),
        )


def plant(criterion: Criterion, vocabulary: Vocabulary) -> Tree:
    """The tree of a criterion, evaluated by the reference reading."""
    nodes = walk(criterion)
    children = tuple(_numbered(nodes))

    def evaluate(situation: Situation) -> Results:
        results = [Truth.UNKNOWN] * len(nodes)
        for number in reversed(range(len(nodes))):
            results[number] = _result(nodes[number], children[number], results, situation, vocabulary)
        return tuple(results)

    variables = tuple(
        vocabulary.variable(node.body.fact) if isinstance(node.body, Test) else None for node in nodes
    )
    return Tree(nodes, children, variables, evaluate)


def _result(
    node: Criterion,
    children: tuple[int, ...],
    results: list[Truth],
    situation: Situation,
    vocabulary: Vocabulary,
) -> Truth:
    match node.body:
        case Test() as test:
            return test_truth(test, situation, vocabulary)
        case Fixed(fixed):
            return fixed
        case _:
            return joined(node, tuple(results[child] for child in children))


def _numbered(nodes: tuple[Criterion, ...]) -> Iterator[tuple[int, ...]]:
    for number, node in enumerate(nodes):
        found, position = [], number + 1
        for part in parts_of(node):
            found.append(position)
            position += len(walk(part))
        yield tuple(found)
