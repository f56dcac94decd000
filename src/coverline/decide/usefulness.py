"""How useful an answer to a question is: the share of possible answers after which the case is decided."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from coverline.decide.consequences import domain
from coverline.decide.domains import cut
from coverline.decide.inquiry import Inquiry, Prospect
from coverline.decide.meaning import Situation
from coverline.model.case import Value
from coverline.model.quantity import Span
from coverline.model.vocabulary import Kind

TECHNIQUE, DATE_OF_SERVICE = "technique", "date_of_service"


def deciding_share(variable: str, inquiry: Inquiry) -> Fraction:
    """The share of a fact's answers after which the outcome is decided."""
    left = tuple(answers(variable, inquiry))
    decided = sum(count for prospects, count in left if len(inquiry.outcomes_of(prospects)) == 1)
    return Fraction(decided, sum(count for _, count in left))


def answers(variable: str, inquiry: Inquiry) -> Iterator[tuple[tuple[Prospect, ...], int]]:
    """What the possible answers to a question leave of the prospects, and after how many answers.

    All answers are equally likely.
    """
    prospects = inquiry.prospects
    if variable == DATE_OF_SERVICE:
        yield from (((prospect,), prospect.days) for prospect in prospects)
    elif variable == TECHNIQUE:
        for technique in inquiry.part.techniques:
            left = (
                Prospect(
                    each.situation,
                    each.standing,
                    tuple(lead for lead in each.leads if lead.technique == technique),
                )
                for each in prospects
            )
            yield tuple(left), 1
    else:
        yield from ((left, 1) for left in _fact_answers(variable, inquiry))


def _fact_answers(variable: str, inquiry: Inquiry) -> Iterator[tuple[Prospect, ...]]:
    domains = inquiry.version(inquiry.prospects[0]).domains
    fact = inquiry.plan.vocabulary.facts[variable]
    if fact.kind is Kind.DATE:
        yield from _date_answers(variable, inquiry)
    elif fact.kind is Kind.DURATION:
        yield from _duration_answers(variable, inquiry)
    else:
        enumerated = fact.kind in (Kind.YES_NO, Kind.CHOICE)
        values = domain(fact) if enumerated else domains.values(variable)
        for value in values:
            if domains.allows(inquiry.closed.values, variable, value):
                yield tuple(_knowing(each, variable, value) for each in inquiry.prospects)


def _knowing(prospect: Prospect, variable: str, value: Value) -> Prospect:
    return Prospect(prospect.situation.knowing(variable, value), prospect.standing, prospect.leads)


def _date_answers(variable: str, inquiry: Inquiry) -> Iterator[tuple[Prospect, ...]]:
    """The dates that some day of service allows, in pieces on which every test comes out alike."""
    days = [each.situation.day for each in inquiry.prospects]
    spans = [_possible(variable, each.situation) for each in inquiry.prospects]
    firsts = [each.first for each in spans]
    first = None if None in firsts else min(each for each in firsts if each is not None)
    limits = {limit for each in inquiry.prospects for limit in _limits(variable, each, inquiry)}
    left = (
        tuple(
            _knowing(each, variable, shared)
            for each, span in zip(inquiry.prospects, spans, strict=True)
            if (shared := span.overlap(piece)) is not None
        )
        for piece in cut(Span(first, max(days)), tuple(sorted(limits)))
    )
    yield from filter(None, left)


def _duration_answers(variable: str, inquiry: Inquiry) -> Iterator[tuple[Prospect, ...]]:
    """The lengths of a duration of which nothing is known, in pieces on which every test comes out alike."""
    day = inquiry.prospects[0].situation.day
    limits = {
        day - (each.situation.day - limit)
        for each in inquiry.prospects
        for limit in _limits(variable, each, inquiry)
    }
    for piece in cut(Span(None, day), tuple(sorted(limits))):
        yield tuple(
            _knowing(each, variable, piece.moved(each.situation.day - day)) for each in inquiry.prospects
        )


def _possible(variable: str, situation: Situation) -> Span:
    known = situation.values.get(variable, Span(None, situation.day))
    assert isinstance(known, Span)
    return known


def _limits(variable: str, prospect: Prospect, inquiry: Inquiry) -> tuple[date, ...]:
    return inquiry.version(prospect).domains.limits(variable, prospect.situation.day)
