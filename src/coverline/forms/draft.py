"""A draft response to a form: what order and chart answer already, each answer marked as filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverline.decide.missing import LEVELS
from coverline.decide.parts import CasePart, parts_of_case
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.forms.fields import PRODUCT, SERVICE, SETTING, STATE
from coverline.forms.questionnaire import BESIDE, FACTS_ASKED, GROUPS, REQUEST, title
from coverline.forms.questions import Question, Questions, questions_of
from coverline.forms.urls import CONTEXT, COVERAGE, INTENDED_USE, ORIGIN, PURPOSES, RESPONSE, questionnaire
from coverline.forms.values import answers_with
from coverline.forms.versions import Version
from coverline.forms.words import narrative
from coverline.library import Library
from coverline.model.case import Case, Known, Value, written
from coverline.model.policy import PolicyVersion

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a response is about: references to the patient, the coverage and the orders, and when.

    `purpose` is a code of the standard for what the response is kept for, such as withpa or retain-doc.
    """

    patient: str
    coverage: str
    orders: tuple[str, ...]
    authored: str
    purpose: str = "withpa"


def drafts(
    policy: PolicyVersion,
    case: Case,
    library: Library,
    address: str,
    context: Context,
    dtr: Version = Version.STU_2_2,
) -> tuple[Data, ...]:
    """A draft for each service of a case, and where its levels differ for each of these, in their order."""
    asked = questions_of(policy, library)
    form = questionnaire(policy.id, policy.version.name, address)
    found = []
    for part, levels in parts(case, library):
        groups = list(_groups(asked, known_of(part, levels, case)))
        # The profile wants an order and an answer; what has none of them is a response all the same.
        profile = {"profile": [RESPONSE]} if context.orders and groups else {}
        found.append(
            {
                "resourceType": "QuestionnaireResponse",
                "meta": profile,
                "text": narrative(title(policy, library), *_sources(asked, part)),
                "extension": list(extensions(context, dtr)),
                "questionnaire": form,
                "status": "in-progress",
                "subject": {"reference": context.patient},
                "authored": context.authored,
                **({"item": groups} if groups else {}),
            }
        )
    return tuple(found)


def extensions(context: Context, dtr: Version) -> Iterator[Data]:
    """The extensions of a response that say what it is about and what it is for."""
    coverage = COVERAGE if dtr.tells_coverage_apart else CONTEXT
    yield {"url": coverage, "valueReference": {"reference": context.coverage}}
    for order in context.orders:
        yield {"url": CONTEXT, "valueReference": {"reference": order}}
    purpose = {"coding": [{"system": PURPOSES, "code": context.purpose}]}
    yield {"url": INTENDED_USE, "valueCodeableConcept": purpose}


def parts(case: Case, library: Library) -> Iterator[tuple[CasePart, tuple[str, ...]]]:
    """The parts of a case, those of one service about which the same is stated taken together."""
    found: list[tuple[CasePart, tuple[str, ...]]] = []
    consequences = library.plan_for(case).of(library.plan_for(case).versions[0]).domains.consequences
    for part in parts_of_case(case, library.procedure_codes, consequences):
        own = (part.level,) if part.level is not None else ()
        place = next((at for at, (each, _) in enumerate(found) if _alike(each, part)), None)
        if place is None:
            found.append((part, own))
        else:
            found[place] = (found[place][0], (*found[place][1], *own))
    yield from found


def _alike(one: CasePart, other: CasePart) -> bool:
    return one.index == other.index and one.stated == other.stated


def known_of(part: CasePart, levels: tuple[str, ...], case: Case) -> Mapping[str, Value]:
    """What is known of a part, by the names of a form's questions."""
    fields: dict[str, Value | None] = {
        SERVICE: part.service.code or None,
        TECHNIQUE: part.service.technique,
        LEVELS: frozenset(levels) or None,
        DATE_OF_SERVICE: case.date_of_service,
        SETTING: case.setting,
        PRODUCT: case.product,
        STATE: case.state,
    }
    stated = {name: each.value for name, each in part.stated.items()}
    return {name: value for name, value in {**fields, **stated}.items() if value is not None}


def _groups(asked: Questions, known: Mapping[str, Value]) -> Iterator[Data]:
    for name, questions in ((REQUEST, asked.request), (FACTS_ASKED, asked.facts), (BESIDE, asked.beside)):
        items = [found for each in questions if (found := answer_item(each, known)) is not None]
        if items:
            yield {"linkId": name, "text": GROUPS[name], "item": items}


def answer_item(question: Question, known: Mapping[str, Value]) -> Data | None:
    """The item of a question that was answered for the form, None where nothing is known of it."""
    if question.name not in known:
        return None
    value = known[question.name]
    found = [{"valueString": value}] if question.kind is None else answers_with(value)
    origin = {"url": ORIGIN, "extension": [{"url": "source", "valueCode": "auto"}]}
    answers = [{"extension": [origin], **each} for each in found]
    return {"linkId": question.name, "text": question.asked, "answer": answers} if answers else None


def _sources(asked: Questions, part: CasePart) -> Iterator[str]:
    """For each answer that the chart gave, the record that it stands in."""
    for each in asked.all:
        known = part.stated.get(each.name)
        if known is not None:
            yield f"{each.name}: {written(known.value)}{_source(known)}"


def _source(known: Known) -> str:
    day = f" of {known.recorded_on}" if known.recorded_on else ""
    return f", from {known.source}{day}" if known.source else ""
