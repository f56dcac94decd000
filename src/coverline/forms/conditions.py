"""When a question no longer matters: what answers before it settle, read off the criteria.

A question is needed while one of the tests of its fact is open. A test is closed where an answer to an
earlier question settles a group around it whatever the fact is, or leads to other criteria. Only answers to
yes/no questions and choices are looked at, and only earlier ones, so that no two questions hide each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from coverline.decide.usefulness import TECHNIQUE
from coverline.forms.formulas import ALWAYS, NEVER, Answered, Formula, every, some
from coverline.forms.questions import Question, Questions
from coverline.model.criteria import (
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    Criterion,
    Fixed,
    NoneOf,
    NotThis,
    Test,
)
from coverline.model.policy import PolicyVersion, Position
from coverline.model.truth import Truth
from coverline.model.vocabulary import Kind, Vocabulary

Value = str | bool
ENUMERATED = (Kind.YES_NO, Kind.CHOICE)


@dataclass(frozen=True, slots=True)
class Before:
    """What answers before a question can be: the values of each earlier yes/no question or choice."""

    domains: Mapping[str, frozenset[Value]]

    def among(self, name: str, values: frozenset[Value]) -> Formula:
        """The answer is one of these; never where it does not come before."""
        known = self.domains.get(name)
        return Answered(name, values & known) if known and values & known else NEVER

    def apart(self, name: str, values: frozenset[Value]) -> Formula:
        """There is an answer, and it is none of these."""
        return self.among(name, self.domains.get(name, frozenset()) - values)


def settled(question: Question, asked: Questions, policy: PolicyVersion, vocabulary: Vocabulary) -> Formula:
    """The answers after which a question of a form no longer matters."""
    if question not in asked.facts:
        return NEVER
    before = Before(question_domains(asked.all[: asked.all.index(question)]))
    variable = question.of or question.name
    tests = [*_judged(variable, policy, before), *_of_positions(variable, policy, before, vocabulary)]
    return every(tests) if tests else NEVER


def question_domains(questions: tuple[Question, ...]) -> dict[str, frozenset[Value]]:
    """The possible answers to each yes/no question and choice."""
    yes_no: frozenset[Value] = frozenset({True, False})
    return {
        each.name: yes_no if each.kind is Kind.YES_NO else frozenset(each.values)
        for each in questions
        if each.kind in ENUMERATED
    }


def _judged(variable: str, policy: PolicyVersion, before: Before) -> Iterator[Formula]:
    """What closes a clinician's question: a technique to which it does not belong."""
    for each in policy.clinician_judges:
        if each.question == variable:
            yield before.apart(TECHNIQUE, frozenset(each.techniques))


def _of_positions(
    variable: str, policy: PolicyVersion, before: Before, vocabulary: Vocabulary
) -> Iterator[Formula]:
    """For each test of the variable, what closes it."""
    for position in policy.positions:
        elsewhere = tuple(_elsewhere(position, policy, before))
        for closing in _closing(position.criteria, variable, before, vocabulary):
            yield some((*elsewhere, *closing))


def _elsewhere(position: Position, policy: PolicyVersion, before: Before) -> Iterator[Formula]:
    """Answers that lead to other criteria than those of a position."""
    judged = [each for each in policy.clinician_judges if each.if_yes == position.id]
    techniques = {*position.techniques, *(name for each in judged for name in each.techniques)}
    yield before.apart(TECHNIQUE, frozenset(techniques))
    for each in judged:
        denied = before.among(each.question, frozenset({False}))
        yield every((before.among(TECHNIQUE, frozenset(each.techniques)), denied))


def _closing(
    node: Criterion, variable: str, before: Before, vocabulary: Vocabulary
) -> Iterator[tuple[Formula, ...]]:
    """For each test of the variable below a node, the ways in which its neighbours close it."""
    match node.body:
        case Test(fact):
            if vocabulary.variable(fact) == variable:
                yield ()
        case AllOf(parts):
            yield from _among_neighbours(parts, False, variable, before, vocabulary)
        case AnyOf(parts) | NoneOf(parts):
            yield from _among_neighbours(parts, True, variable, before, vocabulary)
        case AtLeast(parts=parts):
            for part in parts:
                yield from _closing(part, variable, before, vocabulary)
        case NotThis(part):
            yield from _closing(part, variable, before, vocabulary)
        case Fixed():
            pass
        case _:
            assert_never(node.body)


def _among_neighbours(
    parts: tuple[Criterion, ...], closing: bool, variable: str, before: Before, vocabulary: Vocabulary
) -> Iterator[tuple[Formula, ...]]:
    for place, part in enumerate(parts):
        neighbours = (*parts[:place], *parts[place + 1 :])
        ways = tuple(_comes_to(each, closing, before) for each in neighbours)
        for found in _closing(part, variable, before, vocabulary):
            yield (*ways, *found)


def _comes_to(node: Criterion, wanted: bool, before: Before) -> Formula:
    """The answers that alone make a criterion yes, or no, whatever else is so."""
    match node.body:
        case Test(fact, Among(values)):
            return before.among(fact, values) if wanted else before.apart(fact, values)
        case Test() | AtLeast():
            return NEVER
        case Fixed(result):
            return ALWAYS if result is Truth.of(wanted) else NEVER
        case AllOf(parts):
            found = [_comes_to(each, wanted, before) for each in parts]
            return every(found) if wanted else some(found)
        case AnyOf(parts):
            found = [_comes_to(each, wanted, before) for each in parts]
            return some(found) if wanted else every(found)
        case NoneOf(parts):
            found = [_comes_to(each, not wanted, before) for each in parts]
            return every(found) if wanted else some(found)
        case NotThis(part):
            return _comes_to(part, not wanted, before)
    assert_never(node.body)
