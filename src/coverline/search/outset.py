"""Where paths set out: the parts of a case, on each possible day, by each technique that can be chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from coverline.decide.inquiry import Inquiry, Prospect, questions
from coverline.decide.meaning import Situation
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.model.quantity import Span
from coverline.search.steps import Change, Path, Step


@dataclass(frozen=True, slots=True)
class View:
    """One part of a case on one possible day of service."""

    inquiry: Inquiry
    prospect: Prospect

    @property
    def situation(self) -> Situation:
        """What is known of the part on that day."""
        return self.prospect.situation


@dataclass(frozen=True, slots=True)
class Outset:
    """Fields of the case that are chosen first, and all that must then be met together."""

    chosen: Path
    views: tuple[View, ...]


def outsets(inquiries: Sequence[Inquiry]) -> Iterator[Outset]:
    """Every choice of a technique and of a day, also none, where the case leaves them open."""
    for day in (None, *_days(inquiries)):
        for technique in (None, *_techniques(inquiries)):
            views = tuple(
                view
                for each in inquiries
                for view in _views(each, day, technique.value if technique else None)
            )
            if {id(view.inquiry) for view in views} == {id(each) for each in inquiries}:
                yield Outset((*_day_step(day), *((technique,) if technique else ())), views)


def _days(inquiries: Sequence[Inquiry]) -> list[date]:
    """The days of a partial date of service from which on another kind of day begins for some part."""
    if inquiries[0].service.is_exact:
        return []
    return sorted({day for each in inquiries for day in _first_days(each)})


def _first_days(inquiry: Inquiry) -> Iterator[date]:
    for _, run in groupby(inquiry.situations, key=inquiry.kind_of_day):
        yield next(run).day


def _day_step(day: date | None) -> Path:
    return () if day is None else (Step(DATE_OF_SERVICE, Span.exactly(day), Change.DOCUMENT),)


def _techniques(inquiries: Sequence[Inquiry]) -> Iterator[Step]:
    """The techniques to choose from, each with the services that leave it open."""
    open_services: dict[str, dict[int, None]] = {}
    for part in (each.part for each in inquiries):
        for technique in part.techniques if len(part.techniques) > 1 else ():
            open_services.setdefault(technique, {})[part.index] = None
    for technique, services in open_services.items():
        yield Step(TECHNIQUE, technique, Change.DOCUMENT, services=tuple(services))


def _views(inquiry: Inquiry, day: date | None, technique: object) -> Iterator[View]:
    for prospect in _prospects(inquiry, day):
        leads = tuple(each for each in prospect.leads if each.technique == technique)
        yield View(inquiry, replace(prospect, leads=leads) if leads else prospect)


def _prospects(inquiry: Inquiry, day: date | None) -> tuple[Prospect, ...]:
    if day is not None:
        return tuple(inquiry.prospect(each) for each in inquiry.situations if each.day == day)
    if len(inquiry.prospects) == len(inquiry.situations) or not _waits_for_a_time(inquiry):
        return inquiry.prospects
    # Days that are alike need the same facts, but each has boundaries of its own.
    return tuple(inquiry.prospect(each) for each in inquiry.situations)


def _waits_for_a_time(inquiry: Inquiry) -> bool:
    domains = (inquiry.version(each).domains for each in inquiry.prospects)
    return any(each.is_time(variable) for each in domains for variable in open_variables(inquiry))


def open_variables(inquiry: Inquiry) -> frozenset[str]:
    """The unknown facts that a test which is still open reads."""
    return frozenset(
        variable
        for prospect in inquiry.prospects
        for question in questions(prospect)
        for variable in question.open_variables(prospect.situation, question.outcome(prospect.situation)[1])
    )
