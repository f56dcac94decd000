"""The sides that the benchmark compares, each with its inputs made ready beforehand."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import zen
import zen_policy
from cases import case_of
from hand_written import Facts, cigna, massachusetts

from coverline.decide.facts import close
from coverline.decide.generated import explainer
from coverline.library import Library
from coverline.model.case import Case
from coverline.model.determination import Determination, Explanation, Outcome
from coverline.model.truth import Truth

HAND_WRITTEN = {"cigna-0040": cigna, "bcbsma-484": massachusetts}


class Side(NamedTuple):
    """One way to decide: `call` is timed on each of `inputs`; `outcome` reads met, not_met or unknown."""

    name: str
    inputs: Sequence[Any]
    call: Callable[[Any], Any]
    outcome: Callable[[Any], str]


def all_sides(policy: str, known: Sequence[Facts]) -> list[Side]:
    """The sides that can decide this policy on these fact sets; the hand-written function comes first."""
    return [_hand_written(policy, known), *coverline_sides(policy, known), *_zen(policy, known)]


def coverline_sides(policy: str, known: Sequence[Facts]) -> list[Side]:
    """Coverline's own sides, from cases that are read: the explained criteria, the whole determination."""
    library = Library.load()
    cases = [case_of(policy, facts) for facts in known]
    return [
        Side("Coverline, the explained criteria", cases, _explained(policy, library), _result),
        Side("Coverline, the whole determination", cases, library.decide, _outcome),
    ]


def _explained(policy: str, library: Library) -> Callable[[Case], Explanation]:
    """What follows from the facts, and every criterion with its result and its evidence."""
    plan = library.plan(policy).of(library.version(policy))
    consequences = plan.domains.consequences
    tree = plan.question("vertebroplasty").tree
    assert tree is not None
    explain = explainer(tree)

    def call(case: Case) -> Explanation:
        closed = close(case.facts, consequences, {})
        situation = closed.situation(case.date_of_service.last)
        assert situation is not None
        return explain(situation, closed.evidence)[1]

    return call


def _result(explanation: Explanation) -> str:
    return {Truth.YES: "met", Truth.NO: "not_met", Truth.UNKNOWN: "unknown"}[explanation.result]


def _outcome(determination: Determination) -> str:
    outcome = determination.outcome
    return "unknown" if outcome is Outcome.NEEDS_INFORMATION else outcome.value


def _hand_written(policy: str, known: Sequence[Facts]) -> Side:
    return Side("hand-written function, no explanation", known, HAND_WRITTEN[policy], str)


def _zen(policy: str, known: Sequence[Facts]) -> list[Side]:
    if policy != zen_policy.KEY:
        return []
    loader = {"type": "static", "content": {policy: zen_policy.graph()}}
    evaluate = zen.ZenEngine({"loader": loader}).evaluate
    trace = {"trace": True}
    return [
        Side(
            "zen-engine with its trace",
            [zen_policy.context(facts) for facts in known],
            lambda context: evaluate(policy, context, trace),
            lambda answer: str(answer["result"]["outcome"]),
        )
    ]
