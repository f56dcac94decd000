"""What follows from what, once in the vocabulary: the values that each value of a fact bars for another."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from coverline.decide.meaning import truth
from coverline.model.case import Value
from coverline.model.criteria import Test
from coverline.model.truth import Truth
from coverline.model.vocabulary import Fact, Follows, Kind, Vocabulary

# No rule of what follows is about time, so the day does not matter.
ANY_DAY = date.min


class Effect(NamedTuple):
    """Values that another fact cannot have, and those that it still can."""

    other: str
    barred: frozenset[Value]
    left: tuple[Value, ...]
    rule: Follows


class Consequences:
    """The vocabulary's `follows`, as what each value of a fact bars for another fact.

    One of the two facts of a rule is a yes/no fact or a choice; the other may be a percentage or a set.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.variables = {name: vocabulary.variable(name) for name in vocabulary.facts}
        self.presumed = tuple(each for each in vocabulary.follows if each.unless_stated)
        self.tied: dict[str, tuple[str, ...]] = {}
        self._rules = tuple(each for each in vocabulary.follows if not each.unless_stated)
        self._effects: dict[str, dict[Value, tuple[Effect, ...]]] = {}
        for each in self._rules:
            one, other = each.when.fact, each.then.fact
            self.tied[one] = (*self.tied.get(one, ()), other)
            self.tied[other] = (*self.tied.get(other, ()), one)
        for name in self.tied:
            fact = vocabulary.facts[name]
            values = domain(fact) if _is_enumerated(fact) else ()
            self._effects[name] = {value: tuple(self._effects_of(name, value)) for value in values}

    def effects(self, variable: str, value: Value) -> tuple[Effect, ...]:
        """What a value of a fact bars."""
        found = self._effects[variable].get(value)
        return found if found is not None else tuple(self._effects_of(variable, value))

    def _effects_of(self, variable: str, value: Value) -> Iterator[Effect]:
        for rule in self._rules:
            if rule.when.fact == variable and truth(rule.when.relation, value, ANY_DAY) is Truth.YES:
                yield from self._bars(rule, rule.then, Truth.NO)
            elif rule.then.fact == variable and truth(rule.then.relation, value, ANY_DAY) is Truth.NO:
                yield from self._bars(rule, rule.when, Truth.YES)

    def _bars(self, rule: Follows, test: Test, barring: Truth) -> Iterator[Effect]:
        fact = self.vocabulary.facts[test.fact]
        if _is_enumerated(fact):
            barred = {each for each in domain(fact) if truth(test.relation, each, ANY_DAY) is barring}
            left = tuple(each for each in domain(fact) if each not in barred)
            yield Effect(fact.name, frozenset(barred), left, rule)

    def allows(self, values: Mapping[str, Value], variable: str, value: Value) -> bool:
        """Whether a value contradicts nothing that is known."""
        for other in self.tied.get(variable, ()):
            known = values.get(other)
            if known is not None and (
                _bars_value(self.effects(other, known), variable, value)
                or _bars_value(self.effects(variable, value), other, known)
            ):
                return False
        return True


def _bars_value(effects: tuple[Effect, ...], fact: str, value: Value) -> bool:
    return any(each.other == fact and value in each.barred for each in effects)


def _is_enumerated(fact: Fact) -> bool:
    return fact.kind in (Kind.YES_NO, Kind.CHOICE)


def domain(fact: Fact) -> tuple[Value, ...]:
    """Every value of a yes/no fact or a choice, the affirmative first."""
    return (True, False) if fact.kind is Kind.YES_NO else fact.values
