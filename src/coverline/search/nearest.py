"""The values that a path names: of all that would do, those at the nearest boundary, in a case's own form."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations, groupby
from math import ceil, floor
from typing import NamedTuple, TypeVar, assert_never

from coverline.decide.consequences import domain
from coverline.decide.domains import Domains
from coverline.decide.meaning import truth
from coverline.model.case import Value
from coverline.model.criteria import Comparison, Elapsed, Includes
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.model.vocabulary import Kind

T = TypeVar("T")


class Nearest(NamedTuple):
    """A value at a boundary; `bound` says where all values beyond it will do too."""

    value: Value
    bound: Comparison | None = None


def nearest_values(
    variable: str, classes: frozenset[Value], pieces: Sequence[Span], day: date, domains: Domains
) -> Iterator[Nearest]:
    """The values to name for a fact any of whose `classes` will do, which are `pieces` for a time."""
    fact = domains.vocabulary.facts[variable]
    match fact.kind:
        case Kind.YES_NO | Kind.CHOICE:
            wanted = {_outlook(variable, each, day, domains) for each in classes}
            for value in domain(fact):
                if _outlook(variable, value, day, domains) in wanted:
                    yield Nearest(value)
        case Kind.SET:
            yield from map(Nearest, _sets(variable, classes, day, domains))
        case Kind.PERCENT:
            points = sorted(each for each in domains.values(variable) if isinstance(each, Fraction))
            wanted = {_outlook(variable, each, day, domains) for each in classes}
            fits = [_outlook(variable, each, day, domains) in wanted for each in points]
            for amounts in _runs(points, fits):
                yield Nearest(_percent(amounts, points), _beyond(amounts, points))
        case Kind.DATE | Kind.DURATION:
            for run in _runs(pieces, [each in classes for each in pieces]):
                start = _start(run, pieces)
                exact = Span.exactly(start)
                lasting = _lasting(variable, start, day, domains)
                yield Nearest(exact if fact.kind is Kind.DATE else lasting, _beyond(run, pieces))
        case _:
            assert_never(fact.kind)


def _beyond(run: Sequence[T], values: Sequence[T]) -> Comparison | None:
    """Where a stretch of values, the least first, goes on to the end of all values."""
    if run[-1] == values[-1]:
        return Comparison.AT_LEAST
    return Comparison.AT_MOST if run[0] == values[0] else None


def _outlook(variable: str, value: Value, day: date, domains: Domains) -> object:
    """How every test of a fact comes out."""
    return tuple(truth(each, value, day) for each in domains.relations.get(variable, ()))


def _runs(values: Sequence[T], wanted: Sequence[bool]) -> Iterator[list[T]]:
    """The stretches of neighbours that are wanted."""
    for is_wanted, run in groupby(zip(values, wanted, strict=True), key=lambda each: each[1]):
        if is_wanted:
            yield [value for value, _ in run]


def _start(run: Sequence[Span], pieces: Sequence[Span]) -> date:
    """The first day to name of pieces that stand the latest first.

    It is the shortest time that will do; where none is too short, the longest.
    """
    longest = run[-1].first
    return run[0].last if run[0] != pieces[0] or longest is None else longest


def _lasting(variable: str, start: date, day: date, domains: Domains) -> Duration:
    """A duration as a test prints it, else in days."""
    printed = (
        each.bound
        for each in domains.relations[variable]
        if isinstance(each, Elapsed) and back(day, each.bound) == start
    )
    return next(printed, Duration((day - start).days, Unit.DAYS))


def _percent(run: Sequence[Fraction], points: Sequence[Fraction]) -> Fraction:
    """The lowest percentage that will do; where none is too low, the highest.

    Beside a bound that is excluded it is the next whole number, where there is one.
    """
    first, last = points.index(run[0]), points.index(run[-1])
    if first > 0:
        whole = Fraction(floor(points[first - 1]) + 1)
        return run[0] if _is_bound(first) or whole >= points[first + 1] else whole
    whole = Fraction(ceil(points[min(last + 1, len(points) - 1)]) - 1)
    return run[-1] if _is_bound(last) or whole <= points[last - 1] else whole


def _is_bound(place: int) -> bool:
    # Bounds and amounts between them take turns, beginning with a bound.
    return place % 2 == 0


def _sets(variable: str, classes: Iterable[Value], day: date, domains: Domains) -> Iterator[frozenset[str]]:
    """The sets of which no part will do."""
    wanted = {_outlook(variable, each, day, domains) for each in classes}
    relations = domains.relations.get(variable, ())
    tested = {value for each in relations if isinstance(each, Includes) for value in each.values}
    values = [each for each in domains.vocabulary.facts[variable].values if each in tested]
    found: list[frozenset[str]] = []
    for count in range(len(values) + 1):
        for chosen in map(frozenset, combinations(values, count)):
            fits = _outlook(variable, chosen, day, domains) in wanted
            if fits and not any(each <= chosen for each in found):
                found.append(chosen)
                yield chosen
