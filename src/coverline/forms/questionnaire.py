"""The form of a policy version: a Questionnaire, generated from the policy and the vocabulary alone."""

from collections.abc import Iterator
from typing import Any

from coverline.decide.usefulness import TECHNIQUE
from coverline.forms.conditions import question_domains, settled
from coverline.forms.enabling import shown_while_open
from coverline.forms.formulas import Answered, Formula, answers_of, without
from coverline.forms.items import Sheet, group, item
from coverline.forms.population import FHIRPATH, expression, launch_context, variables
from coverline.forms.questions import Question, Questions, questions_of
from coverline.forms.urls import (
    ADAPTIVE,
    ADAPTIVE_OUTSET,
    INITIAL_EXPRESSION,
    STANDARD_FORM,
    TERMINOLOGY_SERVER,
    adaptive_id,
    questionnaire,
)
from coverline.forms.words import narrative
from coverline.library import Library
from coverline.model.policy import PolicyVersion

Data = dict[str, Any]

REQUEST, FACTS_ASKED, BESIDE = "request", "facts", "beside"
GROUPS = {
    REQUEST: "What is requested",
    FACTS_ASKED: "What the policy asks for",
    BESIDE: "What can settle an answer above; only where the chart says it",
}


def form(policy: PolicyVersion, library: Library, address: str, page: str | None = None) -> Data:
    """The Questionnaire of a policy version under our address; `page` is where a person reads the policy."""
    asked = questions_of(policy, library)
    sheet = Sheet(policy, library.register, address, page)
    paragraph = f"{policy.title}: {len(asked.all)} questions. What is left empty counts as not documented."
    return {
        **_header(policy, library, address, policy.id),
        "meta": {"profile": [STANDARD_FORM]},
        "text": narrative(title(policy, library), paragraph),
        "extension": [
            {"url": TERMINOLOGY_SERVER, "valueUrl": f"{address}/fhir"},
            *launch_context(),
            *variables(library),
        ],
        "item": list(_groups(asked, sheet, library)),
    }


def adaptive_outset(policy: PolicyVersion, library: Library, address: str) -> Data:
    """The Questionnaire without questions by which a package offers the form that asks one by one."""
    return {
        **_header(policy, library, address, adaptive_id(policy.id)),
        "meta": {"profile": [ADAPTIVE_OUTSET]},
        "text": narrative(title(policy, library), "Its questions come one by one."),
        "extension": [
            {"url": ADAPTIVE, "valueUrl": f"{address}/fhir"},
            {"url": TERMINOLOGY_SERVER, "valueUrl": f"{address}/fhir"},
        ],
    }


def title(policy: PolicyVersion, library: Library) -> str:
    """What a form calls itself."""
    return f"{policy.title} ({library.vocabulary.payers[policy.payer]})"


def _header(policy: PolicyVersion, library: Library, address: str, name: str) -> Data:
    first, last = policy.version.first_day, policy.version.last_day
    period = {"start": first and first.isoformat(), "end": last and last.isoformat()}
    effective = {key: day for key, day in period.items() if day}
    return {
        "resourceType": "Questionnaire",
        "id": name,
        "url": questionnaire(name, None, address),
        "version": policy.version.name,
        "name": "".join(part.capitalize() for part in f"form-{name}".split("-")),
        "title": title(policy, library),
        "status": "active",
        "subjectType": ["Patient"],
        "publisher": "Coverline",
        **({"effectivePeriod": effective} if effective else {}),
    }


def _groups(asked: Questions, sheet: Sheet, library: Library) -> Iterator[Data]:
    vocabulary = library.vocabulary
    domains = question_domains(asked.all)
    closing = {each: settled(each, asked, sheet.policy, vocabulary) for each in asked.all}
    gate = _gate([closing[each] for each in asked.facts])
    for name, questions in ((REQUEST, asked.request), (FACTS_ASKED, asked.facts), (BESIDE, asked.beside)):
        if questions:
            shown = {} if name == REQUEST else shown_while_open(gate, domains)
            items = [
                _shown(_item(each, sheet, library), shown_while_open(without(closing[each], gate), domains))
                for each in questions
            ]
            yield _shown(group(name, GROUPS[name], items), shown)


def _item(question: Question, sheet: Sheet, library: Library) -> Data:
    """The item of a question, with what fills it in where an EHR can."""
    found = item(question, sheet)
    filling = expression(question, library)
    if filling is None:
        return found
    said = {"language": FHIRPATH, "expression": filling}
    filled = {"url": INITIAL_EXPRESSION, "valueExpression": said}
    return found | {"extension": [*found.get("extension", []), filled]}


def _gate(closing: list[Formula]) -> Answered:
    """The techniques after which none of the facts matters: then their groups are not shown."""
    found = [answers_of(each, TECHNIQUE) for each in closing]
    return Answered(TECHNIQUE, frozenset.intersection(*found) if found else frozenset())


def _shown(found: Data, shown: Data) -> Data:
    """An item with what says when it is shown."""
    extensions = [*shown.pop("extension", []), *found.pop("extension", [])]
    return ({"extension": extensions} if extensions else {}) | found | shown
