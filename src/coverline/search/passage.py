"""One part of a case as time passes: its dates stay, and every duration that it gives grows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from coverline.decide.determine import inquire
from coverline.decide.facts import Closed
from coverline.decide.inquiry import Inquiry
from coverline.decide.parts import CasePart
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case
from coverline.model.criteria import Elapsed
from coverline.model.determination import Outcome
from coverline.model.quantity import EARLIEST_YEAR, Duration, Span, back, forward

# The days that a case can name; what holds to the end of them is shown as open.
FIRST_DAY, LAST_DAY = date(EARLIEST_YEAR, 1, 1), date(2100, 12, 31)
DAY = timedelta(days=1)
MET = frozenset({Outcome.MET})


@dataclass(frozen=True)
class Passage:
    """A part whose day of service moves while its patient's history stays."""

    part: CasePart
    case: Case
    plan: PolicyPlan

    @cached_property
    def inquiry(self) -> Inquiry:
        """The part on the case's own date of service."""
        return inquire(self.part, self.case, self.plan)

    @cached_property
    def histories(self) -> tuple[Closed, ...]:
        """What is known, with a day on which each time began, for every possible day of the case."""
        closed = self.inquiry.closed
        if not closed.lasting:
            return (closed,)
        begun = {
            tuple((variable, closed.span(variable, each.day)) for variable in closed.lasting)
            for each in self.inquiry.situations
        }
        return tuple(_begun(closed, dict(each)) for each in sorted(begun, key=str))

    def inquiries(self, day: date) -> tuple[Inquiry, ...]:
        """The part if the service were on `day`, for each history in which all has begun by then."""
        service = Span.exactly(day)
        fields = replace(self.inquiry.fields, date_of_service=service)
        return tuple(
            Inquiry(self.part, fields, each, service, self.plan)
            for each in self.histories
            if each.situation(day) is not None
        )

    def is_met(self, day: date) -> bool:
        """Whether the part is met on a day, whatever its unknown facts are."""
        found = self.inquiries(day)
        return bool(found) and all(each.outcomes == MET for each in found)

    @cached_property
    def critical_days(self) -> tuple[date, ...]:
        """The days on which anything can change, the first of all days among them, in order."""
        found = {FIRST_DAY, *self._version_days()}
        for history in self.histories:
            found.update(self._days_of(history))
        return tuple(sorted(day for day in found if FIRST_DAY <= day <= LAST_DAY))

    def _version_days(self) -> Iterator[date]:
        for each in self.plan.versions:
            if each.version.first_day is not None:
                yield each.version.first_day
            if each.version.last_day is not None:
                yield each.version.last_day + DAY

    def _days_of(self, history: Closed) -> Iterator[date]:
        for version in self.plan.versions:
            domains = self.plan.of(version).domains
            for variable, relations in domains.relations.items():
                bounds = tuple(each.bound for each in relations if isinstance(each, Elapsed))
                span = history.dated.get(variable)
                if span is not None:
                    yield from _turns(span, bounds)
                if span is None or not span.is_exact:
                    yield from _reordered(span, bounds)
        yield from (span.first for span in history.dated.values() if span.first is not None)


def _begun(closed: Closed, begun: Mapping[str, Span | None]) -> Closed:
    """The same facts with a beginning, which stays where it is, in place of every duration."""
    fixed = {variable: span for variable, span in begun.items() if span is not None}
    return closed._replace(dated={**closed.dated, **fixed}, lasting={})


def _turns(span: Span, bounds: tuple[Duration, ...]) -> Iterator[date]:
    """The days on which a test of a time can change, for the first and the last day of its span."""
    for start in {span.first or span.last, span.last}:
        yield start + DAY
        for bound in bounds:
            yield forward(start, bound)
            yield forward(start + DAY, bound)


def _reordered(span: Span | None, bounds: tuple[Duration, ...]) -> Iterator[date]:
    """The days on which two bounds change their order, as 30 days and 1 month do with each month's length.

    Where a time is not known exactly, that can close the gap between two tests of it.
    """
    for short in bounds:
        for long in bounds:
            if short.days is not None and long.days is None and _is_near(short.days, long.months):
                last = LAST_DAY if span is None else min(LAST_DAY, forward(span.last, long) + DAY)
                day = FIRST_DAY if span is None or span.first is None else span.first
                before = None
                while day <= last:
                    order = back(day, long) - back(day, short)
                    if order != before:
                        yield day
                    before, day = order, day + DAY


def _is_near(days: int, months: int) -> bool:
    """Whether a number of days can be some calendar length of so many months, or its neighbour."""
    return abs(48 * days - 1461 * months) < 48 * 5
