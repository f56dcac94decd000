"""Who of past cases moves from which outcome to which when one policy takes another's place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coverline.decide.determine import determine, inquire
from coverline.decide.facts import Undecidable
from coverline.decide.parts import parts_of_case
from coverline.decide.plan import PolicyPlan
from coverline.decide.separating import separating
from coverline.model.case import Case
from coverline.model.code import ProcedureCodes
from coverline.model.determination import Determination, Explanation, Outcome
from coverline.model.policy import PolicyVersion
from coverline.model.truth import Truth
from coverline.model.vocabulary import Vocabulary

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Move:
    """Cases that go from one outcome to another, with the ids of what moved them, the most frequent first."""

    before: Outcome
    after: Outcome
    count: int
    criteria: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What becomes of past cases; `undecidable` names those whose facts exclude each other.

    `left_out` counts the cases of other payers than the two policies'.
    """

    moves: tuple[Move, ...]
    unmoved: int
    left_out: int
    undecidable: tuple[str, ...]

    @property
    def moved(self) -> int:
        """How many cases have another outcome."""
        return sum(each.count for each in self.moves)


class Succession:
    """Two policy versions that are asked the same cases, the new one on the old one's days."""

    def __init__(
        self, old: PolicyVersion, new: PolicyVersion, vocabulary: Vocabulary, codes: ProcedureCodes
    ) -> None:
        days = replace(new.version, first_day=old.version.first_day, last_day=old.version.last_day)
        self.payers = {old.payer, new.payer, ""}
        self._old = PolicyPlan((old,), vocabulary)
        self._new = PolicyPlan((replace(new, version=days),), vocabulary)
        self._codes = codes

    def impact(self, cases: Iterable[tuple[str, Case]]) -> Impact:
        """What becomes of the cases of either payer, each with its name."""
        criteria: dict[tuple[Outcome, Outcome], Counter[str]] = {}
        names: dict[tuple[Outcome, Outcome], list[str]] = {}
        unmoved, left_out, undecidable = 0, 0, []
        for name, case in cases:
            if case.payer not in self.payers:
                left_out += 1
                continue
            try:
                before, after = self._decide(case, self._old), self._decide(case, self._new)
            except Undecidable:
                undecidable.append(name)
                continue
            if before.outcome is after.outcome:
                unmoved += 1
                continue
            move = before.outcome, after.outcome
            names.setdefault(move, []).append(name)
            criteria.setdefault(move, Counter()).update(self._moving(case, before, after))
        moves = (
            Move(
                *move,
                len(found),
                tuple(each for each, _ in criteria[move].most_common()),
                tuple(found[:MOST_EXAMPLES]),
            )
            for move, found in sorted(names.items(), key=lambda each: -len(each[1]))
        )
        return Impact(tuple(moves), unmoved, left_out, tuple(undecidable))

    def _decide(self, case: Case, plan: PolicyPlan) -> Determination:
        return determine(case, plan, self._codes, "")

    def _moving(self, case: Case, before: Determination, after: Determination) -> set[str]:
        """What keeps the case from being met on one side, in the parts that moved."""
        found: set[str] = set()
        for place, (was, becomes) in enumerate(zip(before.services, after.services, strict=True)):
            if was.outcome is not becomes.outcome:
                found.update(self._keeping(case, place, was, self._old))
                found.update(self._keeping(case, place, becomes, self._new))
        return found

    def _keeping(self, case: Case, place: int, part: Determination, plan: PolicyPlan) -> Iterator[str]:
        if part.outcome is Outcome.NOT_MET and part.explanation is not None:
            consequences = plan.of(plan.versions[0]).domains.consequences
            asked = parts_of_case(case, self._codes, consequences)[place]
            situations = inquire(asked, case, plan).situations
            yield from (each.id for each in separating(part.explanation, situations, plan.vocabulary))
        elif part.outcome is Outcome.NEEDS_INFORMATION and part.explanation is not None:
            yield from _open(part.explanation)


def _open(explained: Explanation) -> Iterator[str]:
    """The lowest criteria that are not known."""
    below = [name for child in explained.children for name in _open(child)]
    if explained.result is Truth.UNKNOWN:
        yield from below or [explained.criterion.id]
