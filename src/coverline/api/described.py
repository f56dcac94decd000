"""What the API says of itself: the operations of the OpenAPI document."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from coverline.api.refusals import MEDIA_TYPE
from coverline.api.schemas import reference

Schema = dict[str, Any]

EXAMPLE: Schema = {
    "payer": "cigna",
    "product": "commercial_ppo",
    "state": "CT",
    "date_of_service": "2024-09-10",
    "services": [{"code": "22513", "technique": "balloon_kyphoplasty", "levels": ["T12"]}],
    "facts": {"indication": "osteoporotic_fracture", "fracture_date": "2024-07-01"},
}
CHART: Schema = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p1"}},
        {
            "resource": {
                "resourceType": "Coverage",
                "id": "c1",
                "status": "active",
                "beneficiary": {"reference": "Patient/p1"},
                "payor": [{"display": "Cigna"}],
            }
        },
        {
            "resource": {
                "resourceType": "ServiceRequest",
                "id": "o1",
                "status": "active",
                "intent": "order",
                "subject": {"reference": "Patient/p1"},
                "occurrenceDateTime": "2024-09-10",
                "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "22513"}]},
            }
        },
    ],
}
REFUSALS = {
    400: "no JSON, a key twice, or too deep nesting",
    408: "the body did not arrive in time",
    413: "the body is too large",
    415: "the body is not JSON",
    422: "something cannot be read, or facts exclude each other; every place is named",
}
ALWAYS = {
    422: "a parameter cannot be read, or is not known",
    429: "more is asked at once than can be answered",
    503: "the time did not suffice; nothing was decided",
}

OF_A_POLICY = {"policy", "notes"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it is for, what it takes and gives (names of schemas), and an example."""

    summary: str
    description: str
    gives: str
    takes: str = ""
    example: Any = None


OPERATIONS = {
    "decide": Operation(
        "Decide one case",
        "Would this payer's policy call these services medically necessary for this patient on this date? "
        "An unmet outcome goes to a clinician; nothing here denies.",
        "Answer",
        "Case",
        EXAMPLE,
    ),
    "compare": Operation(
        "Compare all payers",
        "The same patient under every payer's policy; the payer of the case does not matter.",
        "Comparison",
        "CaseOfAnyPayer",
        {key: value for key, value in EXAMPLE.items() if key != "payer"},
    ),
    "when": Operation(
        "Find the days on which the policy is met",
        "The days of service on which each part of the case is met if nothing but time passes.",
        "Windows",
        "Case",
        EXAMPLE,
    ),
    "ask": Operation(
        "Ask the next question",
        "The question that most likely decides, or none where the case is decided. Nothing is kept: send the "
        "case again with every question that was answered; an answer without a value is not documented. "
        "With answers to whatever is asked, the whole interview runs at once.",
        "NextQuestion",
        "Interview",
        {"case": EXAMPLE, "answered": [{"fact": "imaging_shows_recent_fracture", "value": True}]},
    ),
    "batch": Operation(
        "Decide up to 1,000 cases",
        "Answers in the order of the cases; a case that cannot be read has its problems and stops nothing.",
        "Answers",
        "Batch",
        {"cases": [EXAMPLE]},
    ),
    "chart": Operation(
        "Take a case from a chart, and decide it",
        "The facts that a chart in FHIR R4 records, with what completed forms (QuestionnaireResponse) say: "
        "the case, where each part of it stands, what disagrees and what did not count, and the answer.",
        "Chart",
        "Bundle",
        CHART,
    ),
    "codes": Operation(
        "Look a code up in every policy",
        "What each policy thinks of a code by itself. A listed code never proves a criterion.",
        "CodeFindings",
        "Code",
        {"code": "22513"},
    ),
    "diff": Operation(
        "Compare two policies",
        "Identical in meaning, or patients whom only one of the two meets. A policy is named by its id, or "
        "by its id with a day (cigna-0040@2024-09-10).",
        "Difference",
        "Pair",
        {"a": "bcbsma-484", "b": "cigna-0040"},
    ),
    "facts": Operation(
        "List the facts", "What a case may state, and the questions that ask for it.", "Facts"
    ),
    "policies": Operation(
        "List the policies", "Every policy with its versions, or with what decides on a day.", "Policies"
    ),
    "policy": Operation(
        "Read one policy",
        "The newest version, or the one of a day; every criterion with its id, label and citation.",
        "Policy",
    ),
    "notes": Operation(
        "Read the notes of one policy",
        "Where careful readers could differ, how it is read here, and who confirmed it.",
        "Notes",
    ),
}


def asks(name: str) -> dict[str, Any]:
    """How a route with a body is described to FastAPI."""
    operation = OPERATIONS[name]
    content = {"application/json": {"schema": reference(operation.takes), "example": operation.example}}
    described = answered(name)
    described["responses"] |= {status: _refusal(why) for status, why in REFUSALS.items()}
    return {**described, "openapi_extra": {"requestBody": {"required": True, "content": content}}}


def answered(name: str) -> dict[str, Any]:
    """How a route without a body is described to FastAPI."""
    operation = OPERATIONS[name]
    refusals = {**ALWAYS, **({404: "no policy has this id"} if name in OF_A_POLICY else {})}
    answer = {
        "description": "the answer",
        "content": {"application/json": {"schema": reference(operation.gives)}},
    }
    return {
        "summary": operation.summary,
        "description": operation.description,
        "operation_id": name,
        "response_class": Response,
        "responses": {200: answer, **{status: _refusal(why) for status, why in refusals.items()}},
    }


def _refusal(why: str) -> Schema:
    return {"description": why, "content": {MEDIA_TYPE: {"schema": reference("Problem")}}}
