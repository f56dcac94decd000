"""What is refused, as FHIR tells it: an OperationOutcome with an issue for every place."""

import json
from typing import Any

from coverline.api.refusals import MOST_ERRORS, Reason, Refused

MEDIA_TYPE = "application/fhir+json"

# FHIR's own kinds of issues (http://hl7.org/fhir/issue-type).
ISSUES = {
    Reason.NOT_JSON: "structure",
    Reason.WRONG_HOST: "security",
    Reason.NOT_HTTP: "structure",
    Reason.WRONG_HOOK: "invalid",
    Reason.WRONG_PARAMETERS: "invalid",
    Reason.UNTRUSTED: "login",
    Reason.FOREIGN: "forbidden",
    Reason.NO_SUCH_ADDRESS: "not-found",
    Reason.NO_SUCH_POLICY: "not-found",
    Reason.NO_SUCH_RESOURCE: "not-found",
    Reason.WRONG_METHOD: "not-supported",
    Reason.NOT_ACCEPTABLE: "not-supported",
    Reason.TOO_SLOW: "timeout",
    Reason.LACKING: "required",
    Reason.TOO_LARGE: "too-long",
    Reason.WRONG_TYPE: "not-supported",
    Reason.UNREADABLE: "invalid",
    Reason.TOO_MANY: "throttled",
    Reason.FAILED: "exception",
    Reason.OUT_OF_TIME: "timeout",
}


def outcome_body(refused: Refused) -> bytes:
    """The OperationOutcome of a refusal, as JSON."""
    errors = refused.errors[:MOST_ERRORS] or ({"detail": refused.detail},)
    issues = [_issue(refused.reason, error) for error in errors]
    return json.dumps({"resourceType": "OperationOutcome", "issue": issues}).encode()


def _issue(reason: Reason, error: dict[str, Any]) -> dict[str, Any]:
    place = {"expression": [error["expression"]]} if error.get("expression") else {}
    return {
        "severity": "error",
        "code": ISSUES[reason],
        "details": {"text": reason.title},
        "diagnostics": error["detail"],
        **place,
    }
