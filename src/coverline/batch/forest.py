"""All trees at once: a column for each different test and group, however many policies share it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from coverline.batch.classes import Column
from coverline.batch.expressions import constant, joined, test_result
from coverline.decide.tree import Tree
from coverline.model.criteria import AtLeast, Criterion, Elapsed, Fixed, Test, parts_of
from coverline.model.quantity import Duration
from coverline.model.truth import Truth
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Forest:
    """The columns of tests and groups, shared by all that are the same.

    `layers` name the groups from the lowest up: those of one layer need only lower ones.
    """

    vocabulary: Vocabulary
    tests: dict[Test, str] = field(default_factory=dict)
    layers: list[dict[str, tuple[Criterion, tuple[str, ...]]]] = field(default_factory=list)
    _groups: dict[object, tuple[str, int]] = field(default_factory=dict)

    def add_test(self, test: Test) -> str:
        """The column of a test; two names of one fact are one."""
        same = Test(self.vocabulary.variable(test.fact), test.relation)
        return self.tests.setdefault(same, f"test:{len(self.tests)}")

    def add(self, tree: Tree) -> tuple[str, ...]:
        """The column of every node of a tree, in its order."""
        columns = [""] * len(tree.nodes)
        heights = [0] * len(tree.nodes)
        for number in reversed(range(len(tree.nodes))):
            node, children = tree.nodes[number], tree.children[number]
            if isinstance(node.body, Test):
                columns[number] = self.add_test(node.body)
                continue
            below = tuple(columns[child] for child in children)
            height = 1 + max((heights[child] for child in children), default=0)
            columns[number], heights[number] = self._group(node, below, height)
        return tuple(columns)

    def _group(self, node: Criterion, below: tuple[str, ...], height: int) -> tuple[str, int]:
        kind = (type(node.body), _count(node), below)
        if kind not in self._groups:
            name = f"group:{len(self._groups)}"
            self._groups[kind] = name, height
            while len(self.layers) < height:
                self.layers.append({})
            self.layers[height - 1][name] = node, below
        return self._groups[kind]

    def bounds(self, needed: Container[str]) -> Iterator[Duration]:
        """The lengths of time that some tests compare with."""
        for test, name in self.tests.items():
            if name in needed and isinstance(test.relation, Elapsed):
                yield test.relation.bound

    def with_results(
        self, frame: nw.DataFrame[Any], columns: Mapping[str, Column], needed: Container[str]
    ) -> nw.DataFrame[Any]:
        """The frame with the results of some tests and groups, which need no others."""
        frame = frame.with_columns(
            **{name: self._test(test, columns) for test, name in self.tests.items() if name in needed}
        )
        return self._joined(frame, needed)

    def _joined(self, frame: nw.DataFrame[Any], needed: Container[str]) -> nw.DataFrame[Any]:
        for layer in self.layers:
            frame = frame.with_columns(
                **{name: joined(node, below) for name, (node, below) in layer.items() if name in needed}
            )
        return frame

    def joined_again(
        self, frame: nw.DataFrame[Any], results: Mapping[str, Truth], needed: Container[str]
    ) -> nw.DataFrame[Any]:
        """The frame with other results of some tests, and of the needed groups above them."""
        frame = frame.with_columns(**{name: constant(each) for name, each in results.items()})
        return self._joined(frame, needed)

    def needed(self, wanted: Iterable[str]) -> set[str]:
        """Some tests and groups, and all that these need."""
        needed = set(wanted)
        for layer in reversed(self.layers):
            needed |= {part for name, (_, below) in layer.items() if name in needed for part in below}
        return needed

    def _test(self, test: Test, columns: Mapping[str, Column]) -> nw.Expr:
        fact = self.vocabulary.facts.get(test.fact)
        return test_result(test, test.fact, fact, columns[test.fact].reading.meanings)


def _count(node: Criterion) -> object:
    """What tells groups of one kind apart beside their parts."""
    match node.body:
        case AtLeast(count):
            return count
        case Fixed(result):
            return result
        case _:
            return len(parts_of(node))
