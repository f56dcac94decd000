"""What a vocabulary must hold to: names of their own, right references, and a way out of every fact."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from coverline.document import Entries, Scalar
from coverline.language.fields import Fields
from coverline.language.messages import Message, problem
from coverline.model.criteria import Among, Amount, Comparison, Test
from coverline.model.vocabulary import Fact, Follows, Kind, Vocabulary
from coverline.problem import Problem, nearest

_CASE_FIELDS = ("product", "state", "technique", "levels", "setting", "code", "diagnoses", "date_of_service")


def name_problems(fields: Fields, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Names that stand for two things, and groups of what is not there."""
    regions = [level for _, levels in _named(fields, "regions") for level in levels]
    states = [state for _, each in _named(_contractors(fields), "states") for state in each]
    both = [product for _, each in _named(fields, "products") for product in each]
    yield from _repeated(regions, "each level lies in one region")
    yield from _repeated(states, "each state has one contractor")
    yield from _repeated(both, "each product is listed once")
    for group, members in _named(fields, "technique_groups"):
        if group.text in vocabulary.techniques:
            yield problem(group, Message.NAME_TAKEN, name=group.text, taken="a technique has it")
        for member in members:
            yield from _unknown(member, "a technique", vocabulary.techniques)


def _contractors(fields: Fields) -> Fields:
    contractors = fields.record("contractors")
    assert contractors is not None
    return contractors


def _named(fields: Fields, key: str) -> Iterator[tuple[Scalar, tuple[Scalar, ...]]]:
    node = fields.value(key)
    assert isinstance(node, Entries)
    for name, _ in node.entries:
        yield name, tuple(each for each in Fields(node).items(name.text) if isinstance(each, Scalar))


def _repeated(nodes: Sequence[Scalar], taken: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in nodes:
        if node.text in seen:
            yield problem(node, Message.NAME_TAKEN, name=node.text, taken=taken)
        seen.add(node.text)


def _unknown(node: Scalar, what: str, known: Sequence[str]) -> Iterator[Problem]:
    if node.text not in known:
        yield problem(
            node,
            Message.UNKNOWN_NAME,
            name=node.text,
            what=what,
            known=", ".join(known),
            hint=nearest(node.text, known),
        )


def fact_problems(fields: Fields, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Facts whose parts do not fit together."""
    dates = [fact.name for fact in vocabulary.facts.values() if fact.kind is Kind.DATE]
    for name, each in fields.named("facts"):
        fact = vocabulary.facts[name]
        enumerated = fact.kind in (Kind.CHOICE, Kind.SET)
        if name in _CASE_FIELDS:
            yield problem(each.node, Message.NAME_TAKEN, name=name, taken="a field of every case has it")
        if enumerated and not fact.values:
            yield problem(each.node, Message.VALUES_NEEDED, name=name, kind=fact.kind.value)
        if fact.values and not enumerated:
            yield problem(each.node, Message.VALUES_SUPERFLUOUS, name=name, kind=fact.kind.value)
        if fact.elapsed_of is not None and (fact.kind is not Kind.DURATION or fact.elapsed_of not in dates):
            found = each.scalar("elapsed_of")
            hint = nearest(found.text, dates)
            yield problem(found, Message.ELAPSED_OF, name=found.text, hint=hint)


def exclusion_problems(
    fields: Fields, vocabulary: Vocabulary, follows: tuple[Follows, ...]
) -> Iterator[Problem]:
    """Facts that have no value left which settles and contradicts nothing.

    Answering what is missing always decides only where each fact has such a value.
    """
    strict = [rule for rule in follows if not rule.unless_stated]
    for name, each in fields.named("facts"):
        rules = [rule for rule in strict if name in (rule.when.fact, rule.then.fact)]
        if rules and not any(
            _is_free(name, value, rules) for value in _values(vocabulary.facts[name], rules)
        ):
            yield problem(each.node, Message.EXCLUDES_ALL, name=name)


def _is_free(name: str, value: str | bool | Fraction, rules: Sequence[Follows]) -> bool:
    settles = any(rule.when.fact == name and _holds(rule.when, value) for rule in rules)
    contradicts = any(rule.then.fact == name and not _holds(rule.then, value) for rule in rules)
    return not settles and not contradicts


def _values(fact: Fact, rules: Sequence[Follows]) -> Sequence[str | bool | Fraction]:
    if fact.kind is Kind.YES_NO:
        return (True, False)
    if fact.kind is Kind.CHOICE:
        return fact.values
    tests = [test for rule in rules for test in (rule.when, rule.then) if test.fact == fact.name]
    bounds = {test.relation.bound for test in tests if isinstance(test.relation, Amount)}
    points = sorted({Fraction(0), Fraction(100), *bounds})
    # Between two neighbouring bounds every percentage is alike, so that one of them stands for all.
    return [*points, *((low + high) / 2 for low, high in pairwise(points))]


def _holds(test: Test, value: str | bool | Fraction) -> bool:
    relation = test.relation
    if isinstance(relation, Among):
        return value in relation.values
    assert isinstance(relation, Amount)
    assert isinstance(value, Fraction)
    match relation.comparison:
        case Comparison.AT_LEAST:
            return value >= relation.bound
        case Comparison.MORE_THAN:
            return value > relation.bound
        case Comparison.AT_MOST:
            return value <= relation.bound
        case Comparison.LESS_THAN:
            return value < relation.bound
    assert_never(relation.comparison)
