"""The form that asks one question after another, in the order that decides soonest; nothing is kept between.

A response holds its own form, to which each step adds what to ask next. A question that stands in it counts
as asked, answered or not. When the case is decided, or nothing is left to ask, the response is complete.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from coverline.decide.usefulness import TECHNIQUE
from coverline.forms.cases import case_of
from coverline.forms.draft import Context, answer_item, extensions, known_of, parts
from coverline.forms.fields import SERVICE
from coverline.forms.items import Sheet, display, item
from coverline.forms.outcomes import outcome_in_words
from coverline.forms.questionnaire import title
from coverline.forms.questions import Question, Questions, fact_question, questions_of
from coverline.forms.reading import Answers, read
from coverline.forms.response_items import asked_names, contained_form
from coverline.forms.urls import ADAPTIVE, ADAPTIVE_FORM, DERIVATION, DERIVATIONS, questionnaire
from coverline.forms.versions import Version
from coverline.forms.words import narrative
from coverline.library import Library
from coverline.model.case import Case, Value
from coverline.model.policy import PolicyVersion
from coverline.problem import Problem, Unreadable
from coverline.search.knowing import Place
from coverline.search.next_question import next_question as best_question

Data = dict[str, Any]

OUTCOME = "outcome"
FORM = "form"


def adaptive_drafts(
    policy: PolicyVersion,
    case: Case,
    library: Library,
    address: str,
    context: Context,
    dtr: Version = Version.STU_2_2,
) -> tuple[Data, ...]:
    """Responses to the adaptive form with what order and chart answer; one for each that `drafts` gives."""
    asked = questions_of(policy, library)
    sheet = Sheet(policy, library, address)
    return tuple(
        _begun(asked, known_of(part, levels, case), sheet, library, context, dtr)
        for part, levels in parts(case, library)
    )


def _begun(
    asked: Questions,
    known: Mapping[str, Value],
    sheet: Sheet,
    library: Library,
    context: Context,
    dtr: Version,
) -> Data:
    given = [(each, found) for each in asked.all if (found := answer_item(each, known)) is not None]
    return {
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": [dtr.adaptive_response]},
        "contained": [_own_form(sheet, library, [item(each, sheet) for each, _ in given])],
        "extension": list(extensions(context, dtr)),
        "questionnaire": f"#{FORM}",
        "status": "in-progress",
        "subject": {"reference": context.patient},
        "authored": context.authored,
        **({"item": [found for _, found in given]} if given else {}),
    }


def _own_form(sheet: Sheet, library: Library, items: list[Data]) -> Data:
    policy = sheet.policy
    derived = {"coding": [{"system": DERIVATIONS, "code": "compliesWith"}]}
    return {
        "resourceType": "Questionnaire",
        "id": FORM,
        "meta": {"profile": [ADAPTIVE_FORM]},
        "text": narrative(title(policy, library)),
        "extension": [{"url": ADAPTIVE, "valueUrl": f"{sheet.address}/fhir"}],
        "title": title(policy, library),
        "derivedFrom": [questionnaire(policy.id, policy.version.name, sheet.address)],
        "_derivedFrom": [{"extension": [{"url": DERIVATION, "valueCodeableConcept": derived}]}],
        "status": "active",
        "subjectType": ["Patient"],
        **({"item": items} if items else {}),
    }


def next_question(response: Mapping[str, Any], library: Library, address: str, today: date) -> Data:
    """The response with the next question in its form, or completed with the outcome in words.

    Without a day of service the 90 days from `today` count.
    Raises Unreadable where the response, an answer in it or its form cannot be read, and Undecidable where
    answers exclude each other.
    """
    answers = read(response, library)
    own = contained_form(response)
    if answers.policy is None or own is None:
        expected = "a response with its own form, derived from one of ours"
        raise Unreadable([*answers.problems, Problem(answers.name, 0, "none", expected)])
    if answers.problems:
        raise Unreadable(answers.problems)
    policy = _version(answers, library)
    asked = frozenset(asked_names(own))
    known = case_of(answers, library, today)
    wanted = list(_next(known, asked, questions_of(policy, library), library))
    sheet = Sheet(policy, library, address)
    if wanted:
        return _with_items(response, [item(each, sheet) for each in wanted], "in-progress")
    said = outcome_in_words(known, library)
    return _with_items(response, [display(OUTCOME, said)], "completed")


def _version(answers: Answers, library: Library) -> PolicyVersion:
    assert answers.policy is not None
    versions = library.policies[answers.policy]
    return next((each for each in versions if each.version.name == answers.version), versions[-1])


def _next(known: Case, asked: frozenset[str], questions: Questions, library: Library) -> Iterator[Question]:
    """What to ask next: first what names the service, then whatever leaves the fewest questions."""
    if not (known.services[0].code or known.services[0].technique):
        unasked = (each for each in questions.request if each.name in (SERVICE, TECHNIQUE))
        yield from (each for each in unasked if each.name not in asked)
        return
    plan = library.plan_for(known)
    places = frozenset(Place(each) for each in asked)
    found = best_question(known, plan, library.procedure_codes, places)
    if found is not None:
        yield from _ways(found.place.fact, questions, library)


def _ways(fact: str, questions: Questions, library: Library) -> Iterator[Question]:
    """The question for a fact, and for a date also how long ago it was.

    On another day another version of the policy decides, which may read what this form does not ask for.
    """
    ways = [each for each in questions.all if fact in (each.name, each.of)]
    facts = library.vocabulary.facts.values()
    yield from ways or (fact_question(each) for each in facts if fact in (each.name, each.elapsed_of))


def _with_items(response: Mapping[str, Any], items: Sequence[Data], status: str) -> Data:
    """The response with more items in its own form, in the place of an earlier outcome."""
    found = deepcopy(dict(response))
    own = contained_form(found)
    assert own is not None
    before = (each for each in own.get("item", []) if each.get("linkId") != OUTCOME)
    own["item"] = [*before, *items]
    return found | {"status": status}
