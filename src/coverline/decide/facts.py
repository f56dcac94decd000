"""What a case states of one part, closed under what follows from it; contradictions are errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from coverline.decide.meaning import Situation, truth
from coverline.model.case import Stated, Value, written
from coverline.model.criteria import Among, Test
from coverline.model.determination import Evidence
from coverline.model.quantity import Duration, Span, back
from coverline.model.truth import Truth
from coverline.model.vocabulary import Fact, Follows, Kind, Vocabulary

ANY_DAY = date.min


class Undecidable(Exception):
    """A case that cannot be decided; every problem is a sentence."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Contradiction(Undecidable):
    """Facts of a case that cannot all be so; every problem names both."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two tests of different facts that cannot be as they are at once: the first yes, the second no."""

    first: Test
    second: Test


class Consequences:
    """The vocabulary's `follows`, arranged by the fact that they start from."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.strict = tuple(each for each in vocabulary.follows if not each.unless_stated)
        self.presumed = tuple(each for each in vocabulary.follows if each.unless_stated)
        self.tied: dict[str, tuple[Follows, ...]] = {}
        for each in self.strict:
            for fact in (each.when.fact, each.then.fact):
                self.tied[fact] = (*self.tied.get(fact, ()), each)

    def broken(self, values: Mapping[str, Value], variable: str) -> Follows | None:
        """A consequence that the value of `variable` breaks against another known value."""
        for each in self.tied.get(variable, ()):
            when, then = values.get(each.when.fact), values.get(each.then.fact)
            if when is None or then is None:
                continue
            holds = truth(each.when.relation, when, ANY_DAY) is Truth.YES
            if holds and truth(each.then.relation, then, ANY_DAY) is Truth.NO:
                return each
        return None

    def settled(self, values: Mapping[str, Value], variable: str) -> Iterator[tuple[str, Value]]:
        """The other facts that the value of `variable` leaves only one value for."""
        for each in self.tied[variable]:
            other = each.then.fact if each.when.fact == variable else each.when.fact
            fact = self.vocabulary.facts[other]
            if other in values or fact.kind not in (Kind.YES_NO, Kind.CHOICE):
                continue
            left = [value for value in domain(fact) if self.broken({**values, other: value}, other) is None]
            if len(left) == 1:
                yield other, left[0]


def domain(fact: Fact) -> tuple[Value, ...]:
    """Every value of a yes/no fact or a choice, the affirmative first."""
    return (True, False) if fact.kind is Kind.YES_NO else fact.values


@dataclass(frozen=True, slots=True)
class Closed:
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
        if not self.dated and not self.lasting:
            return Situation(day, self.values)
        values = dict(self.values)
        for variable in (*self.dated, *self.lasting):
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
            return Span.exactly(back(day, lasting))
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
    evidence = {fact: (Evidence(fact, value, True),) for fact, value in given.items()}
    dated: dict[str, Span] = {}
    lasting: dict[str, Duration] = {}
    named: dict[str, tuple[str, ...]] = {}
    variable_of = consequences.vocabulary.variable
    for name, each in stated.items():
        variable = variable_of(name)
        if isinstance(each.value, Span):
            dated[variable] = each.value
            named[variable] = (*named.get(variable, ()), name)
        elif isinstance(each.value, Duration):
            lasting[variable] = each.value
            named[variable] = (*named.get(variable, ()), name)
        else:
            values[variable] = each.value
        also, own = evidence.get(variable, ()), (Evidence(name, each.value, False, each.source),)
        evidence[variable] = own + also if name == variable else also + own
    _derive(values, evidence, consequences)
    return Closed(values, dated, lasting, evidence, named)


def _derive(values: dict[str, Value], evidence: dict[str, tuple[Evidence, ...]], consequences: Consequences) -> None:
    tied = consequences.tied
    waiting = [variable for variable in values if variable in tied]
    problems = {
        _contradicts(broken, values): None
        for variable in waiting
        if (broken := consequences.broken(values, variable)) is not None
    }
    if problems:
        raise Contradiction(tuple(problems))
    while waiting:
        variable = waiting.pop()
        for other, value in consequences.settled(values, variable):
            values[other] = value
            evidence[other] = (Evidence(other, value, True),)
            waiting.append(other)
    for each in consequences.presumed:
        _presume(each, values, evidence)


def _presume(follows: Follows, values: dict[str, Value], evidence: dict[str, tuple[Evidence, ...]]) -> None:
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
