"""Exactness: what every way of filling in the unknown facts leads to.

Kleene is exact unless an open fact is read twice among the open tests, is tied to another fact, or its
possible values are narrowed; only such facts are split, and only as far as they matter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverline.decide.domains import Domains
from coverline.decide.meaning import Situation
from coverline.decide.tree import Results, Tree
from coverline.model.determination import Outcome
from coverline.model.truth import Truth

OUTCOMES = {Truth.YES: Outcome.MET, Truth.NO: Outcome.NOT_MET}


def possible_results(
    tree: Tree, situation: Situation, domains: Domains, root: int = 0, known: Results | None = None
) -> frozenset[Truth]:
    """The results, yes or no, that the node `root` can still have; `known` are the Kleene results."""
    results = tree.evaluate(situation) if known is None else known
    if results[root] is not Truth.UNKNOWN:
        return frozenset({results[root]})
    variable = entangled(_variables(tree, results, root), situation, domains)
    if variable is None:
        return frozenset({Truth.YES, Truth.NO})
    found: set[Truth] = set()
    for value in domains.choices(variable, situation):
        found |= possible_results(tree, situation.knowing(variable, value), domains, root)
        if len(found) == 2:
            break
    return frozenset(found)


def _variables(tree: Tree, results: Results, root: int = 0) -> Iterator[str]:
    for leaf in tree.open_leaves(results, root):
        variable = tree.variables[leaf]
        assert variable is not None
        yield variable


def entangled(open_variables: Iterable[str], situation: Situation, domains: Domains) -> str | None:
    """The open variable that most needs to be split, or None where Kleene is exact."""
    counts = _counted(open_variables)
    most = max(counts, key=counts.__getitem__)
    if counts[most] > 1:
        return most
    return next((variable for variable in counts if _is_tied(variable, counts, situation, domains)), None)


def _counted(variables: Iterable[str]) -> dict[str, int]:
    # A plain loop, for there are few, and this is done by the thousand.
    found: dict[str, int] = {}
    for each in variables:
        found[each] = found.get(each, 0) + 1
    return found


def _is_tied(variable: str, others: Iterable[str], situation: Situation, domains: Domains) -> bool:
    tied = domains.consequences.tied.get(variable, ())
    return any(other in others or other in situation.values for other in tied)


@dataclass(frozen=True, slots=True)
class Question:
    """Where a case leads under one version and technique: to criteria, or elsewhere without a tree.

    `judge` is the yes/no fact that a clinician answers first; no leads elsewhere.
    """

    tree: Tree | None
    judge: str | None = None

    def outcome(self, situation: Situation) -> tuple[Outcome | None, Results]:
        """The outcome, or None where it is open, with the Kleene results of the tree."""
        if self.tree is None or (self.judge and situation.values.get(self.judge) is False):
            return Outcome.NOT_APPLICABLE, ()
        results = self.tree.evaluate(situation)
        unjudged = self.judge is not None and self.judge not in situation.values
        return (None if unjudged else OUTCOMES.get(results[0])), results

    def open_variables(self, situation: Situation, results: Results) -> tuple[str, ...]:
        """The unknown variables that can still settle the outcome, once for each test."""
        if self.tree is None or not results:
            return ()
        unjudged = self.judge is not None and self.judge not in situation.values
        judge = (self.judge,) if unjudged and self.judge else ()
        return (*judge, *_variables(self.tree, results))


def possible_outcomes(question: Question, situation: Situation, domains: Domains) -> frozenset[Outcome]:
    """Every outcome that some way of filling in the unknown facts leads to."""
    judge = question.judge
    if question.tree is None or (judge and situation.values.get(judge) is False):
        return frozenset({Outcome.NOT_APPLICABLE})
    if judge and judge not in situation.values:
        judged = possible_outcomes(question, situation.knowing(judge, True), domains)
        return judged | {Outcome.NOT_APPLICABLE}
    return frozenset(OUTCOMES[each] for each in possible_results(question.tree, situation, domains))


@dataclass(frozen=True, slots=True)
class Side:
    """One of two fillings-in that are compared."""

    question: Question
    situation: Situation


def differ(left: Side, right: Side, domains: Domains) -> bool:
    """Whether one way of filling in the other unknown facts, the same on both sides, leads apart."""
    first, left_results = left.question.outcome(left.situation)
    second, right_results = right.question.outcome(right.situation)
    if first is not None and second is not None:
        return first is not second
    ours = left.question.open_variables(left.situation, left_results)
    theirs = right.question.open_variables(right.situation, right_results)
    for is_decided, variables, side in ((first, theirs, right), (second, ours, left)):
        if is_decided is not None and entangled(variables, side.situation, domains) is None:
            # One side stays as it is, and nothing that is open keeps the other from coming out otherwise.
            return True
    counts = _counted((*ours, *theirs))
    variable = max(counts, key=counts.__getitem__)
    return any(
        differ(
            Side(left.question, left.situation.knowing(variable, one)),
            Side(right.question, right.situation.knowing(variable, other)),
            domains,
        )
        for one, other in domains.shared_choices(variable, left.situation, right.situation)
    )
