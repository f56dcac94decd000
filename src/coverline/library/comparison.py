"""The same patient under every payer of the library, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coverline.decide.determine import inquire
from coverline.decide.parts import CasePart, parts_of_case
from coverline.decide.separating import separating
from coverline.model.case import Case
from coverline.model.criteria import Criterion
from coverline.model.determination import Determination, Outcome

if TYPE_CHECKING:
    from coverline.library.answering import Library


@dataclass(frozen=True, slots=True)
class Compared:
    """What one payer's policy says of one part; `separates` are the criteria that keep it from being met."""

    payer: str
    part: Determination
    separates: tuple[Criterion, ...]


def compared(case: Case, library: "Library") -> tuple[tuple[Compared, ...], ...]:
    """For each part of a case, in order, what every payer's policy says of it.

    The case's own payer does not matter. Raises Undecidable where facts of the case exclude each other.
    """
    payers = sorted(versions[-1].payer for versions in library.policies.values())
    columns = [tuple(_of_payer(replace(case, payer=payer), library)) for payer in payers]
    return tuple(zip(*columns, strict=True))


def _of_payer(case: Case, library: "Library") -> Iterator[Compared]:
    found = library.decide(case)
    plan = library.plan(found.policy.id)
    consequences = plan.of(plan.versions[0]).domains.consequences
    parts = parts_of_case(case, library.procedure_codes, consequences)
    for part, decided in zip(parts, found.services, strict=True):
        yield Compared(case.payer, decided, _separating(part, decided, case, library))


def _separating(
    part: CasePart, decided: Determination, case: Case, library: "Library"
) -> tuple[Criterion, ...]:
    if decided.outcome is not Outcome.NOT_MET or decided.explanation is None:
        return ()
    inquiry = inquire(part, case, library.plan(decided.policy.id))
    return separating(decided.explanation, inquiry.situations, library.vocabulary)
