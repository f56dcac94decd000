"""What is missing: the unknown facts whose value alone can still change the outcome, most useful first."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from coverline.decide.domains import Domains
from coverline.decide.exact import Question, Side, differ, entangled
from coverline.decide.facts import Closed
from coverline.decide.inquiry import Inquiry, Prospect, questions
from coverline.decide.meaning import Situation
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE, deciding_share
from coverline.model.determination import Missing
from coverline.model.quantity import Span

LEVELS = "levels"


def missing(inquiry: Inquiry) -> tuple[Missing, ...]:
    """The facts to ask for, by the share of their answers that decide, then in the policy's order."""
    named = list(_named(inquiry))
    if len(named) > 1:
        shares = {variable: deciding_share(variable, inquiry) for variable in named}
        named.sort(key=lambda variable: -shares[variable])
    return tuple(_asked(variable, inquiry) for variable in named)


def _asked(variable: str, inquiry: Inquiry) -> Missing:
    vocabulary = inquiry.plan.vocabulary
    fact = LEVELS if variable == "region" else variable
    question = vocabulary.questions.get(fact)
    return Missing(fact, question if question is not None else vocabulary.facts[fact].question)


def _named(inquiry: Inquiry) -> Iterator[str]:
    if _technique_matters(inquiry):
        yield TECHNIQUE
    if _date_of_service_matters(inquiry):
        yield DATE_OF_SERVICE
    for variable in _open_variables(inquiry):
        if any(_matters(variable, prospect, inquiry) for prospect in inquiry.prospects):
            yield variable


def _open_variables(inquiry: Inquiry) -> tuple[str, ...]:
    """The unknown variables that an open test reads, in the policy's order."""
    found = {
        variable
        for prospect in inquiry.prospects
        for question in questions(prospect)
        for variable in question.open_variables(prospect.situation, question.outcome(prospect.situation)[1])
    }
    order = [variable for each in inquiry.prospects for variable in inquiry.version(each).domains.read]
    return tuple(dict.fromkeys([*sorted(found - set(order)), *(each for each in order if each in found)]))


def _matters(variable: str, prospect: Prospect, inquiry: Inquiry) -> bool:
    domains = inquiry.version(prospect).domains
    if any(_is_free(variable, question, prospect, domains) for question in questions(prospect)):
        return True
    situations = [
        prospect.situation.knowing(variable, value) for value in domains.choices(variable, prospect.situation)
    ]
    return any(
        differ(Side(question, one), Side(question, other), domains)
        for question in questions(prospect)
        for one, other in combinations(situations, 2)
    )


def _is_free(variable: str, question: Question, prospect: Prospect, domains: Domains) -> bool:
    """Whether an open test reads the variable, and no two open tests depend on each other.

    Then the others can come out so that this one alone settles the outcome.
    """
    outcome, results = question.outcome(prospect.situation)
    if outcome is not None:
        return False
    variables = question.open_variables(prospect.situation, results)
    return variable in variables and entangled(variables, prospect.situation, domains) is None


def _technique_matters(inquiry: Inquiry) -> bool:
    return any(
        differ(
            Side(one, prospect.situation), Side(other, prospect.situation), inquiry.version(prospect).domains
        )
        for prospect in inquiry.prospects
        for one, other in combinations(questions(prospect), 2)
        if len({lead.technique for lead in prospect.leads}) > 1
    )


def _date_of_service_matters(inquiry: Inquiry) -> bool:
    """Whether two days lead apart; if any two do, so do two neighbours, for the days between fit too."""
    if len(inquiry.situations) == 1:
        return False
    seen: set[object] = set()
    days = zip(pairwise(inquiry.situations), pairwise(inquiry.kinds), strict=True)
    # Most often days that are told apart lead apart, and then the others need not be looked at.
    for (earlier, later), _ in sorted(days, key=lambda each: each[1][0] == each[1][1]):
        left, right = (inquiry.prospect(each) for each in _aligned(earlier, later, inquiry.closed))
        domains = inquiry.plan.domains(left.standing.version, right.standing.version)
        kind = _kind_of_neighbours(left, right, domains)
        if kind not in seen and _neighbours_differ(left, right, domains):
            return True
        seen.add(kind)
    return False


def _neighbours_differ(left: Prospect, right: Prospect, domains: Domains) -> bool:
    return any(
        differ(Side(one.question, left.situation), Side(other.question, right.situation), domains)
        for one in left.leads
        for other in right.leads
        if one.technique == other.technique
    )


def _kind_of_neighbours(left: Prospect, right: Prospect, domains: Domains) -> object:
    """What tells pairs of neighbouring days apart: standings, and how each test of a time can come out."""
    outlooks = tuple(
        domains.shared_outlook(variable, left.situation, right.situation) for variable in domains.times
    )
    standings = [(id(each.standing.version), each.standing.in_force) for each in (left, right)]
    return tuple(standings), outlooks


def _aligned(earlier: Situation, later: Situation, closed: Closed) -> tuple[Situation, Situation]:
    """Two days with the dates that both allow; a date that cannot stay moves with the day of service."""
    common = {}
    for variable in closed.dated:
        one, other = earlier.values[variable], later.values[variable]
        assert isinstance(one, Span)
        assert isinstance(other, Span)
        shared = one.overlap(other)
        if shared is not None:
            common[variable] = shared
    return (
        Situation(earlier.day, {**earlier.values, **common}),
        Situation(later.day, {**later.values, **common}),
    )
