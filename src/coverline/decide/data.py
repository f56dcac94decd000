"""A determination as plain data: the one JSON form of an answer."""

from typing import Any, assert_never

from coverline.model.case import Known, written
from coverline.model.criteria import (
    AllOf,
    AnyOf,
    AtLeast,
    Body,
    Citation,
    Fixed,
    NoneOf,
    NotThis,
    Test,
)
from coverline.model.determination import CodeFinding, Determination, Explanation, Part
from coverline.sources.register import Register

Data = dict[str, Any]


def as_data(determination: Determination, register: Register, source: str) -> Data:
    """The answer in the form of the contract, ready for JSON.

    `source` is the registered document that the policy's citations point into.
    """
    data = _answer(determination, register, source)
    if determination.part is not None:
        data["service"] = _service(determination.part)
    data["services"] = [as_data(part, register, source) for part in determination.services]
    return data


def cite_data(cite: Citation, register: Register, source: str) -> Data:
    """A citation with its place in the document; one without lines gives its reason as the section."""
    if cite.lines is None:
        return {"section": cite.why or "", "lines": None}
    place = register.place(source, cite.lines)
    return {
        "section": place.section,
        "lines": list(cite.lines),
        "page": place.page,
        "heading": place.printed,
        "bullet": list(place.bullet),
        "said": place.said,
    }


def operator(body: Body) -> str:
    """The name of what a criterion does with what is below it."""
    match body:
        case AllOf():
            return "all"
        case AnyOf():
            return "any"
        case NoneOf():
            return "none"
        case NotThis():
            return "not"
        case AtLeast():
            return "at_least"
        case Test():
            return "test"
        case Fixed():
            return "fixed"
        case _:
            assert_never(body)


def _answer(answer: Determination, register: Register, source: str) -> Data:
    def cited(cite: Citation) -> Data:
        return cite_data(cite, register, source)

    return {
        "outcome": answer.outcome.value,
        "category": answer.category.value if answer.category else None,
        "action": answer.action.value,
        "policy": {
            "id": answer.policy.id,
            "title": answer.policy.title,
            "version": answer.policy.version,
            "effective_from": answer.policy.effective_from,
            "effective_to": answer.policy.effective_to,
        },
        "prior_authorization": answer.prior_authorization.value,
        "missing": [{"fact": each.fact, "question": each.question} for each in answer.missing],
        "refer_to": [
            {"what": each.what, "why": each.why, "cite": cited(each.cite)} for each in answer.refer_to
        ],
        "code_findings": [_finding(each, register, source) for each in answer.code_findings],
        "warnings": [
            {"id": each.id, "text": each.text, "cite": cited(each.cite)} for each in answer.warnings
        ],
        "documents": [{"what": each.what, "cite": cited(each.cite)} for each in answer.documents],
        "assumed": list(answer.assumed),
        "content_hash": answer.content_hash,
        "explanation": _node(answer.explanation, register, source) if answer.explanation else None,
    }


def _service(part: Part) -> Data:
    return {"index": part.index, "code": part.code, "levels": [part.level] if part.level else []}


def _finding(finding: CodeFinding, register: Register, source: str) -> Data:
    return {
        "code": finding.code,
        "system": finding.system,
        "finding": finding.finding.value,
        "note": finding.note,
        "cite": cite_data(finding.cite, register, source) if finding.cite else None,
    }


def _node(explanation: Explanation, register: Register, source: str) -> Data:
    criterion = explanation.criterion
    return {
        "id": criterion.id,
        "label": criterion.label,
        "result": explanation.result.value,
        "operator": operator(criterion.body),
        "facts": [_fact(each) for each in explanation.evidence],
        "cite": cite_data(criterion.cite, register, source),
        "children": [_node(each, register, source) for each in explanation.children],
    }


def _fact(known: Known) -> Data:
    origin = "derived" if known.derived else "stated"
    return {
        "fact": known.fact,
        "value": written(known.value),
        "from": origin,
        "source": known.source,
    }
