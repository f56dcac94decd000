"""What people read of an answer, on determinations made by hand."""

from dataclasses import replace
from datetime import date

import pytest

from coverline.cli.answer import answer_lines
from coverline.model.case import Case, Known, Service
from coverline.model.criteria import Among, Citation, Criterion, NoneOf, Test
from coverline.model.determination import (
    Action,
    Determination,
    Explanation,
    Missing,
    Outcome,
    Part,
    PolicyInForce,
)
from coverline.model.policy import Authorization, Category
from coverline.model.quantity import Span
from coverline.model.truth import Truth
from coverline.publish.citation import Source
from coverline.search.paths import Paths
from coverline.sources.register import Register, Section, SourceDocument

DOCUMENT = SourceDocument(
    "doc", "doc.txt", "A payer", None, "A policy", (), "0" * 64, 90, (Section("Exclusions", (20, 40)),)
)
SOURCE = Source(Register({"doc": DOCUMENT}), "doc")
CASE = Case("payer", Span.exactly(date(2024, 5, 15)), (Service("22511", "vertebroplasty", ("L1", "S1")),))
PART = Determination(
    outcome=Outcome.MET,
    category=Category.MEDICALLY_NECESSARY,
    action=Action.APPROVE,
    policy=PolicyInForce("a-policy", "A policy", "1", "2020-01-01", "2024-12-31"),
    prior_authorization=Authorization.UNKNOWN,
    missing=(),
    refer_to=(),
    code_findings=(),
    warnings=(),
    documents=(),
    assumed=(),
    explanation=None,
    part=Part(0, "22511", "L1"),
    content_hash="0123456789abcdef",
)


def read(*parts: Determination) -> list[str]:
    whole = replace(parts[0], part=None, services=parts)
    return list(answer_lines("case-1", CASE, whole, SOURCE, Paths((), ((),) * len(parts))))


def other_level(outcome: Outcome, **changes: object) -> Determination:
    return replace(PART, outcome=outcome, part=Part(0, "22511", "S1"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "action", "words"),
    [
        (Outcome.MET, Action.APPROVE, "meets the policy (not an approval)"),
        (Outcome.NOT_MET, Action.CLINICAL_REVIEW, "does not meet the policy: a clinician reviews"),
        (Outcome.NEEDS_INFORMATION, Action.REQUEST_INFORMATION, "needs documentation"),
        (Outcome.NEEDS_INFORMATION, Action.CLINICAL_REVIEW, "needs a clinician's answer"),
        (Outcome.NOT_APPLICABLE, Action.REDIRECT, "decided elsewhere"),
    ],
)
def test_every_outcome_is_said_in_words_that_deny_nothing(
    outcome: Outcome, action: Action, words: str
) -> None:
    lines = read(replace(PART, outcome=outcome, action=action, category=None))
    assert words in lines[1]
    assert not any("denied" in line or "denial" in line for line in lines)


def test_the_levels_come_first_and_the_one_that_is_met_is_not_hidden() -> None:
    lines = read(other_level(Outcome.NOT_MET, category=Category.INVESTIGATIONAL), PART)
    assert lines[1].startswith("  S1 22511 vertebroplasty")
    assert lines[2].startswith("  L1 22511 vertebroplasty")
    assert "L1" in lines[3]
    assert "S1" not in lines[3]


def test_nothing_is_said_of_requesting_alone_where_all_levels_agree() -> None:
    assert not any("although" in line for line in read(PART, other_level(Outcome.MET)))


def test_a_question_that_two_levels_share_is_asked_once_for_both() -> None:
    shared = (Missing("symptomatic", "Does it hurt?"),)
    parts = [replace(each, missing=shared) for each in (PART, other_level(Outcome.NEEDS_INFORMATION))]
    (asked,) = [line for line in read(*parts) if "Does it hurt?" in line]
    assert "L1, S1" in asked


def test_an_exclusion_that_is_present_is_shown_as_present() -> None:
    cite = Citation((28, 28))
    healed = Criterion("healed", "Healed fracture", cite, Test("fracture_healed", Among(frozenset({True}))))
    symptoms = Criterion("symptoms", "No symptoms", cite, Test("symptomatic", Among(frozenset({False}))))
    group = Criterion("none", "No exclusion", Citation(None, "not printed"), NoneOf((healed, symptoms)))
    tree = Explanation(
        group,
        Truth.NO,
        (),
        (
            Explanation(healed, Truth.YES, (Known("fracture_healed", True, derived=True),), ()),
            Explanation(symptoms, Truth.UNKNOWN, (), ()),
        ),
    )
    lines = read(replace(PART, outcome=Outcome.NOT_MET, explanation=tree))
    start = lines.index(next(line for line in lines if "No exclusion" in line))
    group, present, silent = lines[start : start + 3]
    assert "[ no]" in group
    assert "none of" in group
    assert "(not printed)" in group
    assert "[yes]" in present
    assert "l.28 (Exclusions)" in present
    assert "fracture healed: yes (follows from other facts)" in present
    assert "[ ? ]" in silent
    assert "symptomatic: not documented" in silent


def test_levels_with_the_same_reasons_share_one_checklist() -> None:
    criterion = Criterion("a", "A label", Citation((1, 1)), Test("symptomatic", Among(frozenset({True}))))
    tree = Explanation(criterion, Truth.YES, (), ())
    parts = [replace(each, explanation=tree) for each in (PART, other_level(Outcome.MET))]
    assert sum("A label" in line for line in read(*parts)) == 1


def test_a_policy_without_a_version_in_force_says_so() -> None:
    unknown = PolicyInForce("a-policy", "A policy", None, None, None)
    assert any("no version is known" in line for line in read(replace(PART, policy=unknown)))
