"""The explanation of a part: exact results for every criterion, on every possible day."""

from coverline.decide.exact import possible_results
from coverline.decide.inquiry import Inquiry, Prospect
from coverline.decide.meaning import Situation
from coverline.decide.domains import Domains
from coverline.decide.tree import Results, Tree
from coverline.model.criteria import AllOf, Among, Criterion, Test
from coverline.model.determination import Explanation
from coverline.model.policy import ClinicianJudges
from coverline.model.truth import Truth, every


def explanation(inquiry: Inquiry) -> Explanation | None:
    """The explained criteria; None where no criteria decide, or several positions are open."""
    found = {
        id(position): (prospect, judged)
        for prospect in inquiry.prospects
        for lead in prospect.leads
        for position, judged in (inquiry.position(prospect, lead),)
        if position is not None
    }
    if len(found) != 1:
        return None
    ((prospect, judged),) = found.values()
    (tree,) = {id(each.question.tree): each.question.tree for each in prospect.leads if each.question.tree}.values()
    results = exact_results(tree, _deciding(tree, inquiry), inquiry.version(prospect).domains)
    explained = tree.explain(results, inquiry.closed.evidence)
    return explained if judged is None else _judged_first(judged, explained, inquiry)


def _deciding(tree: Tree, inquiry: Inquiry) -> tuple[Situation, ...]:
    """The situations in which the tree decides."""
    return tuple(
        each.situation
        for each in inquiry.prospects
        if any(lead.question.tree is tree for lead in each.leads)
    )


def exact_results(tree: Tree, situations: tuple[Situation, ...], domains: Domains) -> Results:
    """The result of every node: yes or no exactly where all fillings-in, on all days, agree."""
    by_day = [_exact(tree, each, domains) for each in situations]
    if len(by_day) == 1:
        return by_day[0]
    return tuple(results[0] if len(set(results)) == 1 else Truth.UNKNOWN for results in zip(*by_day, strict=True))


def _exact(tree: Tree, situation: Situation, domains: Domains) -> Results:
    results = tree.evaluate(situation)
    if Truth.UNKNOWN not in results:
        return results
    found = list(results)
    for node, kleene in enumerate(results):
        if kleene is Truth.UNKNOWN:
            possible = possible_results(tree, situation, domains, node, results)
            found[node] = next(iter(possible)) if len(possible) == 1 else Truth.UNKNOWN
    return tuple(found)


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
