"""The smallest sets of values that make criteria hold, whatever all else is.

As in `decide.exact`, a fact that is read twice or tied to another is split, here also to one that only says
something of it; what is left is read once, so the smallest sets of a group follow from those of its parts.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar, assert_never

from coverline.decide.domains import Domains
from coverline.decide.exact import Question, entangled
from coverline.decide.meaning import Situation, truth
from coverline.decide.tree import Results, Tree
from coverline.model.case import Value
from coverline.model.criteria import AllOf, AnyOf, AtLeast, Fixed, NoneOf, NotThis, Test
from coverline.model.determination import Outcome
from coverline.model.truth import Truth, opposite

# For each fact the values of which any one will do: one for each way in which its tests can come out.
Assignment = Mapping[str, frozenset[Value]]

# Of more sets than this the smallest are kept; many times as many as anybody is shown.
MOST = 200

NOTHING: tuple[Assignment, ...] = ({},)

Name = TypeVar("Name", bound=Hashable)
Set = Mapping[Name, frozenset[Value]]


@dataclass(frozen=True, slots=True)
class Sufficient:
    """The search for the smallest sets of some `settable` facts, as some domains read them."""

    domains: Domains
    settable: frozenset[str]

    def sets(self, questions: tuple[Question, ...], situation: Situation) -> tuple[Assignment, ...]:
        """The smallest sets that make every question's outcome met in a situation, fewest facts first."""
        outcomes = [question.outcome(situation) for question in questions]
        if any(outcome not in (None, Outcome.MET) for outcome, _ in outcomes):
            return ()
        waiting = [
            (question, results)
            for question, (outcome, results) in zip(questions, outcomes, strict=True)
            if outcome is None
        ]
        if not waiting:
            return NOTHING
        variables = [
            each for question, results in waiting for each in question.open_variables(situation, results)
        ]
        split = entangled(variables, situation, self.domains) or self._implied(variables, situation)
        if split is not None:
            return self._split(split, questions, situation)
        return joined(
            _of_question(question, results, situation, self.domains) for question, results in waiting
        )

    def _implied(self, variables: Sequence[str], situation: Situation) -> str | None:
        """An open fact that another one that can be set has something to say of."""
        return next((each for each in variables if any(self._tied(each, situation))), None)

    def _tied(self, variable: str, situation: Situation) -> Iterator[str]:
        for other in self.domains.consequences.tied.get(variable, ()):
            if other in self.settable and other not in situation.values:
                yield other

    def _split(
        self, variable: str, questions: tuple[Question, ...], situation: Situation
    ) -> tuple[Assignment, ...]:
        """What each value leads to; what does without the fact must do for all of its values."""
        branches = {
            value: self.sets(questions, situation.knowing(variable, value))
            for value in self.domains.choices(variable, situation)
        }
        knowing = [
            {**each, variable: frozenset({value})} for value, found in branches.items() for each in found
        ]
        without = joined(
            (*found, *self._barring(variable, value, situation))
            for value, found in sorted(branches.items(), key=lambda each: len(each[1]))
        )
        return smallest([*without, *knowing])

    def _barring(self, variable: str, value: Value, situation: Situation) -> Iterator[Assignment]:
        """The values of other facts that a value of this fact excludes."""
        for other in self._tied(variable, situation):
            barred = frozenset(
                each
                for each in self.domains.choices(other, situation)
                if not self.domains.allows({variable: value}, other, each)
            )
            if barred:
                yield {other: barred}


def _of_question(
    question: Question, results: Results, situation: Situation, domains: Domains
) -> tuple[Assignment, ...]:
    assert question.tree is not None
    criteria = _of_node(question.tree, 0, Truth.YES, results, situation, domains)
    if question.judge is None or question.judge in situation.values:
        return criteria
    return joined((({question.judge: frozenset({True})},), criteria))


def _of_node(
    tree: Tree, node: int, wanted: Truth, results: Results, situation: Situation, domains: Domains
) -> tuple[Assignment, ...]:
    """The smallest sets that give one node the wanted result."""
    if results[node] is not Truth.UNKNOWN:
        return NOTHING if results[node] is wanted else ()

    def below(result: Truth) -> list[tuple[Assignment, ...]]:
        return [_of_node(tree, each, result, results, situation, domains) for each in tree.children[node]]

    body = tree.nodes[node].body
    match body:
        case Test():
            return _of_test(tree, node, wanted, situation, domains)
        case AllOf():
            return joined(below(wanted)) if wanted is Truth.YES else either(below(wanted))
        case AnyOf():
            return either(below(wanted)) if wanted is Truth.YES else joined(below(wanted))
        case NoneOf() | NotThis():
            parts = below(opposite(wanted))
            return joined(parts) if wanted is Truth.YES else either(parts)
        case AtLeast(count=count):
            parts = below(wanted)
            needed = count if wanted is Truth.YES else len(parts) - count + 1
            return either(joined(chosen) for chosen in combinations(parts, needed))
        case Fixed():
            raise AssertionError("a fixed result is known")
        case _:
            assert_never(body)


def _of_test(
    tree: Tree, node: int, wanted: Truth, situation: Situation, domains: Domains
) -> tuple[Assignment, ...]:
    test, variable = tree.nodes[node].body, tree.variables[node]
    assert isinstance(test, Test)
    assert variable is not None
    values = frozenset(
        each
        for each in domains.choices(variable, situation)
        if truth(test.relation, each, situation.day) is wanted
    )
    return ({variable: values},) if values else ()


def joined(groups: Iterable[Sequence[Set[Name]]]) -> tuple[Set[Name], ...]:
    """One set of every group together, where they do not exclude each other."""
    found: tuple[Set[Name], ...] = ({},)
    for group in groups:
        both = (_together(one, other) for one in found for other in group)
        found = smallest([each for each in both if each is not None])
    return found


def either(groups: Iterable[Sequence[Set[Name]]]) -> tuple[Set[Name], ...]:
    """A set of any group."""
    return smallest([each for group in groups for each in group])


def _together(one: Set[Name], other: Set[Name]) -> Set[Name] | None:
    shared = {name: one[name] & other[name] for name in one.keys() & other.keys()}
    return {**one, **other, **shared} if all(shared.values()) else None


def smallest(found: list[Set[Name]]) -> tuple[Set[Name], ...]:
    """The sets of which no other is a part, fewest facts first."""
    kept: list[Set[Name]] = []
    for each in sorted(found, key=len):
        if not any(_covers(part, each) for part in kept):
            kept.append(each)
    return tuple(kept[:MOST])


def _covers(part: Set[Name], whole: Set[Name]) -> bool:
    return all(name in whole and whole[name] <= values for name, values in part.items())


def merged(found: Iterable[Set[Name]]) -> list[Set[Name]]:
    """Sets that differ in one fact alone, taken together, so that its boundary can be seen."""
    merged = list(found)
    for name in dict.fromkeys(name for each in merged for name in each):
        values: dict[frozenset[tuple[Name, frozenset[Value]]], frozenset[Value]] = {}
        others = [each for each in merged if name not in each]
        for each in merged:
            if name in each:
                rest = frozenset(item for item in each.items() if item[0] != name)
                values[rest] = values.get(rest, frozenset()) | each[name]
        merged = [*others, *({**dict(rest), name: found} for rest, found in values.items())]
    return merged
