"""The possible days of service of a part, and what is known on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from coverline.decide.facts import Closed, Conflict, Contradiction
from coverline.decide.meaning import Situation
from coverline.model.quantity import Span


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


def _impossible_times(closed: Closed, service: Span) -> tuple[Conflict, ...]:
    found = tuple(
        _after(variable, span, service)
        if span.first is not None and span.first > service.last
        else _disagrees(variable, closed, service)
        for variable, span in closed.dated.items()
        if all(closed.span(variable, day) is None for day in days_of(service))
    )
    if found:
        return found
    names = tuple(name for variable in closed.dated for name in closed.named[variable])
    together = f"{' and '.join(names)} with date_of_service {service}"
    return (Conflict(names, together, "times that one day of service can have"),)


def _after(variable: str, span: Span, service: Span) -> Conflict:
    return Conflict(
        (variable,), f"{variable} {span} after date_of_service {service}", "that day or an earlier one"
    )


def _disagrees(variable: str, closed: Closed, service: Span) -> Conflict:
    (other,) = (name for name in closed.named[variable] if name != variable)
    lasting = closed.lasting[variable]
    found = f"{variable} {closed.dated[variable]} and {other} {lasting}"
    return Conflict((variable, other), found, f"a date that lies {lasting} before date_of_service {service}")
