"""The answer to a row: what the engine says of its one case, in the columns of a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from coverline.batch.columns import ANSWERS
from coverline.batch.rows import Cell, read_row, told
from coverline.decide.facts import Undecidable
from coverline.library import Library
from coverline.model.determination import Determination, Explanation
from coverline.problem import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns that a row gains; all but `problem` are empty where the row could not be read."""

    outcome: str | None = None
    category: str | None = None
    action: str | None = None
    policy: str | None = None
    version: str | None = None
    prior_authorization: str | None = None
    missing: tuple[str, ...] | None = None
    code_findings: tuple[str, ...] | None = None
    problem: str | None = None
    criteria: Mapping[str, str] | None = None

    def column(self, name: str) -> object:
        """What stands in a column, of an answer or of a criterion."""
        return getattr(self, name) if name in ANSWERS else (self.criteria or {}).get(name)


def answer_to(cells: Mapping[str, Cell], library: Library) -> Answer:
    """The answer to one row."""
    try:
        found = library.decide(read_row(cells, library.vocabulary))
    except Unreadable as unreadable:
        return Answer(problem=told(unreadable.problems))
    except Undecidable as undecidable:
        conflicts = undecidable.conflicts
        return Answer(
            problem=told(
                Problem(" and ".join(each.names), 0, each.found, each.expected) for each in conflicts
            )
        )
    return columns_of(found)


def columns_of(found: Determination) -> Answer:
    """A determination as columns."""
    return Answer(
        found.outcome.value,
        found.category.value if found.category else None,
        found.action.value,
        found.policy.id,
        found.policy.version,
        found.prior_authorization.value,
        tuple(each.fact for each in found.missing),
        tuple(f"{each.code}: {each.finding.value}" for each in found.code_findings),
        criteria=dict(_results(found.policy.id, found.explanation)) if found.explanation else None,
    )


def _results(policy: str, explained: Explanation) -> list[tuple[str, str]]:
    below = [each for child in explained.children for each in _results(policy, child)]
    return [(f"{policy}:{explained.criterion.id}", explained.result.value), *below]
