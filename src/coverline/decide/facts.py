"""What a case states of one part, closed under what follows from it; contradictions are errors."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from coverline.decide.consequences import ANY_DAY, Consequences, Effect
from coverline.decide.meaning import Situation, truth
from coverline.model.case import Known, Value, written
from coverline.model.criteria import Among
from coverline.model.quantity import Duration, Span, back
from coverline.model.truth import Truth
from coverline.model.vocabulary import Follows

TIMES = (Span, Duration)


class Conflict(NamedTuple):
    """What keeps a case from being decided, and the facts or fields of the case that it is about."""

    names: tuple[str, ...]
    found: str
    expected: str


class Undecidable(Exception):
    """A case that cannot be decided, with every reason."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__("; ".join(f"found {each.found}, expected {each.expected}" for each in conflicts))
        self.conflicts = conflicts


class Contradiction(Undecidable):
    """Facts of a case that cannot all be so; every conflict names both."""


class Closed(NamedTuple):
    """The facts of one part: values by variable, when things began, and where each comes from.

    `dated` and `lasting` hold what is stated of a time as a date and as a duration; `named` gives the
    names under which the case states it.
    """

    values: Mapping[str, Value]
    dated: Mapping[str, Span]
    lasting: Mapping[str, Duration]
    evidence: Mapping[str, tuple[Known, ...]]
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


def close(stated: Mapping[str, Known], consequences: Consequences, given: Mapping[str, Value]) -> Closed:
    """Everything that follows from the stated facts of a part.

    `given` are derived facts that the part itself gives, such as the region of its level.
    Raises Contradiction where facts exclude each other.
    """
    values: dict[str, Value] = dict(given)
    evidence: dict[str, tuple[Known, ...]] = {
        fact: (Known(fact, value, True),) for fact, value in given.items()
    }
    dated: dict[str, Span] = {}
    lasting: dict[str, Duration] = {}
    named: dict[str, tuple[str, ...]] = {}
    for name, each in stated.items():
        value = each.value
        if not isinstance(value, TIMES):
            values[name] = value
            evidence[name] = (each,)
            continue
        variable = consequences.variables[name]
        if isinstance(value, Span):
            dated[variable] = value
        else:
            lasting[variable] = value
        named[variable] = (*named.get(variable, ()), name)
        also = evidence.get(variable, ())
        evidence[variable] = (each, *also) if name == variable else (*also, each)
    _derive(values, evidence, consequences)
    return Closed(values, dated, lasting, evidence, named)


def _derive(
    values: dict[str, Value], evidence: dict[str, tuple[Known, ...]], consequences: Consequences
) -> None:
    """Adds what follows; a value that is barred by another is a contradiction."""
    tied = consequences.tied
    waiting = [variable for variable in values if variable in tied]
    conflicts: dict[Conflict, None] = {}
    effects = consequences.effects
    for variable in waiting:
        for effect in effects(variable, values[variable]):
            known = values.get(effect.other)
            if known is None:
                _settle(effect, values, evidence, waiting, consequences)
            elif known in effect.barred:
                conflicts[_contradicts(effect.rule, values)] = None
    if conflicts:
        raise Contradiction(tuple(conflicts))
    for rule in consequences.presumed:
        _presume(rule, values, evidence)


def _settle(
    effect: Effect,
    values: dict[str, Value],
    evidence: dict[str, tuple[Known, ...]],
    waiting: list[str],
    consequences: Consequences,
) -> None:
    """Gives the other fact its value where only one is left, and lets it have its own effects."""
    left = effect.left
    if len(left) > 1:
        left = tuple(each for each in left if consequences.allows(values, effect.other, each))
    if len(left) == 1:
        values[effect.other] = left[0]
        evidence[effect.other] = (Known(effect.other, left[0], True),)
        waiting.append(effect.other)


def _presume(follows: Follows, values: dict[str, Value], evidence: dict[str, tuple[Known, ...]]) -> None:
    known, other = values.get(follows.when.fact), follows.then.fact
    if known is None or other in values or truth(follows.when.relation, known, ANY_DAY) is not Truth.YES:
        return
    assert isinstance(follows.then.relation, Among)
    (value,) = follows.then.relation.values
    values[other] = value
    evidence[other] = (Known(other, value, True),)


def _contradicts(follows: Follows, values: Mapping[str, Value]) -> Conflict:
    first, second = follows.when.fact, follows.then.fact
    found = f"{first} {written(values[first])} and {second} {written(values[second])}"
    return Conflict((first, second), found, "at most one of them, since they exclude each other")
