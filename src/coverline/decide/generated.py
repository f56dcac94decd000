"""Straight-line Python from a tree: the same results as the reference, without walking.

One statement for each test and each group, in printed order from the leaves up. The reference evaluator
stays what it is tested against.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, assert_never

from coverline.decide.meaning import Situation, elapsed, truth, truth_unknown
from coverline.decide.tree import Evidence, Results, Tree
from coverline.model.criteria import (
    AllOf,
    Among,
    Amount,
    AnyOf,
    AtLeast,
    Comparison,
    Dated,
    Elapsed,
    Fixed,
    Includes,
    NoneOf,
    NotThis,
    Test,
)
from coverline.model.determination import Explanation
from coverline.model.quantity import back
from coverline.model.truth import Truth, at_least

KEPT_DAYS = 4096
OPERATORS = {
    Comparison.AT_LEAST: "<=",
    Comparison.MORE_THAN: "<",
    Comparison.AT_MOST: ">=",
    Comparison.LESS_THAN: ">",
}


def quicken(tree: Tree) -> None:
    """Lets a tree answer by generated code from now on."""
    tree.evaluate = evaluator(tree)
    tree.explained = explainer(tree)


def evaluator(tree: Tree) -> Callable[[Situation], Results]:
    """The results of all nodes, as `Tree.walk` gives them."""
    code = Code(tree)
    lines = ["def run(situation):", *code.body(), f"return {code.results()}"]
    return code.compiled(lines)  # type: ignore[no-any-return]


def explainer(tree: Tree) -> Callable[[Situation, Evidence], tuple[Results, Explanation]]:
    """The results of all nodes and the tree explained with them, from the known facts by variable."""
    code = Code(tree)
    lines = ["def run(situation, known):", *code.body(), *code.explanations(), f"return {code.results()}, e0"]
    return code.compiled(lines)  # type: ignore[no-any-return]


class Code:
    """The statements for one tree, and the constants that they name."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.read = {name: f"v{at}" for at, name in enumerate(dict.fromkeys(filter(None, tree.variables)))}
        self.bounds = tuple(dict.fromkeys(self._bounds()))
        self.constants: dict[str, Any] = {
            "Y": Truth.YES,
            "N": Truth.NO,
            "U": Truth.UNKNOWN,
            "E": Explanation,
            "new": tuple.__new__,
            "elapsed": elapsed,
            "truth": truth,
            "at_least": at_least,
            "limits": _limits_of(self.bounds),
        }

    def _bounds(self) -> Iterator[Any]:
        for node in self.tree.nodes:
            if isinstance(node.body, Test) and isinstance(node.body.relation, Elapsed):
                yield node.body.relation.bound

    def compiled(self, lines: list[str]) -> Any:
        """The function `run` of these lines."""
        text = "\n ".join(lines)
        exec(compile(text, f"<{self.tree.criterion.id}>", "exec"), self.constants)  # noqa: S102
        return self.constants["run"]

    def body(self) -> Iterator[str]:
        """The results of all nodes as r0, r1, ..."""
        yield "get = situation.values.get"
        yield "day = situation.day"
        for variable, name in self.read.items():
            yield f"{name} = get({variable!r})"
        if self.bounds:
            yield "".join(f"b{at}, " for at in range(len(self.bounds))) + "= limits(day)"
        for number in reversed(range(len(self.tree.nodes))):
            yield f"r{number} = {self._result(number)}"

    def results(self) -> str:
        """All results in printed order."""
        return "(" + "".join(f"r{number}, " for number in range(len(self.tree.nodes))) + ")"

    def explanations(self) -> Iterator[str]:
        """The explanations of all nodes as e0, e1, ..."""
        for variable, name in self.read.items():
            yield f"k{name} = () if {name} is None else known[{variable!r}]"
        for number, tested in reversed(tuple(enumerate(self.tree.variables))):
            self.constants[f"c{number}"] = self.tree.nodes[number]
            facts = f"k{self.read[tested]}" if tested is not None else "()"
            children = "".join(f"e{child}, " for child in self.tree.children[number])
            yield f"e{number} = new(E, (c{number}, r{number}, {facts}, ({children})))"

    def _result(self, number: int) -> str:
        results = [f"r{child}" for child in self.tree.children[number]]
        match self.tree.nodes[number].body:
            case Test() as test:
                return self._test(number, test)
            case Fixed(fixed):
                return fixed.name[0]
            case AllOf():
                return _joined(results, "N", "N", "Y")
            case AnyOf():
                return _joined(results, "Y", "Y", "N")
            case NoneOf() | NotThis():
                return _joined(results, "Y", "N", "Y")
            case AtLeast(count):
                return f"at_least({count}, ({', '.join(results)},))"
            case body:
                assert_never(body)

    def _test(self, number: int, test: Test) -> str:
        value = self.read[self.tree.vocabulary.variable(test.fact)]
        relation = f"t{number}"
        fact = self.tree.vocabulary.facts.get(test.fact)
        match test.relation:
            case Among(values):
                self.constants[relation] = values
                known = f"Y if {value} in {relation} else N"
                return (
                    f"{truth_unknown(test.relation, fact, date.max).name[0]} if {value} is None else {known}"
                )
            case Elapsed(comparison, bound):
                self.constants[relation] = comparison
                limit = f"b{self.bounds.index(bound)}"
                exact = f"Y if {value}.last {OPERATORS[comparison]} {limit} else N"
                coarse = f"elapsed({relation}, {value}, day, {limit})"
                return f"({exact}) if {value} is not None and {value}.is_exact else {coarse}"
            case Amount() | Dated() | Includes():
                self.constants[relation] = test.relation
                unknown = truth_unknown(test.relation, fact, date.max).name[0]
                return f"{unknown} if {value} is None else truth({relation}, {value}, day)"
            case _:
                assert_never(test.relation)


def _joined(results: list[str], settles: str, settled: str, otherwise: str) -> str:
    """A group that one result settles, and that is otherwise so where nothing is unknown."""
    one = " or ".join(f"{result} is {settles}" for result in results)
    open_one = " or ".join(f"{result} is U" for result in results)
    return f"{settled} if {one} else U if {open_one} else {otherwise}"


def _limits_of(bounds: tuple[Any, ...]) -> Callable[[date], tuple[date, ...]]:
    @lru_cache(maxsize=KEPT_DAYS)
    def limits(day: date) -> tuple[date, ...]:
        return tuple(back(day, bound) for bound in bounds)

    return limits
