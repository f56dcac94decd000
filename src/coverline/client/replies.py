"""What the API gives, as typed dictionaries; more may be in them than is named here."""

from typing import Any, Literal, NotRequired, TypedDict

Outcome = Literal["met", "not_met", "needs_information", "not_applicable"]
Action = Literal["approve", "clinical_review", "request_information", "redirect"]
Authorization = Literal["required", "not_required", "unknown"]


class Missing(TypedDict):
    """A fact that can still change the outcome, and the question that asks for it."""

    fact: str
    question: str


class PolicyInForce(TypedDict):
    """The policy that was asked; no version where none is known to decide."""

    id: str
    title: str
    version: str | None
    effective_from: str | None
    effective_to: str | None


class Step(TypedDict):
    """One value of a path."""

    fact: str
    value: Any
    kind: Literal["document", "time", "fixed"]


class Error(TypedDict):
    """A place to mend: a JSON Pointer into the body."""

    detail: str
    pointer: NotRequired[str]
    parameter: NotRequired[str]
    found: NotRequired[str]
    expected: NotRequired[str]
    line: NotRequired[int]
    column: NotRequired[int]


class Answer(TypedDict):
    """The answer to a case, or to one part of it.

    In a batch, a case that could not be answered has no outcome, but `problems` and `errors`.
    """

    case: NotRequired[str | None]
    outcome: Outcome | None
    category: NotRequired[str | None]
    action: NotRequired[Action]
    policy: NotRequired[PolicyInForce]
    prior_authorization: NotRequired[Authorization]
    missing: NotRequired[list[Missing]]
    refer_to: NotRequired[list[dict[str, Any]]]
    code_findings: NotRequired[list[dict[str, Any]]]
    warnings: NotRequired[list[dict[str, Any]]]
    documents: NotRequired[list[dict[str, Any]]]
    assumed: NotRequired[list[str]]
    paths: NotRequired[list[list[Step]]]
    services: NotRequired[list["Answer"]]
    service: NotRequired[dict[str, Any]]
    content_hash: NotRequired[str]
    explanation: NotRequired[dict[str, Any] | None]
    problems: NotRequired[list[str]]
    errors: NotRequired[list[Error]]


class Answers(TypedDict):
    """The answers to a batch, in the order of its cases."""

    answers: list[Answer]


class Chart(TypedDict):
    """What a chart tells: the case, where each part of it stands, what did not count, and the answer."""

    case: dict[str, Any]
    problems: list[str]
    provenance: dict[str, list[dict[str, Any]]]
    conflicts: list[dict[str, Any]]
    set_aside: list[dict[str, Any]]
    to_read: list[dict[str, Any]]
    answer: Answer


class Compared(TypedDict):
    """What one payer's policy says of one part."""

    case: str | None
    service: dict[str, Any]
    payer: str
    policy: str
    version: str | None
    outcome: Outcome
    category: str | None
    action: Action
    prior_authorization: Authorization
    missing: list[Missing]
    separates: list[dict[str, Any]]


# "from" is a word of the language, so that this one is written as a call.
Window = TypedDict("Window", {"from": str | None, "to": str | None})


class Windows(TypedDict):
    """The days of service on which one part is met, both ends included; no day is an open end."""

    payer: str
    policy: str
    windows: list[Window]
    service: NotRequired[dict[str, Any]]


class Question(TypedDict):
    """What to ask, and where the answer belongs."""

    fact: str
    service: int
    levels: list[str]
    question: str
    type: str
    values: list[str]


class Interview(TypedDict):
    """A case with all answers in it, and the next question where one is left."""

    asked: list[str]
    outcome: Outcome
    case: dict[str, Any]
    question: Question | None


class CodeFinding(TypedDict):
    """What one policy thinks of a code."""

    code: str
    system: str
    policy: str
    finding: str | None
    note: str
    about: dict[str, Any]


class Policy(TypedDict):
    """A policy with its versions, and with what decides on a day where one was named."""

    id: str
    title: str
    payer: str
    versions: list[dict[str, Any]]
    on: NotRequired[str]
    in_force: NotRequired[str | None]
    instead: NotRequired[str | None]


class Difference(TypedDict):
    """How two policies differ; what the time did not suffice for is `not_settled`."""

    same: bool
    witnesses: list[dict[str, Any]]
    techniques: list[str]
    decided_by_one: list[dict[str, Any]]
    text: list[dict[str, Any]]
    judged: list[str]
    not_settled: list[str]


class Problem(TypedDict):
    """Why something is refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: NotRequired[list[Error]]
