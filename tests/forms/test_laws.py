"""Laws of forms, over generated cases under the shipped policies."""

from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from coverline.decide.facts import Undecidable
from coverline.forms import answered, case_of, drafts, form, read
from coverline.forms.questions import questions_of
from coverline.model.case import Case, Known, Lesion, Service
from coverline.model.determination import Determination, Outcome
from coverline.model.policy import PolicyVersion
from tests.fhir.resources import Resource
from tests.forms.everything import ADDRESS, CONTEXT
from tests.forms.showing import shown
from tests.laws.real import LIBRARY, cases, facts

TODAY = date(2024, 1, 1)
filtering = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@cache
def form_of(payer: str) -> Resource:
    """The form of a payer's policy."""
    (policy,) = (each for versions in LIBRARY.policies.values() for each in versions if each.payer == payer)
    return form(policy, LIBRARY, ADDRESS)


def policy_of(case: Case) -> PolicyVersion:
    return LIBRARY.plan_for(case).versions[-1]


def decided(case: Case) -> Determination:
    try:
        return LIBRARY.decide(case)
    except Undecidable:
        assume(False)
        raise


def asked_of(case: Case) -> set[str]:
    return {each.name for each in questions_of(policy_of(case), LIBRARY).all}


def plain(known: dict[str, Known], names: set[str]) -> dict[str, object]:
    return {name: each.value for name, each in known.items() if name in names}


def answer(determination: Determination) -> tuple[object, ...]:
    return (
        determination.outcome,
        determination.category,
        determination.action,
        determination.prior_authorization,
        determination.missing,
    )


@given(case=cases(share=0.4))
def test_a_draft_read_back_tells_the_same_case(case: Case) -> None:
    before = decided(case)
    (draft,) = drafts(policy_of(case), case, LIBRARY, ADDRESS, CONTEXT)
    answers = read(draft, LIBRARY, "Patient/p")
    assert not answers.problems
    assert plain(answers.facts, asked_of(case)) == plain(case.facts, asked_of(case))
    if case.date_of_service.is_exact:
        assert answer(decided(case_of(answers, LIBRARY, TODAY))) == answer(before)
    assert answer(decided(answered(case, answers, LIBRARY))) == answer(before)


@settings(max_examples=100)
@given(case=cases(share=0.4))
def test_a_question_that_can_still_matter_is_shown(case: Case) -> None:
    found = decided(case)
    (draft,) = drafts(policy_of(case), case, LIBRARY, ADDRESS, CONTEXT)
    seen = shown(form_of(case.payer), draft)
    assert {each.fact for each in found.missing} <= seen


@settings(max_examples=40)
@given(case=cases(share=0.5))
def test_what_is_hidden_and_dropped_changes_nothing(case: Case) -> None:
    """A renderer drops answers to questions that it does not show, and shows anew what then matters."""
    before = decided(case)
    policy = policy_of(case)
    kept = case
    for _ in range(len(case.facts) + 1):
        (draft,) = drafts(policy, kept, LIBRARY, ADDRESS, CONTEXT)
        seen = shown(form_of(case.payer), draft) | (set(kept.facts) - asked_of(case))
        left = {name: each for name, each in kept.facts.items() if name in seen}
        if left == kept.facts:
            break
        kept = replace(kept, facts=left)
    else:
        raise AssertionError("questions hide each other without end")
    assert decided(kept).outcome is before.outcome or before.outcome is Outcome.NEEDS_INFORMATION


@filtering
@given(case=cases(share=0.2), data=st.data())
def test_levels_that_differ_have_a_draft_each(case: Case, data: st.DataObject) -> None:
    levels = ("T9", "L1", "L3")
    day = case.date_of_service.last
    own = data.draw(st.lists(facts(day, 0.2), min_size=3, max_size=3))
    service = case.services[0]
    several = replace(
        case,
        facts={},
        services=(Service(service.code, service.technique, levels),),
        lesions=tuple(
            Lesion((level,), {**case.facts, **each}) for level, each in zip(levels, own, strict=True)
        ),
    )
    before = decided(several)
    told = several
    for draft in drafts(policy_of(several), several, LIBRARY, ADDRESS, CONTEXT):
        told = answered(told, read(draft, LIBRARY), LIBRARY)
    assert [answer(each) for each in decided(told).services] == [answer(each) for each in before.services]
