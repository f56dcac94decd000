"""What single records say of facts, and which of them do not count, with the reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, assert_never

from coverline.intake import fhirpath
from coverline.intake.coding import sets_of
from coverline.intake.dates import first_span, span
from coverline.intake.kinds import KINDS, REFUTED, changed_meaning, verification, why_not
from coverline.intake.records import Record
from coverline.intake.subject import Chart
from coverline.model.case import Value, written
from coverline.model.chart import ChartPlace, Lasts, Reads, Says
from coverline.model.quantity import Span
from coverline.model.terms import Terms
from coverline.model.vocabulary import Fact, Kind


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days through which something went on; `last` is None where it goes on still."""

    first: Span
    last: Span | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a record says of a fact, at which path, on which day."""

    fact: str
    value: Value | Stretch
    record: Record
    path: str
    day: Span | None
    place: ChartPlace

    @property
    def said(self) -> str:
        """The value in words."""
        value = self.value
        if isinstance(value, Stretch):
            return f"from {value.first} to {value.last or 'now'}"
        return written(value)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that would speak of a fact and does not count, and why."""

    fact: str
    record: Record
    why: str


class Reader:
    """Asks one record for facts; what a path finds is kept, since many facts ask for the same."""

    def __init__(self, record: Record, chart: Chart, terms: Terms) -> None:
        self.record = record
        self._chart = chart
        self._terms = terms
        self._found: dict[str, list[Any]] = {}
        self._sets: dict[str, frozenset[str]] = {}

    def matches(self, place: ChartPlace) -> bool:
        """Whether the record is of the kind and of the codes of a place."""
        return all(not self.sets_at(path).isdisjoint(sets) for path, sets in place.where.items()) and (
            place.provided is None or self._values(place.provided) == [True]
        )

    def read(self, fact: Fact, place: ChartPlace, service: Span) -> Finding | SetAside | None:
        """What the record says of a fact, why that does not count, or nothing where it is silent."""
        refuted = verification(self.record.resource) == REFUTED and place.if_refuted is not None
        why = self._why_not(place, service, refuted)
        if why is not None:
            return SetAside(fact.name, self.record, why)
        if not refuted and self._is_silent(place):
            return None
        value = place.if_refuted if refuted else self._value(fact, place)
        if value is None:
            return SetAside(fact.name, self.record, "it does not say this in a form that can be read")
        if isinstance(value, Span) and value.first is not None and value.first > service.last:
            return SetAside(fact.name, self.record, f"it says {value}, after the date of service")
        return Finding(fact.name, value, self.record, self._path(place, refuted), self.day, place)

    @cached_property
    def day(self) -> Span | None:
        """The day that the record is about."""
        return first_span(self.record.resource, KINDS[self.record.kind].dates)

    def _why_not(self, place: ChartPlace, service: Span, refuted: bool) -> str | None:
        if not self._chart.is_of_patient(self.record):
            return "it is not of this patient"
        resource = self.record.resource
        why = changed_meaning(resource) if refuted else why_not(self.record.kind, resource)
        if why is not None:
            return why
        day = self.day
        if day is None:
            return "it has no date" if place.before_service else None
        begun = self.record.kind == "Condition"  # the day of its onset, which other dates narrow
        if (day.first or day.last) > service.last or (day.last > (service.first or day.last) and not begun):
            return f"it is of {day}, which is not known to be before the date of service"
        if place.before_service and (service.first is None or day.last >= service.first):
            return f"it is of {day}, not before the date of service"
        return None

    def _is_silent(self, place: ChartPlace) -> bool:
        match place.value:
            case Says():
                return False
            case Reads(path) | Lasts(path):
                return not self._values(path)
        assert_never(place.value)

    def _value(self, fact: Fact, place: ChartPlace) -> Value | Stretch | None:
        match place.value:
            case Says(value):
                return value
            case Lasts():
                return self._stretch(place.value)
            case Reads(path):
                found = self._values(path)
                return _typed(found[0], fact, place.value, self._terms) if len(found) == 1 else None
        assert_never(place.value)

    def _stretch(self, lasts: Lasts) -> Stretch | None:
        since, until = ([span(each) for each in self._values(path)] for path in (lasts.since, lasts.until))
        first = since[0] if len(since) == 1 else None
        if first is None:
            return None
        if len(until) == 1 and until[0] is not None:
            return Stretch(first, until[0])
        return Stretch(first, None) if not until and self._values(lasts.ongoing) == [True] else None

    def _path(self, place: ChartPlace, refuted: bool) -> str:
        match place.value:
            case _ if refuted:
                path = "verificationStatus"
            case Says():
                path = next(iter(place.where))
            case Lasts(since):
                path = since
            case Reads(path):
                pass
            case _:
                assert_never(place.value)
        return f"{self.record.kind}.{path}" if path[0].isalpha() and " | " not in path else path

    def _values(self, path: str) -> list[Any]:
        if path not in self._found:
            record = self.record
            self._found[path] = fhirpath.values(
                path, record.resource, lambda reference: self._chart.follow(reference, record)
            )
        return self._found[path]

    def sets_at(self, path: str) -> frozenset[str]:
        """The value sets and tokens of all that a path finds."""
        if path not in self._sets:
            found = (sets_of(each, self._terms) for each in self._values(path))
            self._sets[path] = frozenset().union(*found)
        return self._sets[path]


def _typed(found: Any, fact: Fact, reads: Reads, terms: Terms) -> Value | None:
    """What a path found as a value of the fact; None where it is none."""
    if reads.choices is not None:
        sets = sets_of(found, terms)
        chosen = [value for value, names in reads.choices.items() if not sets.isdisjoint(names)]
        return chosen[0] if len(chosen) == 1 else None
    if fact.kind is Kind.YES_NO:
        return found if isinstance(found, bool) else None
    if fact.kind is Kind.DATE:
        return span(found)
    number = _number(found)
    if number is None:
        return None
    if fact.kind is Kind.PERCENT:
        return number if 0 <= number <= 100 else None
    reached = [value for lowest, value in reads.bands if lowest <= number]
    return reached[-1] if reached else None


def _number(found: Any) -> Fraction | None:
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        return None
    return Fraction(str(found)) if isinstance(found, float) else Fraction(found)


class Places:
    """Where charts record facts, found by the first codes that each place asks for."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._found: dict[str, dict[str, dict[str, list[tuple[Fact, ChartPlace]]]]] = {}
        for fact in facts:
            for place in fact.chart:
                path, sets = next(iter(place.where.items()))
                named = self._found.setdefault(place.resource, {}).setdefault(path, {})
                for each in sets:
                    named.setdefault(each, []).append((fact, place))

    def kinds(self) -> frozenset[str]:
        """The kinds of resources that record facts."""
        return frozenset(self._found)

    def of(self, reader: Reader) -> Iterator[tuple[Fact, ChartPlace]]:
        """The places of which a record is one, in no order."""
        for path, named in self._found.get(reader.record.kind, {}).items():
            found = [each for name in reader.sets_at(path) for each in named.get(name, ())]
            for fact, place in {id(place): (fact, place) for fact, place in found}.values():
                if reader.matches(place):
                    yield fact, place
