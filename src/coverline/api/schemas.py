"""The schemas of what the API takes and gives, for the OpenAPI document."""

from typing import Any

from coverline.api.bodies import BATCH, CODE, INTERVIEW, MOST_CASES, PAIR
from coverline.language.case_schema import case_schema, facts_schema
from coverline.language.schema import record_schema
from coverline.model.vocabulary import Vocabulary

Schema = dict[str, Any]


def schemas(vocabulary: Vocabulary) -> dict[str, Schema]:
    """Every schema that the operations name."""
    case = case_schema(vocabulary)
    anyone = {**case, "required": [key for key in case["required"] if key != "payer"]}
    interview = record_schema(INTERVIEW, vocabulary)
    interview["properties"] |= {"case": reference("Case"), "answers": facts_schema(vocabulary)}
    batch = record_schema(BATCH, vocabulary)
    batch["properties"]["cases"] |= {"items": reference("Case"), "maxItems": MOST_CASES}
    return {
        "Case": case,
        "CaseOfAnyPayer": anyone,
        "Interview": interview,
        "Batch": batch,
        "Code": record_schema(CODE, vocabulary),
        "Pair": record_schema(PAIR, vocabulary),
        **GIVEN,
    }


def reference(name: str) -> Schema:
    """How one schema of the document names another."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, required: tuple[str, ...], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "required": list(required),
        "properties": properties,
    }


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


TEXT: Schema = {"type": "string"}
TEXT_OR_NOTHING: Schema = {"type": ["string", "null"]}
THING: Schema = {"type": "object"}
OUTCOME: Schema = {"enum": ["met", "not_met", "needs_information", "not_applicable"]}
ACTION: Schema = {"enum": ["approve", "clinical_review", "request_information", "redirect"]}
AUTHORIZATION: Schema = {"enum": ["required", "not_required", "unknown"]}
DECIDED = ("outcome", "category", "action", "policy", "prior_authorization", "missing", "services", "paths")
ERROR = _object(
    "a place to mend: a JSON Pointer (RFC 6901) into the body, what was found there and what was expected",
    ("detail",),
    pointer=TEXT,
    detail=TEXT,
    found=TEXT,
    expected=TEXT,
    line={"type": "integer"},
    column={"type": "integer"},
)
ANSWER = _object(
    "the answer to a case, with every criterion, its evidence and its citation",
    DECIDED,
    case=TEXT_OR_NOTHING,
    outcome=OUTCOME,
    category=TEXT_OR_NOTHING,
    action=ACTION,
    policy=THING,
    prior_authorization=AUTHORIZATION,
    missing=_list(_object("what to ask", ("fact", "question"), fact=TEXT, question=TEXT)),
    refer_to=_list(THING),
    code_findings=_list(THING),
    warnings=_list(THING),
    documents=_list(THING),
    services=_list(THING),
    paths=_list(_list(THING)),
    assumed=_list(TEXT),
    content_hash=TEXT,
    explanation={"type": ["object", "null"]},
)
UNREAD = _object(
    "a case that could not be read or decided",
    ("outcome", "problems", "errors"),
    case=TEXT,
    outcome={"type": "null"},
    problems=_list(TEXT),
    errors=_list(ERROR),
)
GIVEN: dict[str, Schema] = {
    "Problem": _object(
        "what is refused and why (RFC 9457)",
        ("type", "title", "status", "detail"),
        type=TEXT,
        title=TEXT,
        status={"type": "integer"},
        detail=TEXT,
        errors=_list(ERROR),
    ),
    "Answer": ANSWER,
    "Answers": _object("answers in order", ("answers",), answers=_list({"anyOf": [ANSWER, UNREAD]})),
    "Comparison": _list(_object("a part under a payer", ("payer", "policy", "outcome"), outcome=OUTCOME)),
    "Windows": _list(_object("the windows of a part", ("payer", "policy", "windows"), windows=_list(THING))),
    "NextQuestion": _object(
        "the next question, or null where the case is decided or nothing is left to ask",
        ("asked", "outcome", "case", "question"),
        asked=_list(TEXT),
        outcome=OUTCOME,
        case=THING,
        question={"type": ["object", "null"]},
    ),
    "Bundle": _object(
        "a chart: a Bundle of FHIR R4, with an order, or a single QuestionnaireResponse",
        ("resourceType",),
        resourceType=TEXT,
    ),
    "Chart": _object(
        "what a chart tells, and the answer to it",
        ("case", "problems", "provenance", "conflicts", "set_aside", "to_read", "answer"),
        case=THING,
        problems=_list(TEXT),
        provenance=THING,
        conflicts=_list(THING),
        set_aside=_list(THING),
        to_read=_list(THING),
        answer=ANSWER,
    ),
    "CodeFindings": _list(_object("a finding", ("code", "policy", "finding"), finding=TEXT_OR_NOTHING)),
    "Facts": _list(_object("a fact", ("fact", "type", "question"), fact=TEXT, type=TEXT, question=TEXT)),
    "Policies": _list(_object("a policy", ("id", "title", "payer", "versions"), versions=_list(THING))),
    "Policy": _object("a policy version", ("id", "title", "payer", "positions"), positions=_list(THING)),
    "Notes": _list(_object("a note", ("id", "question", "reading", "status"), status=TEXT)),
    "Difference": _object("how they differ", ("same", "witnesses"), same={"type": "boolean"}),
}
