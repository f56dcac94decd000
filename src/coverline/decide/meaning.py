"""What one test means: the relations of the language on values that are known, known in part or unknown."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, assert_never

from coverline.model.case import Value
from coverline.model.criteria import (
    Among,
    Amount,
    Comparison,
    Dated,
    Elapsed,
    Includes,
    Inclusion,
    Relation,
    Test,
)
from coverline.model.quantity import Span, back
from coverline.model.truth import Truth
from coverline.model.vocabulary import Fact, Kind, Vocabulary


class Situation(NamedTuple):
    """What is known on one possible day of service, by variable.

    A variable that is absent is unknown; dates and durations are spans of possible first days.
    """

    day: date
    values: Mapping[str, Value]

    def knowing(self, variable: str, value: Value) -> "Situation":
        """The same situation with one more value known."""
        return Situation(self.day, {**self.values, variable: value})


def truth(relation: Relation, value: Value, day: date) -> Truth:
    """The truth of a relation on a value; of a span of days, unknown where its days disagree."""
    match relation:
        case Among(values):
            return Truth.of(value in values)
        case Includes(inclusion, values):
            return _includes(inclusion, values, _set(value))
        case Amount(comparison, bound):
            return Truth.of(_compare(comparison, _fraction(value), bound))
        case Elapsed(comparison, duration):
            return elapsed(comparison, _span(value), day, back(day, duration))
        case Dated(first, last):
            return _within(_span(value), first, last)
        case _:
            assert_never(relation)


def truth_unknown(relation: Relation, fact: Fact | None, day: date) -> Truth:
    """The truth of a relation on a fact of which nothing is known: rarely anything but unknown."""
    match relation:
        case Among(values) if fact is not None:
            domain = frozenset({True, False}) if fact.kind is Kind.YES_NO else frozenset(fact.values)
            return _of_all(domain <= values, bool(domain & values))
        case Elapsed(comparison, duration):
            return elapsed(comparison, None, day, back(day, duration))
        case Amount(comparison, bound):
            ends = [_compare(comparison, end, bound) for end in (Fraction(0), Fraction(100))]
            return _of_all(all(ends), any(ends))
        case _:
            return Truth.UNKNOWN


def test_truth(test: Test, situation: Situation, vocabulary: Vocabulary) -> Truth:
    """The truth of a test in a situation."""
    value = situation.values.get(vocabulary.variable(test.fact))
    if value is None:
        return truth_unknown(test.relation, vocabulary.facts.get(test.fact), situation.day)
    return truth(test.relation, value, situation.day)


def _of_all(every: bool, some: bool) -> Truth:
    if every:
        return Truth.YES
    return Truth.UNKNOWN if some else Truth.NO


def elapsed(comparison: Comparison, span: Span | None, day: date, limit: date) -> Truth:
    """Compares the time since a first day in `span` with the time since `limit`: earlier is longer.

    Without a span any day up to `day` is possible.
    """
    if span is None or span.first is None:
        earliest = comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN)
    else:
        earliest = _started(comparison, span.first, limit)
    latest = _started(comparison, day if span is None else span.last, limit)
    return Truth.of(earliest) if earliest == latest else Truth.UNKNOWN


def _started(comparison: Comparison, start: date, limit: date) -> bool:
    match comparison:
        case Comparison.AT_LEAST:
            return start <= limit
        case Comparison.MORE_THAN:
            return start < limit
        case Comparison.AT_MOST:
            return start >= limit
        case Comparison.LESS_THAN:
            return start > limit
    assert_never(comparison)


def _compare(comparison: Comparison, amount: Fraction, bound: Fraction) -> bool:
    match comparison:
        case Comparison.AT_LEAST:
            return amount >= bound
        case Comparison.MORE_THAN:
            return amount > bound
        case Comparison.AT_MOST:
            return amount <= bound
        case Comparison.LESS_THAN:
            return amount < bound
    assert_never(comparison)


def _includes(inclusion: Inclusion, values: frozenset[str], found: frozenset[str]) -> Truth:
    match inclusion:
        case Inclusion.ANY:
            return Truth.of(bool(values & found))
        case Inclusion.ALL:
            return Truth.of(values <= found)
        case Inclusion.NONE:
            return Truth.of(not values & found)
    assert_never(inclusion)


def _within(span: Span, first: date | None, last: date | None) -> Truth:
    after = first is None or (span.first is not None and span.first >= first)
    before = last is None or span.last <= last
    apart = (first is not None and span.last < first) or (
        last is not None and span.first is not None and span.first > last
    )
    return Truth.NO if apart else _of_all(after and before, True)


def _set(value: Value) -> frozenset[str]:
    assert isinstance(value, frozenset)
    return value


def _fraction(value: Value) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def _span(value: Value) -> Span:
    assert isinstance(value, Span)
    return value
