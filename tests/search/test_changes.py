"""The changed text of a policy, place by place."""

from dataclasses import replace

import pytest

from coverline.model.criteria import AtLeast, Fixed, NoneOf, NotThis, parts_of
from coverline.model.policy import Category, CategoryException, Pointer
from coverline.model.truth import Truth
from coverline.search.changes import Change, changes
from tests.prove.edited import CIGNA, LIBRARY, MASSACHUSETTS, edited


def changed(policy: str, *edits: tuple[str, str]) -> tuple[Change, ...]:
    return changes(LIBRARY.version(policy), edited(policy, *edits), LIBRARY.vocabulary)


def test_nothing_changed() -> None:
    assert changed(CIGNA) == ()


def test_a_bound_and_a_label() -> None:
    found = changed(
        CIGNA,
        ("needs: {fracture_age: less than 3 months}", "needs: {fracture_age: less than 2 months}"),
        ("label: Fracture less than three months old", "label: Fracture less than two months old"),
    )
    assert found == (
        Change(
            "criterion under-three-months",
            "fracture age less than 3 months",
            "fracture age less than 2 months",
        ),
        Change(
            "label of under-three-months",
            "Fracture less than three months old",
            "Fracture less than two months old",
        ),
    )


def test_a_code_that_is_new_and_one_that_is_gone() -> None:
    found = changed(MASSACHUSETTS, ("codes: [C41.2], finding: listed", "codes: [C41.4], finding: listed"))
    gone = [each for each in found if each.after is None]
    new = [each for each in found if each.before is None]
    assert [each.where for each in gone] == ["code C412", "note on code C412"]
    assert [(each.where.replace("C414", "C412"), each.after) for each in new] == [
        (each.where, each.before) for each in gone
    ]


def test_scope_authorization_and_category() -> None:
    found = changed(
        MASSACHUSETTS,
        (
            "{answer: required, when: {setting: inpatient}, cite: 71}",
            "{answer: not_required, when: {setting: inpatient}, cite: 71}",
        ),
        ("otherwise: {category: investigational, cite: 47", "otherwise: {category: not_covered, cite: 47"),
    )
    assert [(each.where, each.before, each.after) for each in found] == [
        ("prior authorization where setting: inpatient", "required", "not_required"),
        ("unmet under vertebroplasty", "investigational", "not_covered"),
    ]


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        (("last_day: not printed", "last_day: 2030-12-31"), "last day"),
        (("printed_on: 2020-06", "printed_on: 2020-07"), "printed on"),
        (("next_review: not printed", "next_review: 2021-06-01"), "next review"),
        (("beforehand: {to: earlier-text", "beforehand: {to: cms-website"), "beforehand"),
        (("title: LCD L33569 of National", "title: LCD L33570 of National"), "named document lcd-l33569"),
        (
            (
                "techniques: [vertebroplasty, sacroplasty]\n  cite: 67",
                "techniques: [sacroplasty]\n  cite: 67",
            ),
            "prior authorization of",
        ),
        (("printed: D47.29, meant: D47.Z9", "printed: D47.29, meant: none"), "misprint D47.29"),
        (("label: The targeted physical examination", "label: The examination"), "document examination"),
        (
            (
                "on: 2020-06, role: administrative, says: National",
                "on: 2020-06, role: administrative, says: A",
            ),
            "history history-2020-06",
        ),
        (('says: "Bone cement, for example', 'says: "Cement, for example'), "devices cements"),
        (("asks: Are the four odd entries codes?", "asks: Are those codes?"), "note misprints"),
        (
            (
                "names_day_when: {conservative_treatment_duration: at least 6 weeks}",
                "names_day_when: {conservative_treatment_duration: at least 4 weeks}",
            ),
            "warning treatment-not-yet-six-weeks names the day of",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_each_place_of_the_text(edit: tuple[str, str], where: str) -> None:
    assert [each.where for each in changed(MASSACHUSETTS, edit)] == [where]


def test_a_definition_and_a_clinicians_question() -> None:
    found = changed(
        CIGNA,
        ("means: less than three months old", "means: younger than three months"),
        (
            "if_yes: vertebroplasty-kyphoplasty, if_no: plan-review",
            "if_yes: vertebroplasty-kyphoplasty, if_no: own-rules",
        ),
    )
    assert [each.where for each in found] == [
        "a clinician judges vertebral_body_stenting",
        "definition recent",
    ]


def test_every_kind_of_group_and_where_an_unmet_service_is_referred() -> None:
    old = LIBRARY.version(MASSACHUSETTS)
    position, *others = old.positions
    one, two = parts_of(position.criteria)
    bodies = (NotThis(one), NoneOf((one, two)), AtLeast(1, (one, two)), Fixed(Truth.NO))
    texts = [
        replace(old, positions=(replace(position, criteria=replace(position.criteria, body=body)), *others))
        for body in bodies
    ]
    asked = {each.after for text in texts for each in changes(old, text, LIBRARY.vocabulary)}
    assert {
        f"not {one.id}",
        f"none of {one.id}, {two.id}",
        f"at least 1 of {one.id}, {two.id}",
        "always no",
    } <= asked
    otherwise = replace(
        position.otherwise,
        refer_to=(Pointer("policy-485", position.otherwise.cite),),
        exceptions=(CategoryException((), Category.NOT_COVERED, position.otherwise.cite),),
    )
    text = replace(old, positions=(replace(position, otherwise=otherwise), *others))
    assert changes(old, text, LIBRARY.vocabulary) == (
        Change(f"unmet under {position.id} where always", None, "not_covered"),
        Change(f"unmet under {position.id} refers to policy-485", None, "always"),
    )
