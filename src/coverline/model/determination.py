"""The answer to a case, with every reason."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from coverline.model.case import Known
from coverline.model.criteria import Citation, Criterion
from coverline.model.policy import Authorization, Category, Finding
from coverline.model.truth import Truth


class Outcome(Enum):
    """What the policy says of a case, least favourable first."""

    NOT_MET = "not_met"
    NEEDS_INFORMATION = "needs_information"
    NOT_APPLICABLE = "not_applicable"
    MET = "met"


class Action(Enum):
    """What happens next; no action denies."""

    APPROVE = "approve"
    CLINICAL_REVIEW = "clinical_review"
    REQUEST_INFORMATION = "request_information"
    REDIRECT = "redirect"


class Explanation(NamedTuple):
    """The result of one criterion and of all below it, with the known facts that its test read."""

    criterion: Criterion
    result: Truth
    evidence: tuple[Known, ...]
    children: tuple["Explanation", ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """An unknown fact that can still change the outcome, and the question that asks for it."""

    fact: str
    question: str


@dataclass(frozen=True, slots=True)
class Referral:
    """What decides instead, and why."""

    what: str
    why: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """What is said of one code of the case, as the case spells it."""

    code: str
    system: str
    finding: Finding
    note: str
    cite: Citation | None = None


@dataclass(frozen=True, slots=True)
class RaisedWarning:
    """A warning of the policy that this case raises."""

    id: str
    text: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class DocumentToSend:
    """Something to send with the request."""

    what: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy that was asked, and the version that decided; None where none is known."""

    id: str
    title: str
    version: str | None
    effective_from: str | None
    effective_to: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """The service and level that a determination is about; no level where it is unknown."""

    index: int
    code: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer for one part of a case, or for the whole of it."""

    outcome: Outcome
    category: Category | None
    action: Action
    policy: PolicyInForce
    prior_authorization: Authorization
    missing: tuple[Missing, ...]
    refer_to: tuple[Referral, ...]
    code_findings: tuple[CodeFinding, ...]
    warnings: tuple[RaisedWarning, ...]
    documents: tuple[DocumentToSend, ...]
    assumed: tuple[str, ...]
    explanation: Explanation | None
    part: Part | None = None
    services: tuple["Determination", ...] = ()
    content_hash: str = ""
