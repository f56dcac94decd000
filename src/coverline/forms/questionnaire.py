"""The form of a policy version: a Questionnaire, generated from the policy and the vocabulary alone."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from coverline.decide.usefulness import TECHNIQUE
from coverline.forms.conditions import question_domains, settled
from coverline.forms.cql import defined, library_name
from coverline.forms.enabling import shown_while_open
from coverline.forms.formulas import Answered, Formula, answers_of, without
from coverline.forms.items import Sheet, group, item
from coverline.forms.population import expression, launch_context, variables
from coverline.forms.questions import Question, Questions, questions_of
from coverline.forms.urls import (
    ADAPTIVE,
    ADAPTIVE_OUTSET,
    INITIAL_EXPRESSION,
    LIBRARY,
    STANDARD_FORM,
    TERMINOLOGY_SERVER,
    adaptive_id,
    questionnaire,
)
from coverline.forms.urls import library as library_url
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


class Language(Enum):
    """What a form is filled in with before it is shown: FHIRPath of its own, or the CQL of its Library."""

    FHIRPATH = "text/fhirpath"
    CQL = "text/cql"


def form(
    policy: PolicyVersion,
    library: Library,
    address: str,
    page: str | None = None,
    language: Language = Language.FHIRPATH,
) -> Data:
    """The Questionnaire of a policy version under our address; `page` is where a person reads the policy."""
    asked = questions_of(policy, library)
    sheet = Sheet(policy, library, address, page)
    filling = _filling(asked, policy, library, language)
    paragraph = f"{policy.title}: {len(asked.all)} questions. What is left empty counts as not documented."
    return {
        **_header(policy, library, address, policy.id),
        "meta": {"profile": [STANDARD_FORM]},
        "text": narrative(title(policy, library), paragraph),
        "extension": [
            {"url": TERMINOLOGY_SERVER, "valueUrl": f"{address}/fhir"},
            *launch_context(),
            *_shared(policy, library, address, language),
        ],
        "item": list(_groups(asked, sheet, library, filling)),
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


def _shared(policy: PolicyVersion, library: Library, address: str, language: Language) -> list[Data]:
    """What the expressions of a form rest on."""
    if language is Language.FHIRPATH:
        return variables(library)
    return [{"url": LIBRARY, "valueCanonical": library_url(policy.id, policy.version.name, address)}]


def _filling(
    asked: Questions, policy: PolicyVersion, library: Library, language: Language
) -> Mapping[str, Data]:
    """By question, the extension that says what fills it in."""
    if language is Language.FHIRPATH:
        found = {each.name: said for each in asked.all if (said := expression(each, library)) is not None}
    else:
        found = {each: f'"{library_name(policy)}"."{each}"' for each in defined(policy, library)}
    return {
        name: {
            "url": INITIAL_EXPRESSION,
            "valueExpression": {"language": language.value, "expression": said},
        }
        for name, said in found.items()
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


def _groups(asked: Questions, sheet: Sheet, library: Library, filling: Mapping[str, Data]) -> Iterator[Data]:
    vocabulary = library.vocabulary
    domains = question_domains(asked.all)
    closing = {each: settled(each, asked, sheet.policy, vocabulary) for each in asked.all}
    gate = _gate([closing[each] for each in asked.facts])
    for name, questions in ((REQUEST, asked.request), (FACTS_ASKED, asked.facts), (BESIDE, asked.beside)):
        if questions:
            shown = {} if name == REQUEST else shown_while_open(gate, domains)
            items = [
                _shown(
                    _item(each, sheet, filling),
                    shown_while_open(without(closing[each], gate), domains),
                )
                for each in questions
            ]
            yield _shown(group(name, GROUPS[name], items), shown)


def _item(question: Question, sheet: Sheet, filling: Mapping[str, Data]) -> Data:
    """The item of a question, with what fills it in where an EHR can."""
    found = item(question, sheet)
    filled = [filling[question.name]] if question.name in filling else []
    extensions = [*found.get("extension", []), *filled]
    return found | ({"extension": extensions} if extensions else {})


def _gate(closing: list[Formula]) -> Answered:
    """The techniques after which none of the facts matters: then their groups are not shown."""
    found = [answers_of(each, TECHNIQUE) for each in closing]
    return Answered(TECHNIQUE, frozenset.intersection(*found) if found else frozenset())


def _shown(found: Data, shown: Data) -> Data:
    """An item with what says when it is shown."""
    extensions = [*shown.pop("extension", []), *found.pop("extension", [])]
    return ({"extension": extensions} if extensions else {}) | found | shown
