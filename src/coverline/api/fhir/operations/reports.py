"""`$log-questionnaire-errors`: an application tells that a form failed; what is logged names no patient."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverline.api.fhir.contents import Resource
from coverline.api.fhir.operations.parameters import Given, Parameters, read_parameters, wrong

Data = dict[str, Any]

QUESTIONNAIRE = "questionnaire"
OUTCOME = "operationoutcome"
SEVERITIES = frozenset({"fatal", "error", "warning", "information"})
# FHIR's own codes (http://hl7.org/fhir/issue-type): a text that is none of them is not logged.
CODES = frozenset(
    (
        "invalid", "structure", "required", "value", "invariant", "security", "login", "unknown",
        "expired", "forbidden", "suppressed", "processing", "not-supported", "duplicate",
        "multiple-matches", "not-found", "deleted", "too-long", "code-invalid", "extension",
        "too-costly", "business-rule", "conflict", "transient", "lock-error", "no-store",
        "exception", "timeout", "incomplete", "throttled", "informational",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What is logged of a report: the forms that are ours, and how often each code was told."""

    forms: tuple[str, ...]
    codes: Mapping[str, int]
    unknown: int


def read_report(content: bytes, ours: Mapping[str, str]) -> Report:
    """The report that a body is; `ours` gives each of our forms, by canonical name, what is logged of it.

    Raises Refused where a form, or a single issue of FHIR, is lacking.
    """
    parameters = read_parameters(content)
    named = [each.text("canonical", "uri").partition("|")[0] for each in _named(parameters, QUESTIONNAIRE)]
    outcomes = [(each, each.resource("OperationOutcome")) for each in _named(parameters, OUTCOME)]
    if not named:
        raise wrong("Parameters.parameter", f"found no {QUESTIONNAIRE}; expected the form that failed")
    if not outcomes:
        raise wrong("Parameters.parameter", "found no operationOutcome; expected what went wrong")
    counted = Counter(code for given, outcome in outcomes for code in _codes(given, outcome))
    known = tuple(sorted({ours[each] for each in named if each in ours}))
    return Report(known, dict(sorted(counted.items())), sum(each not in ours for each in named))


def thanks(report: Report) -> Data:
    """The answer to a report."""
    told = [_issue("information", "informational", "The report was logged by its codes; its texts were not.")]
    if report.unknown:
        told.append(_issue("warning", "not-found", f"{report.unknown} of the forms are none of this server."))
    return {"resourceType": "OperationOutcome", "issue": told}


def _named(parameters: Parameters, name: str) -> Iterator[Given]:
    """Those of a name, which the standard writes in two ways."""
    return (each for each in parameters.given if each.name.lower() == name)


def _codes(given: Given, outcome: Resource) -> Iterator[str]:
    place = f"{given.place}.resource.issue"
    issues = outcome.get("issue")
    if not isinstance(issues, list) or not issues:
        raise wrong(place, "found no issues; expected at least one")
    for number, issue in enumerate(issues):
        severity, code = (issue.get(key) if isinstance(issue, dict) else None for key in ("severity", "code"))
        if not isinstance(severity, str) or severity not in SEVERITIES:
            raise wrong(f"{place}[{number}].severity", "found no severity; expected one of FHIR")
        if not isinstance(code, str) or code not in CODES:
            raise wrong(f"{place}[{number}].code", "found no code; expected one of FHIR, such as not-found")
        yield f"{severity} {code}"


def _issue(severity: str, code: str, text: str) -> Data:
    return {"severity": severity, "code": code, "diagnostics": text}
