"""The smallest sets of values that make criteria hold, whatever all else is.

As in `decide.exact`, a fact that is read twice or tied to another is split; what is left is read once, so the
smallest sets of a group follow from those of its parts.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import assert_never

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


def sufficient(
    questions: tuple[Question, ...], situation: Situation, domains: Domains
) -> tuple[Assignment, ...]:
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
    split = entangled(variables, situation, domains)
    if split is not None:
        return _split(split, questions, situation, domains)
    return joined(_of_question(question, results, situation, domains) for question, results in waiting)


def _split(
    variable: str, questions: tuple[Question, ...], situation: Situation, domains: Domains
) -> tuple[Assignment, ...]:
    """What each value leads to; what does without the fact must do for all of its values."""
    branches = {
        value: sufficient(questions, situation.knowing(variable, value), domains)
        for value in domains.choices(variable, situation)
    }
    knowing = [{**each, variable: frozenset({value})} for value, found in branches.items() for each in found]
    without = joined(
        (*found, *_barring(variable, value, situation, domains))
        for value, found in sorted(branches.items(), key=lambda each: len(each[1]))
    )
    return smallest([*without, *knowing])


def _barring(variable: str, value: Value, situation: Situation, domains: Domains) -> list[Assignment]:
    """The values of other facts that a value of this fact excludes."""
    found: list[Assignment] = []
    for other in domains.consequences.tied.get(variable, ()):
        if other in domains.read and other not in situation.values:
            barred = frozenset(
                each
                for each in domains.choices(other, situation)
                if not domains.allows({variable: value}, other, each)
            )
            found += [{other: barred}] if barred else []
    return found


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


def joined(groups: Iterable[Sequence[Assignment]]) -> tuple[Assignment, ...]:
    """One set of every group together, where they do not exclude each other."""
    found: tuple[Assignment, ...] = NOTHING
    for group in groups:
        both = (_together(one, other) for one in found for other in group)
        found = smallest([each for each in both if each is not None])
    return found


def either(groups: Iterable[Sequence[Assignment]]) -> tuple[Assignment, ...]:
    """A set of any group."""
    return smallest([each for group in groups for each in group])


def _together(one: Assignment, other: Assignment) -> Assignment | None:
    shared = {name: one[name] & other[name] for name in one.keys() & other.keys()}
    return {**one, **other, **shared} if all(shared.values()) else None


def smallest(found: list[Assignment]) -> tuple[Assignment, ...]:
    """The sets of which no other is a part, fewest facts first."""
    kept: list[Assignment] = []
    for each in sorted(found, key=len):
        if not any(_covers(part, each) for part in kept):
            kept.append(each)
    return tuple(kept[:MOST])


def _covers(part: Assignment, whole: Assignment) -> bool:
    return all(name in whole and whole[name] <= values for name, values in part.items())
