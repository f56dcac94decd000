"""Times as people say them: since when, or how long as of a date; and what another date of service does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from coverline.model.case import Case, Known
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.publish.wording import in_words
from coverline.web.mistakes import Mistake, Mistaken

WEEK = 7


def lasted(began: date, day: date) -> Duration:
    """How long it has been on a day, in the unit that leads back to the very day on which it began."""
    days = (day - began).days
    return Duration(days // WEEK, Unit.WEEKS) if days and days % WEEK == 0 else Duration(days, Unit.DAYS)


def moved(case: Case, service: Span, field: str) -> Case:
    """The case on another date of service: dates stay, and every duration that it states grows or shrinks.

    Raises Mistaken at `field` where something had not begun by then, or a part of a date cannot say how long.
    """
    before = case.date_of_service
    if before == service:
        return case
    lesions = tuple(replace(each, facts=_moved(each.facts, before, service, field)) for each in case.lesions)
    facts = _moved(case.facts, before, service, field)
    return replace(case, date_of_service=service, facts=facts, lesions=lesions)


def _moved(facts: Mapping[str, Known], before: Span, after: Span, field: str) -> Mapping[str, Known]:
    return {name: _grown(each, before, after, field) for name, each in facts.items()}


def _grown(known: Known, before: Span, after: Span, field: str) -> Known:
    # What was stated up to a day that is not known keeps its length on whichever day it is.
    if not isinstance(known.value, Duration) or not before.is_exact:
        return known
    began = back(before.last, known.value)
    fact = in_words(known.fact)
    if not after.is_exact:
        text = f"Give the exact day: {fact} is counted from {began}, and its length depends on the day."
        raise Mistaken([Mistake(field, text)])
    if began > after.last:
        text = f"Found {after}; expected a day from {began}, on which what is told as {fact} began."
        raise Mistaken([Mistake(field, text)])
    return known._replace(value=lasted(began, after.last))
