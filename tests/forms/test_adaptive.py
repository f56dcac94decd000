"""Adaptive forms: they ask what `coverline ask` asks, end when that ends, and never deny."""

from copy import deepcopy
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings

from coverline.decide.facts import Undecidable
from coverline.forms import Version, adaptive_drafts, case_of, next_question, read
from coverline.forms.draft import answer_item
from coverline.forms.questions import Questions, questions_of
from coverline.forms.response_items import asked_names, contained_form
from coverline.library.replies.asked import answered_from
from coverline.model.case import Case, Known, Service
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Span
from coverline.problem import Unreadable
from coverline.search.next_question import interview
from tests.fhir.resources import Resource
from tests.forms.everything import ADDRESS, CONTEXT, TODAY
from tests.laws.real import DAYS, LIBRARY, cases
from tests.publish.banned import banned

filtering = settings(
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], max_examples=60
)
MOST_STEPS = 40


def policy_of(case: Case) -> PolicyVersion:
    return LIBRARY.plan_for(case).versions[-1]


@cache
def _asked(policy: str) -> Questions:
    return questions_of(LIBRARY.version(policy), LIBRARY)


def begun(case: Case) -> Resource:
    (draft,) = adaptive_drafts(policy_of(case), case, LIBRARY, ADDRESS, CONTEXT)
    return draft


def filled_in(response: Resource, known: dict[str, Known], policy: str) -> Resource:
    """The response of somebody who answers what is asked and known, and leaves the rest empty."""
    found = deepcopy(response)
    given = {each["linkId"] for each in found.get("item", [])}
    form = contained_form(found)
    assert form is not None
    for name in (each for each in asked_names(form) if each not in given and each in known):
        question = _asked(policy).named(name)
        assert question is not None
        answered = answer_item(question, {name: known[name].value})
        found["item"] = [*found.get("item", []), *([answered] if answered else [])]
    return found


def through(response: Resource, known: dict[str, Known], policy: str) -> tuple[Resource, list[str]]:
    """The completed response, and what was asked, in order."""
    steps: list[str] = []
    for _ in range(MOST_STEPS):
        before = asked_names(contained_form(response) or {})
        response = next_question(response, LIBRARY, ADDRESS, TODAY)
        if response["status"] == "completed":
            return response, steps
        new = [each for each in asked_names(contained_form(response) or {}) if each not in before]
        assert new
        steps.append(new[0])
        response = filled_in(response, known, policy)
    raise AssertionError("it asks without end")


@filtering
@given(case=cases(share=0.7))
def test_it_asks_what_an_interview_asks_and_ends_with_its_case(case: Case) -> None:
    case = replace(case, date_of_service=Span.exactly(case.date_of_service.last))
    bare = replace(case, facts={})
    try:
        LIBRARY.decide(case)
        answer = answered_from(case.facts, LIBRARY.vocabulary)
        expected = interview(bare, LIBRARY.plan_for(case), LIBRARY.procedure_codes, answer)
    except Undecidable:
        assume(False)
        raise
    ended, asked = through(begun(bare), dict(case.facts), policy_of(case).id)
    assert asked == list(expected.asked)
    told = case_of(read(ended, LIBRARY), LIBRARY, TODAY)
    assert LIBRARY.decide(told).outcome is LIBRARY.decide(expected.case).outcome
    last = (contained_form(ended) or {})["item"][-1]
    assert (last["linkId"], last["type"]) == ("outcome", "display")
    assert not banned(last["text"])


def _start(**changes: object) -> Case:
    case = Case("bcbsma", Span.exactly(DAYS["bcbsma"]), (Service("22511", "vertebroplasty", ("L1",)),))
    return replace(case, **changes)


def test_an_empty_response_is_asked_for_the_service_first() -> None:
    response = begun(_start())
    response["item"] = []
    del contained_form(response)["item"]
    step = next_question(response, LIBRARY, ADDRESS, TODAY)
    assert asked_names(contained_form(step))[::2] == ["service", "technique"]
    assert step["status"] == "in-progress"
    ended = next_question(step, LIBRARY, ADDRESS, TODAY)
    assert ended["status"] == "completed"
    assert contained_form(ended)["item"][-1]["text"].startswith("Without a service nothing can be decided")


def test_an_answer_that_changes_takes_the_outcome_away() -> None:
    facts = {"pain_from_nonhealing_fracture": Known("pain_from_nonhealing_fracture", False)}
    case = _start(facts={**facts, "symptomatic": Known("symptomatic", False)})
    ended = next_question(begun(case), LIBRARY, ADDRESS, TODAY)
    assert ended["status"] == "completed"
    ended["item"] = [each for each in ended["item"] if each["linkId"] != "symptomatic"]
    again = next_question(ended, LIBRARY, ADDRESS, TODAY)
    assert again["status"] == "in-progress"
    assert "outcome" not in asked_names(contained_form(again))


def test_its_own_form_has_no_conditions_and_derives_from_ours() -> None:
    step = next_question(begun(_start()), LIBRARY, ADDRESS, TODAY)
    own = contained_form(step)
    assert own["derivedFrom"] == [f"{ADDRESS}/fhir/Questionnaire/bcbsma-484|2017-10-01"]
    assert step["questionnaire"] == f"#{own['id']}"
    assert all("enableWhen" not in each for each in own["item"])


@pytest.mark.parametrize("version", Version)
def test_the_profile_is_that_of_the_version(version: Version) -> None:
    (draft,) = adaptive_drafts(policy_of(_start()), _start(), LIBRARY, ADDRESS, CONTEXT, version)
    assert draft["meta"]["profile"] == [version.adaptive_response]


def test_a_response_without_its_own_form_is_refused() -> None:
    response = begun(_start())
    del response["contained"]
    with pytest.raises(Unreadable, match="expected a response with its own form"):
        next_question(response, LIBRARY, ADDRESS, TODAY)


def test_an_answer_that_cannot_be_read_is_refused() -> None:
    response = begun(_start())
    response["item"].append({"linkId": "symptomatic", "answer": [{"valueString": "yes"}]})
    with pytest.raises(Unreadable, match=r"\(symptomatic\): found valueString yes; expected valueBoolean"):
        next_question(response, LIBRARY, ADDRESS, TODAY)


def test_answers_that_exclude_each_other_are_named() -> None:
    facts = {"symptomatic": Known("symptomatic", False), "pain_severity": Known("pain_severity", "severe")}
    with pytest.raises(Undecidable, match="pain_severity"):
        next_question(begun(_start(facts=facts)), LIBRARY, ADDRESS, TODAY)
