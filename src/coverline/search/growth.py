"""How long a time that a case states has lasted on a later day of service."""

from collections.abc import Iterator
from datetime import date

from coverline.decide.facts import Closed
from coverline.model.quantity import DAYS, MONTHS, Duration, Unit, back


def grown(closed: Closed, service: date, day: date) -> Iterator[tuple[str, Duration]]:
    """Every stated duration that is another one on `day`, under the name that the case gave it."""
    for variable, stated in closed.lasting.items():
        span = closed.span(variable, service)
        assert span is not None
        lasted = _lasted(span.last, day, stated.unit, variable not in closed.dated)
        if lasted != stated:
            (name,) = (each.fact for each in closed.evidence[variable] if isinstance(each.value, Duration))
            yield name, lasted


def _lasted(began: date, day: date, unit: Unit, exactly: bool) -> Duration:
    """The completed units; where they must lead back to the very day and do not, the days."""
    lasted = Duration(_completed(began, day, unit), unit)
    return lasted if not exactly or back(day, lasted) == began else Duration((day - began).days, Unit.DAYS)


def _completed(began: date, day: date, unit: Unit) -> int:
    if unit in DAYS:
        return (day - began).days // DAYS[unit]
    months = (day.year - began.year) * 12 + day.month - began.month
    passed = months if back(day, Duration(months, Unit.MONTHS)) >= began else months - 1
    return passed // MONTHS[unit]
