"""The sides that the benchmark compares, each with its inputs made ready beforehand."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import zen
import zen_policy
from cases import case_of
from hand_written import Facts, cigna, massachusetts

from coverline.library import Library
from coverline.model.determination import Outcome

OUTCOMES = {Outcome.MET: "met", Outcome.NOT_MET: "not_met", Outcome.NEEDS_INFORMATION: "unknown"}
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
    """Coverline's own sides, from facts that are parsed: the whole determination."""
    cases = [case_of(policy, facts) for facts in known]
    decide = Library.load().decide
    return [
        Side("Coverline, the whole determination", cases, decide, lambda answer: OUTCOMES[answer.outcome])
    ]


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
