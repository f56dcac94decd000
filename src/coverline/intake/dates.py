"""Dates of FHIR as the days that they can be."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from coverline.intake.elements import Resource, items
from coverline.language.quantities import LATEST_YEAR
from coverline.model.quantity import EARLIEST_YEAR, Span, month, year

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?")


def span(value: Any) -> Span | None:
    """A date, dateTime or instant as days on the calendar of who wrote it; None where it is none."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        return None
    try:
        if found[3]:
            return Span.exactly(date(int(found[1]), int(found[2]), int(found[3])))
        return month(int(found[1]), int(found[2])) if found[2] else year(int(found[1]))
    except ValueError:
        return None


def first_span(resource: Resource, paths: Iterable[str]) -> Span | None:
    """The first date that stands at one of these paths."""
    found = (span(each) for path in paths for each in items(resource, path))
    return next((each for each in found if each is not None), None)
