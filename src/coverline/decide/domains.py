"""The values that an unknown fact can take, one for each way in which the tests could come out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product

from coverline.decide.consequences import Consequences, domain
from coverline.decide.meaning import Situation, truth
from coverline.model.case import Value
from coverline.model.criteria import Amount, Elapsed, Includes, Relation, Test
from coverline.model.quantity import Span, back
from coverline.model.vocabulary import Kind, Vocabulary

# Choices depend on the values of tied facts, of which percentages can be any number.
MOST_KEPT = 10_000


class Domains:
    """The facts of a vocabulary as the tests of some criteria read them, in the order of `tests`.

    Two values of a fact that no test tells apart, in the criteria or in what follows from what, count
    as one; `choices` gives one of each.
    """

    def __init__(self, vocabulary: Vocabulary, tests: Sequence[Test]) -> None:
        self.vocabulary = vocabulary
        self.consequences = Consequences(vocabulary)
        self.relations: dict[str, tuple[Relation, ...]] = {}
        self._limits: dict[tuple[str, date], tuple[date, ...]] = {}
        self._distances: dict[tuple[str, date], tuple[int, ...]] = {}
        self._outlooks: dict[object, frozenset[object]] = {}
        self._choices: dict[object, tuple[Value, ...]] = {}
        self.read = tuple(dict.fromkeys(vocabulary.variable(test.fact) for test in tests))
        for test in (
            *tests,
            *(each for follows in vocabulary.follows for each in (follows.when, follows.then)),
        ):
            self._reads(vocabulary.variable(test.fact), test.relation)

    def _reads(self, variable: str, relation: Relation) -> None:
        known = self.relations.get(variable, ())
        if relation not in known:
            self.relations[variable] = (*known, relation)

    def is_time(self, variable: str) -> bool:
        """Whether a variable is a date or a duration."""
        return self.vocabulary.facts[variable].kind in (Kind.DATE, Kind.DURATION)

    def choices(self, variable: str, situation: Situation) -> tuple[Value, ...]:
        """One consistent value for each way in which the tests of a variable can come out."""
        if self.is_time(variable):
            known = situation.values.get(variable, Span(None, situation.day))
            assert isinstance(known, Span)
            return tuple(cut(known, self.limits(variable, situation.day)))
        known_of = tuple(situation.values.get(each) for each in self.consequences.tied.get(variable, ()))
        if (variable, known_of) not in self._choices:
            if len(self._choices) >= MOST_KEPT:
                self._choices.clear()
            self._choices[variable, known_of] = self._consistent(variable, situation)
        return self._choices[variable, known_of]

    def _consistent(self, variable: str, situation: Situation) -> tuple[Value, ...]:
        relations = self.relations.get(variable, ())
        classes = {
            tuple(truth(each, value, situation.day) for each in relations): value
            for value in reversed(tuple(self.values(variable)))
            if self.allows(situation.values, variable, value)
        }
        return tuple(reversed(classes.values()))

    def shared_choices(
        self, variable: str, left: Situation, right: Situation
    ) -> Iterator[tuple[Value, Value]]:
        """The same values for two situations, each as it is seen from its own day of service.

        A date stays where it is; a duration of which nothing is known stays as long as it is.
        """
        if not self.is_time(variable):
            for value in self.choices(variable, left):
                if self.allows(right.values, variable, value):
                    yield value, value
            return
        limits = self.limits(variable, left.day)
        later = right.day - left.day
        if variable in left.values and left.values[variable] != right.values[variable]:
            # A stated duration: its first day is exact on each day of service and moves with it.
            yield left.values[variable], right.values[variable]
            return
        if self.vocabulary.facts[variable].kind is Kind.DATE or variable in left.values:
            known = left.values.get(variable, Span(None, min(left.day, right.day)))
            assert isinstance(known, Span)
            for piece in cut(known, tuple(sorted({*limits, *self.limits(variable, right.day)}))):
                yield piece, piece
            return
        shifted = {limit - later for limit in self.limits(variable, right.day)}
        for piece in cut(Span(None, left.day), tuple(sorted({*limits, *shifted}))):
            yield piece, piece.moved(later)

    @cached_property
    def times(self) -> tuple[str, ...]:
        """The times that the tests read."""
        return tuple(variable for variable in self.read if self.is_time(variable))

    def outlook(self, variable: str, situation: Situation) -> frozenset[object]:
        """The ways in which the tests of a time can come out, seen from a day of service."""
        key = self._seen(variable, situation)
        if key not in self._outlooks:
            known = situation.values.get(variable, Span(None, situation.day))
            assert isinstance(known, Span)
            self._outlooks[key] = frozenset(
                tuple(truth(each, piece, situation.day) for each in self.relations[variable])
                for piece in cut(known, self.limits(variable, situation.day))
            )
        return self._outlooks[key]

    def shared_outlook(self, variable: str, left: Situation, right: Situation) -> frozenset[object]:
        """The ways in which they can come out seen from two days of service, for the same values."""
        later = (right.day - left.day).days
        key = (later, self._seen(variable, left), self._seen(variable, right))
        if key not in self._outlooks:
            self._outlooks[key] = frozenset(
                tuple(
                    (truth(each, one, left.day), truth(each, other, right.day))
                    for each in self.relations[variable]
                )
                for one, other in self.shared_choices(variable, left, right)
            )
        return self._outlooks[key]

    def _seen(self, variable: str, situation: Situation) -> object:
        """What the outlook on a time depends on: how far its days, and those of its tests, lie back."""
        day = situation.day
        if (variable, day) not in self._distances:
            limits = self.limits(variable, day)
            self._distances[variable, day] = tuple((day - limit).days for limit in limits)
        known = situation.values.get(variable)
        stated = None
        if known is not None:
            assert isinstance(known, Span)
            stated = (known.first and (day - known.first).days, (day - known.last).days)
        return variable, self._distances[variable, day], stated

    def values(self, variable: str) -> Iterator[Value]:
        """Values of a fact that is no time, enough for every way in which its tests can come out."""
        fact = self.vocabulary.facts[variable]
        match fact.kind:
            case Kind.YES_NO | Kind.CHOICE:
                yield from domain(fact)
            case Kind.PERCENT:
                yield from _around(
                    each.bound for each in self.relations.get(variable, ()) if isinstance(each, Amount)
                )
            case _:
                yield from _sets(
                    [each.values for each in self.relations.get(variable, ()) if isinstance(each, Includes)]
                )

    def allows(self, values: Mapping[str, Value], variable: str, value: Value) -> bool:
        """Whether a value contradicts nothing that is known."""
        return self.consequences.allows(values, variable, value)

    def limits(self, variable: str, day: date) -> tuple[date, ...]:
        """The days at which tests of a time change, seen from a day of service, in order."""
        if (variable, day) not in self._limits:
            relations = self.relations.get(variable, ())
            found = {back(day, each.bound) for each in relations if isinstance(each, Elapsed)}
            self._limits[variable, day] = tuple(sorted(found))
        return self._limits[variable, day]


def cut(span: Span, limits: tuple[date, ...]) -> Iterator[Span]:
    """A span in pieces before, on and after each limit, the latest first."""
    last = span.last
    for limit in reversed(limits):
        for start in (limit + timedelta(days=1), limit):
            if start <= last:
                first = start if span.first is None else max(start, span.first)
                if first <= last:
                    yield Span(first, last)
                last = min(last, start - timedelta(days=1))
    if span.first is None or span.first <= last:
        yield Span(span.first, last)


def _around(bounds: Iterable[Fraction]) -> Iterator[Fraction]:
    """Each bound, and an amount between any two neighbours of 0, the bounds and 100."""
    points = sorted({Fraction(0), Fraction(100), *bounds})
    for lower, upper in pairwise(points):
        yield lower
        yield (lower + upper) / 2
    yield points[-1]


def _sets(mentioned: list[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Sets with none, one or all of the values that the same tests mention, in every combination."""
    atoms: dict[tuple[bool, ...], list[str]] = {}
    for value in sorted(frozenset().union(*mentioned)):
        atoms.setdefault(tuple(value in each for each in mentioned), []).append(value)
    amounts = [{frozenset[str](), frozenset(atom[:1]), frozenset(atom)} for atom in atoms.values()]
    for chosen in product(*(sorted(each, key=len) for each in amounts)):
        yield frozenset[str]().union(*chosen)
