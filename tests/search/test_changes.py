"""The changed text of a policy, place by place."""

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
    assert {(each.where, each.before, each.after) for each in found} == {
        ("code C412", "listed", None),
        ("code C414", None, "listed"),
    }


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
