"""The explanation of a part: exact results for every criterion, on every possible day."""

from coverline.decide.domains import Domains
from coverline.decide.exact import possible_results
from coverline.decide.inquiry import Inquiry
from coverline.decide.meaning import Situation
from coverline.decide.tree import Evidence, Results, Tree
from coverline.model.criteria import AllOf, Among, Criterion, Test
from coverline.model.determination import Explanation
from coverline.model.policy import ClinicianJudges
from coverline.model.truth import Truth, every


def explanation(inquiry: Inquiry) -> Explanation | None:
    """The explained criteria; None where no criteria decide, or several positions are open."""
    deciding = [
        (lead.question.tree, prospect, lead)
        for prospect in inquiry.prospects
        for lead in prospect.leads
        if lead.question.tree is not None
    ]
    if len({id(tree) for tree, _, _ in deciding}) != 1:
        return None
    tree, prospect, lead = deciding[0]
    situations = {each.situation.day: each.situation for _, each, _ in deciding}
    domains = inquiry.version(prospect).domains
    explained = explain(tree, tuple(situations.values()), inquiry.closed.evidence, domains)
    judged = prospect.standing.version.judged(lead.technique)
    return explained if judged is None else _judged_first(judged, explained, inquiry)


def explain(
    tree: Tree, situations: tuple[Situation, ...], evidence: Evidence, domains: Domains
) -> Explanation:
    """The tree explained: every result yes or no exactly where all fillings-in, on all days, agree."""
    results, explained = tree.explained(situations[0], evidence)
    if len(situations) == 1 and Truth.UNKNOWN not in results:
        return explained
    by_day = [_exact(tree, each, domains) for each in situations]
    agreed = tuple(day[0] if len(set(day)) == 1 else Truth.UNKNOWN for day in zip(*by_day, strict=True))
    return explained if agreed == results else tree.explain(agreed, evidence)


def _exact(tree: Tree, situation: Situation, domains: Domains) -> Results:
    results = tree.evaluate(situation)
    return tuple(
        _settled(possible_results(tree, situation, domains, node, results))
        if kleene is Truth.UNKNOWN
        else kleene
        for node, kleene in enumerate(results)
    )


def _settled(possible: frozenset[Truth]) -> Truth:
    return next(iter(possible)) if len(possible) == 1 else Truth.UNKNOWN


def _judged_first(judged: ClinicianJudges, explained: Explanation, inquiry: Inquiry) -> Explanation:
    """The clinician's question and the criteria, both required."""
    test = Test(judged.question, Among(frozenset({True})))
    label = inquiry.plan.vocabulary.facts[judged.question].meaning
    answer = Criterion(judged.question, label, judged.cite, test)
    known = inquiry.closed.evidence.get(judged.question, ())
    result = Truth.of(known[0].value is True) if known else Truth.UNKNOWN
    first = Explanation(answer, result, known, ())
    top = explained.criterion
    both = Criterion(f"{top.id}/judged", top.label, top.cite, AllOf((answer, top)))
    return Explanation(both, every((result, explained.result)), (), (first, explained))
