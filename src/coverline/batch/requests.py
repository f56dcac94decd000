"""What a row asks of its policy: the version in force, and the criteria that it falls to."""

from dataclasses import dataclass, replace

from coverline.batch.asking import Rows
from coverline.batch.policies import Policies
from coverline.decide.determine import (
    authorization_of,
    category_of,
    inquire,
    unmet_of,
    version_of,
)
from coverline.decide.inquiry import Inquiry
from coverline.decide.parts import parts_of_case
from coverline.model.determination import Outcome


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a technique leads: to the tree of this identity, first to a clinician where one is asked."""

    tree: int | None
    judge: str | None
    technique: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Where a row leads, whatever its facts.

    `category` is what its policy calls it where it is not met, as far as that does not depend on facts.
    `leads` has one for each technique where these lead to different questions, else the one that all share;
    none where the row's service is nobody's question here.
    """

    policy: str
    version: str | None
    category: str | None
    leads: tuple[Lead, ...]

    @property
    def questions(self) -> tuple[Lead, ...]:
        """The different questions that the techniques lead to."""
        return tuple(dict.fromkeys(Lead(each.tree, each.judge) for each in self.leads))


NOBODY = Request("", None, None, ())


def inquiry(rows: Rows, row: int, policies: Policies) -> Inquiry:
    """The row's one part, with all that it can lead to."""
    case = rows.case(row)
    plan = policies.plans[case.payer]
    (part,) = parts_of_case(case, policies.library.procedure_codes, policies.consequences)
    return inquire(part, case, plan)


def request(rows: Rows, row: int, policies: Policies) -> Request:
    """What a row asks, and what of the answer does not depend on its facts."""
    if not rows.asks(row):
        return NOBODY
    asked = inquiry(rows, row, policies)
    (prospect,) = asked.prospects
    leads = tuple(
        Lead(
            id(lead.question.tree) if lead.question.tree is not None else None,
            lead.question.judge,
            lead.technique,
        )
        for lead in prospect.leads
    )
    version = version_of(asked)
    name = version.version.name if version is not None else None
    policy = prospect.standing.version.id
    found = Request(policy, name, _category_if_unmet(asked), leads)
    return found if len(found.questions) > 1 else replace(found, leads=found.questions)


def authorization(rows: Rows, row: int, policies: Policies) -> str | None:
    """Whether the plan must agree beforehand."""
    return authorization_of(inquiry(rows, row, policies)).value if rows.asks(row) else None


def category_if_unmet(rows: Rows, row: int, policies: Policies) -> str | None:
    """What the policy calls the row's service where it is not met."""
    return _category_if_unmet(inquiry(rows, row, policies)) if rows.asks(row) else None


def _category_if_unmet(asked: Inquiry) -> str | None:
    category = category_of(Outcome.NOT_MET, asked, unmet_of(asked))
    return category.value if category is not None else None
