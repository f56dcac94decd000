"""A question that can still matter is never settled, over generated policies of every kind of group."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, assert_never

from hypothesis import assume, event, given
from hypothesis import strategies as st

from coverline.decide.determine import inquire, version_of
from coverline.decide.facts import Undecidable
from coverline.decide.missing import missing
from coverline.decide.parts import CasePart, parts_of_case
from coverline.decide.plan import PolicyPlan
from coverline.forms.conditions import question_domains, settled
from coverline.forms.formulas import (
    ALWAYS,
    NEVER,
    Answered,
    Every,
    Formula,
    Some,
    answers_of,
    every,
    some,
    without,
)
from coverline.forms.questions import Questions, questions_of
from coverline.library import Library
from coverline.library.content import Content
from tests.laws.generated import CODES, World, worlds

Known = Mapping[str, str | bool]


def holds(formula: Formula, known: Known) -> bool:
    match formula:
        case Answered(name, values):
            return known.get(name) in values
        case Every(parts):
            return all(holds(each, known) for each in parts)
        case Some(parts):
            return any(holds(each, known) for each in parts)
    assert_never(formula)


def library_of(world: World) -> Library:
    """A library of a generated policy, without anything that its form does not read."""
    content: dict[str, Any] = {each.name: None for each in fields(Content)}
    content |= {"vocabulary": world.vocabulary, "policies": {"policy": world.versions}}
    return Library(Content(**content), "", Path())


def answered(part: CasePart) -> Known:
    technique = {"technique": part.service.technique} if part.service.technique else {}
    return technique | {
        name: each.value for name, each in part.stated.items() if isinstance(each.value, str | bool)
    }


@given(worlds(), st.sampled_from([None, "first", "second", "third"]))
def test_what_can_still_matter_is_not_settled(world: World, technique: str | None) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)
    consequences = plan.of(plan.versions[0]).domains.consequences
    (service,) = world.case.services
    case = replace(world.case, services=(replace(service, technique=technique),))
    for part in parts_of_case(case, CODES, consequences):
        try:
            inquiry = inquire(part, case, plan)
            wanted = {each.fact for each in missing(inquiry)} if len(inquiry.outcomes) > 1 else set()
        except Undecidable:
            return
        policy = version_of(inquiry)
        assume(policy is not None)
        assert policy is not None
        asked = questions_of(policy, library_of(world))
        event(f"{len(wanted)} missing")
        known = answered(part)
        closed = {
            each.name for each in asked.all if holds(settled(each, asked, policy, world.vocabulary), known)
        }
        assert not wanted & closed
        assert wanted <= {each.name for each in asked.all}


@given(worlds())
def test_a_question_looks_at_earlier_ones_alone(world: World) -> None:
    policy = world.versions[0]
    asked: Questions = questions_of(policy, library_of(world))
    domains = question_domains(asked.all)
    for place, each in enumerate(asked.all):
        named = set(_names(settled(each, asked, policy, world.vocabulary)))
        assert named <= {before.name for before in asked.all[:place]} & domains.keys()


def _names(formula: Formula) -> list[str]:
    if isinstance(formula, Answered):
        return [formula.name]
    return [name for each in formula.parts for name in _names(each)]


answers = st.builds(
    Answered,
    st.sampled_from(["one", "two"]),
    st.frozensets(st.sampled_from(["a", "b", "c"]), min_size=1),
)
parts = st.recursive(
    st.one_of(answers, st.just(ALWAYS), st.just(NEVER)),
    lambda inner: st.lists(inner, max_size=3).flatmap(
        lambda found: st.sampled_from([Every(tuple(found)), Some(tuple(found))])
    ),
    max_leaves=8,
)
known = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(["a", "b", "c"]) for name in ("one", "two")}
)


@given(st.lists(parts, max_size=4), known)
def test_fewest_words_mean_the_same(found: list[Formula], known: Known) -> None:
    assert holds(every(found), known) == all(holds(each, known) for each in found)
    assert holds(some(found), known) == any(holds(each, known) for each in found)


@given(parts, answers, known)
def test_what_is_known_not_to_be_answered_is_left_out(
    formula: Formula, answer: Answered, known: Known
) -> None:
    if not holds(answer, known):
        assert holds(without(formula, answer), known) == holds(formula, known)
    if known.get(answer.name) in answers_of(formula, answer.name):
        assert holds(formula, known)
