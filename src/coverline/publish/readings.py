"""Readings that an answer rests on and that nobody has confirmed."""

from collections.abc import Iterator

from coverline.model.determination import Determination, Explanation, Outcome
from coverline.model.policy import Authorization, Note, PolicyVersion


def notes_that_matter(answer: Determination, policy: PolicyVersion) -> tuple[Note, ...]:
    """The unconfirmed readings of the criteria, the warnings and the rules that an answer used."""
    names = dict.fromkeys(_names(answer, policy))
    notes = (policy.notes[name] for name in names)
    return tuple(each for each in notes if each.confirmed is None)


def _names(answer: Determination, policy: PolicyVersion) -> Iterator[str]:
    raised = {each.id for each in answer.warnings}
    for part in answer.services or (answer,):
        if part.explanation is not None:
            yield from _of_criteria(part.explanation)
            if part.outcome is Outcome.NOT_MET:
                yield from _of_unmet(part.explanation, policy)
    for warning in policy.warnings:
        if warning.id in raised:
            yield from warning.notes
    table = policy.prior_authorization
    if table is not None and answer.prior_authorization is not Authorization.UNKNOWN:
        yield from table.notes


def _of_criteria(explanation: Explanation) -> Iterator[str]:
    yield from explanation.criterion.notes
    for child in explanation.children:
        yield from _of_criteria(child)


def _of_unmet(explanation: Explanation, policy: PolicyVersion) -> Iterator[str]:
    for position in policy.positions:
        if position.criteria == explanation.criterion:
            yield from position.otherwise.notes
