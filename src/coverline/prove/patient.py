"""A patient as Z3 variables, with axioms that keep every solution a patient who could exist."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import chain
from math import ceil, floor
from typing import Any, assert_never

import z3

from coverline.decide.consequences import domain
from coverline.decide.domains import Domains
from coverline.model.case import Known, Value
from coverline.model.criteria import Among, Amount, Comparison, Elapsed, Includes, Inclusion, Test
from coverline.model.quantity import LONGEST_YEARS, Duration, Span, Unit
from coverline.model.vocabulary import Fact, Kind
from coverline.prove.calendar import Calendar

Formula = Any
LONGEST = 365 * LONGEST_YEARS


class Patient:
    """The facts that some criteria read, each as what a chart can say of it.

    A yes/no fact is a truth value, a choice the place of its value, a percentage a number from 0 to 100, a
    set a truth value for each member, and a time the whole days from its first day to the day of service.
    """

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self.facts = domains.vocabulary.facts
        self.variables = {
            name: self._variable(fact) for name, fact in self.facts.items() if fact.elapsed_of is None
        }

    def _variable(self, fact: Fact) -> Formula:
        match fact.kind:
            case Kind.YES_NO:
                return z3.Bool(fact.name)
            case Kind.PERCENT:
                return z3.Real(fact.name)
            case Kind.SET:
                return {value: z3.Bool(f"{fact.name}.{value}") for value in fact.values}
            case Kind.CHOICE | Kind.DATE | Kind.DURATION:
                return z3.Int(fact.name)
            case _:
                assert_never(fact.kind)

    def axioms(self) -> Iterator[Formula]:
        """What is true of every patient: the range of each fact, and what follows from what."""
        for name, variable in self.variables.items():
            fact = self.facts[name]
            if fact.kind is Kind.CHOICE:
                yield z3.And(variable >= 0, variable < len(fact.values))
            elif fact.kind is Kind.PERCENT:
                yield z3.And(variable >= 0, variable <= 100)
            elif fact.kind in (Kind.DATE, Kind.DURATION):
                yield z3.And(variable >= 0, variable <= LONGEST)
        for each in self.domains.consequences.vocabulary.follows:
            # What is only presumed leaves a reviewer free to state otherwise.
            if not each.unless_stated:
                yield z3.Implies(self.passes(each.when, {}), self.passes(each.then, {}))

    def passes(self, test: Test, reaches: dict[Duration, Formula]) -> Formula:
        """Whether a test holds; `reaches` gives the days back to each duration."""
        variable = self.variables[self.domains.vocabulary.variable(test.fact)]
        match test.relation:
            case Among(values):
                return self._among(test.fact, variable, values)
            case Includes(inclusion, members):
                return _includes(inclusion, [variable[each] for each in sorted(members)])
            case Amount(comparison, bound):
                return _compare(comparison, variable, z3.Q(bound.numerator, bound.denominator))
            case Elapsed(comparison, duration):
                return _compare(comparison, variable, reaches[duration])
            case _:
                raise TypeError(f"{test.fact}: criteria do not compare it with a day")

    def _among(self, fact: str, variable: Formula, values: frozenset[str | bool]) -> Formula:
        if self.facts[fact].kind is Kind.YES_NO:
            return z3.Or([variable == value for value in values])
        places = [place for place, value in enumerate(self.facts[fact].values) if value in values]
        return z3.Or([variable == place for place in places])

    def equals(self, name: str, value: Value) -> Formula:
        """Whether a fact that is no time has a value."""
        variable = self.variables[name]
        match value:
            case bool():
                return variable == value
            case str():
                return variable == self.facts[name].values.index(value)
            case frozenset():
                return z3.And([each == (member in value) for member, each in variable.items()])
            case Fraction():
                return variable == z3.Q(value.numerator, value.denominator)
            case Duration() | Span():
                raise TypeError(f"{name}: times are compared, not named")
            case _:
                assert_never(value)

    def bland(self, name: str) -> Value:
        """The value of a fact that says least: one that excludes nothing, the negative where it can be."""
        fact = self.facts[name]
        match fact.kind:
            case Kind.YES_NO | Kind.CHOICE:
                values = reversed(domain(fact))
                return next(each for each in values if not self._excludes(name, each))
            case Kind.PERCENT:
                return Fraction(100)
            case Kind.SET:
                return frozenset()
            case Kind.DATE | Kind.DURATION:
                raise TypeError(f"{name}: no time says less than another")
            case _:
                assert_never(fact.kind)

    def _excludes(self, name: str, value: Value) -> bool:
        consequences = self.domains.consequences
        return name in consequences.tied and bool(consequences.effects(name, value))

    def plain(self) -> Iterator[Formula]:
        """Wishes for percentages that people write: whole ones beside each bound."""
        for name in self.domains.read:
            if self.facts[name].kind is Kind.PERCENT:
                bounds = [each.bound for each in self.domains.relations[name] if isinstance(each, Amount)]
                beside = {floor(each) + by for each in bounds for by in (-1, 0, 1)} | {
                    ceil(each) for each in bounds
                }
                yield z3.Or([self.variables[name] == each for each in sorted({0, 100, *beside})])

    def value(self, name: str, model: Formula) -> Value:
        """What a solution says of a fact; a time as days."""
        variable = self.variables[name]
        match self.facts[name].kind:
            case Kind.YES_NO:
                return bool(model.eval(variable, True))
            case Kind.CHOICE:
                place: int = model.eval(variable, True).as_long()
                return self.facts[name].values[place]
            case Kind.PERCENT:
                found = model.eval(variable, True)
                return Fraction(found.numerator_as_long(), found.denominator_as_long())
            case Kind.SET:
                return frozenset(each for each, has in variable.items() if model.eval(has, True))
            case Kind.DATE | Kind.DURATION:
                return Duration(model.eval(variable, True).as_long(), Unit.DAYS)
            case _:
                assert_never(self.facts[name].kind)

    def stated(self, name: str, model: Formula, calendar: Calendar, place: int) -> Known:
        """What a case says of a fact: a time as a duration where the vocabulary has one, else as a date."""
        value = self.value(name, model)
        if self.facts[name].kind is not Kind.DATE:
            return Known(name, value)
        named = [each.name for each in self.facts.values() if each.elapsed_of == name]
        if named:
            return Known(named[0], value)
        assert isinstance(value, Duration)
        return Known(name, Span.exactly(calendar.days[place] - timedelta(days=value.count)))

    def times(self) -> Iterator[Formula]:
        """The times that are read, in days."""
        return (self.variables[name] for name in self.domains.read if self.domains.is_time(name))

    def places(self) -> Iterator[Formula]:
        """What is read beside times and yes or no, as whole numbers: places of values, percents, members."""
        for name in ("region", *self.domains.read):
            variable = self.variables[name]
            match self.facts[name].kind:
                case Kind.CHOICE:
                    yield variable
                case Kind.PERCENT:
                    yield z3.ToInt(variable)
                case Kind.SET:
                    yield from (z3.If(variable[member], 1, 0) for member in sorted(variable))
                case Kind.YES_NO | Kind.DATE | Kind.DURATION:
                    pass
                case _:
                    assert_never(self.facts[name].kind)


def durations(domains: Domains) -> tuple[Duration, ...]:
    """Every duration that the tests compare a time with."""
    relations = chain.from_iterable(domains.relations.values())
    return tuple(dict.fromkeys(each.bound for each in relations if isinstance(each, Elapsed)))


def _includes(inclusion: Inclusion, members: list[Formula]) -> Formula:
    match inclusion:
        case Inclusion.ANY:
            return z3.Or(members)
        case Inclusion.ALL:
            return z3.And(members)
        case Inclusion.NONE:
            return z3.Not(z3.Or(members))
        case _:
            assert_never(inclusion)


def _compare(comparison: Comparison, amount: Formula, bound: Formula) -> Formula:
    match comparison:
        case Comparison.AT_LEAST:
            return amount >= bound
        case Comparison.MORE_THAN:
            return amount > bound
        case Comparison.AT_MOST:
            return amount <= bound
        case Comparison.LESS_THAN:
            return amount < bound
        case _:
            assert_never(comparison)
