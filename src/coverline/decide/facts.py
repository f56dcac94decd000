"""What a case states of one part, closed under what follows from it; contradictions are errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from coverline.decide.meaning import Situation, truth
from coverline.model.case import Stated, Value, written
from coverline.model.criteria import Among, Test
from coverline.model.determination import Evidence
from coverline.model.quantity import Duration, Span, back
from coverline.model.truth import Truth
from coverline.model.vocabulary import Fact, Follows, Kind, Vocabulary

ANY_DAY = date.min
TIMES = (Span, Duration)


class Undecidable(Exception):
    """A case that cannot be decided; every problem is a sentence."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Contradiction(Undecidable):
    """Facts of a case that cannot all be so; every problem names both."""


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


class Closed(NamedTuple):
    """The facts of one part: values by variable, when things began, and where each comes from.

    `dated` and `lasting` hold what is stated of a time as a date and as a duration; `named` gives the
    names under which the case states it.
    """

    values: Mapping[str, Value]
    dated: Mapping[str, Span]
    lasting: Mapping[str, Duration]
    evidence: Mapping[str, tuple[Evidence, ...]]
    named: Mapping[str, tuple[str, ...]]

    def situation(self, day: date) -> Situation | None:
        """What is known if the service is on `day`; None where no such day fits the facts."""
        if not self.named:
            return Situation(day, self.values)
        values = dict(self.values)
        for variable in self.named:
            span = self.span(variable, day)
            if span is None:
                return None
            values[variable] = span
        return Situation(day, values)

    def span(self, variable: str, day: date) -> Span | None:
        """The first days that a time can have if the service is on `day`; None where there are none."""
        dated, lasting = self.dated.get(variable), self.lasting.get(variable)
        if dated is None:
            assert lasting is not None
            start = back(day, lasting)
            return Span(start, start)
        if lasting is None and dated.last <= day:
            return dated
        past = dated.overlap(Span(None, day))
        if past is None or lasting is None:
            return past
        return past.overlap(Span(back(day, lasting.longer_by_one) + timedelta(days=1), back(day, lasting)))


def close(stated: Mapping[str, Stated], consequences: Consequences, given: Mapping[str, Value]) -> Closed:
    """Everything that follows from the stated facts of a part.

    `given` are derived facts that the part itself gives, such as the region of its level.
    Raises Contradiction where facts exclude each other.
    """
    values: dict[str, Value] = dict(given)
    evidence: dict[str, tuple[Evidence, ...]] = {
        fact: (Evidence(fact, value, True),) for fact, value in given.items()
    }
    dated: dict[str, Span] = {}
    lasting: dict[str, Duration] = {}
    named: dict[str, tuple[str, ...]] = {}
    for name, each in stated.items():
        value = each.value
        known = (Evidence(name, value, False, each.source),)
        if not isinstance(value, TIMES):
            values[name] = value
            evidence[name] = known
            continue
        variable = consequences.variables[name]
        if isinstance(value, Span):
            dated[variable] = value
        else:
            lasting[variable] = value
        named[variable] = (*named.get(variable, ()), name)
        also = evidence.get(variable, ())
        evidence[variable] = known + also if name == variable else also + known
    _derive(values, evidence, consequences)
    return Closed(values, dated, lasting, evidence, named)


def _derive(
    values: dict[str, Value], evidence: dict[str, tuple[Evidence, ...]], consequences: Consequences
) -> None:
    """Adds what follows; a value that is barred by another is a contradiction."""
    tied = consequences.tied
    waiting = [variable for variable in values if variable in tied]
    problems: dict[str, None] = {}
    effects = consequences.effects
    for variable in waiting:
        for effect in effects(variable, values[variable]):
            known = values.get(effect.other)
            if known is None:
                _settle(effect, values, evidence, waiting, consequences)
            elif known in effect.barred:
                problems[_contradicts(effect.rule, values)] = None
    if problems:
        raise Contradiction(tuple(problems))
    for rule in consequences.presumed:
        _presume(rule, values, evidence)


def _settle(
    effect: Effect,
    values: dict[str, Value],
    evidence: dict[str, tuple[Evidence, ...]],
    waiting: list[str],
    consequences: Consequences,
) -> None:
    """Gives the other fact its value where only one is left, and lets it have its own effects."""
    left = effect.left
    if len(left) > 1:
        left = tuple(each for each in left if consequences.allows(values, effect.other, each))
    if len(left) == 1:
        values[effect.other] = left[0]
        evidence[effect.other] = (Evidence(effect.other, left[0], True),)
        waiting.append(effect.other)


def _presume(
    follows: Follows, values: dict[str, Value], evidence: dict[str, tuple[Evidence, ...]]
) -> None:
    known, other = values.get(follows.when.fact), follows.then.fact
    if known is None or other in values or truth(follows.when.relation, known, ANY_DAY) is not Truth.YES:
        return
    assert isinstance(follows.then.relation, Among)
    (value,) = follows.then.relation.values
    values[other] = value
    evidence[other] = (Evidence(other, value, True),)


def _contradicts(follows: Follows, values: Mapping[str, Value]) -> str:
    first, second = follows.when.fact, follows.then.fact
    return (
        f"found {first} {written(values[first])} and {second} {written(values[second])}; "
        f"expected at most one of them, since they exclude each other"
    )


@dataclass(frozen=True)
class Days:
    """The possible days of service of a part, and what is known on each."""

    closed: Closed
    service: Span

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """A situation for every day that fits the facts; raises Contradiction where none does."""
        found = [each for day in days_of(self.service) if (each := self.closed.situation(day)) is not None]
        if not found:
            raise Contradiction(_impossible_times(self.closed, self.service))
        return tuple(found)


def days_of(span: Span) -> Iterator[date]:
    """Every day of a span with two ends."""
    assert span.first is not None
    day = span.first
    while day <= span.last:
        yield day
        day += timedelta(days=1)


def _impossible_times(closed: Closed, service: Span) -> tuple[str, ...]:
    found = tuple(
        _after(variable, span, service)
        if span.first is not None and span.first > service.last
        else _disagrees(variable, closed, service)
        for variable, span in closed.dated.items()
        if all(closed.span(variable, day) is None for day in days_of(service))
    )
    if found:
        return found
    names = " and ".join(name for variable in closed.dated for name in closed.named[variable])
    return (f"found {names} with date_of_service {service}; expected times that one day of service can have",)


def _after(variable: str, span: Span, service: Span) -> str:
    return f"found {variable} {span} after date_of_service {service}; expected that day or an earlier one"


def _disagrees(variable: str, closed: Closed, service: Span) -> str:
    (other,) = (name for name in closed.named[variable] if name != variable)
    return (
        f"found {variable} {closed.dated[variable]} and {other} {closed.lasting[variable]}; "
        f"expected a date that lies {closed.lasting[variable]} before date_of_service {service}"
    )


def consistent_with(
    base: Mapping[str, Stated], more: Mapping[str, Stated], consequences: Consequences, service: Span
) -> dict[str, Stated]:
    """The shared facts that do not contradict a lesion's own, with those own facts over them."""
    kept = dict(more)
    for name, each in base.items():
        if name not in more and _fits(name, each, more, consequences, service):
            kept[name] = each
    return kept


def _fits(
    name: str, each: Stated, own: Mapping[str, Stated], consequences: Consequences, service: Span
) -> bool:
    try:
        Days(close({**own, name: each}, consequences, {}), service).situations
    except Contradiction:
        return False
    return True
