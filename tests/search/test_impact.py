"""Who of past cases moves when one policy takes another's place."""

from dataclasses import replace
from datetime import date

from coverline.model.case import Case, Known, Lesion, Service
from coverline.model.determination import Outcome
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Duration, Span, Unit
from coverline.search.impact import Impact, Move, Succession
from tests.prove.edited import CIGNA, LIBRARY, edited

UNDER_THREE = "needs: {fracture_age: less than 3 months}"
OLD = LIBRARY.version(CIGNA)
SHORTER = edited(CIGNA, (UNDER_THREE, "needs: {fracture_age: less than 2 months}"))
SEVERE = Case(
    payer="cigna",
    date_of_service=Span.exactly(date(2024, 9, 10)),
    services=(Service("22510", "vertebroplasty", ("T9",)),),
    facts={
        name: Known(name, value)
        for name, value in {
            "indication": "multiple_myeloma",
            "imaging_shows_recent_fracture": True,
            "pain_correlates_with_imaging": True,
            "pain_severity": "severe",
            "fracture_age": Duration(70, Unit.DAYS),
        }.items()
    },
)


def knowing(**values: object) -> Case:
    more = {name: Known(name, value) for name, value in values.items() if value is not None}
    kept = {name: known for name, known in SEVERE.facts.items() if name not in values}
    return replace(SEVERE, facts={**kept, **more})


def impact(old: PolicyVersion, new: PolicyVersion, *cases: Case) -> Impact:
    asked = Succession(old, new, LIBRARY.vocabulary, LIBRARY.procedure_codes)
    return asked.impact((f"case-{place}", case) for place, case in enumerate(cases))


def test_no_policy_moves_anybody_to_itself() -> None:
    found = impact(OLD, OLD, SEVERE, knowing(pain_severity="mild"))
    assert (found.moves, found.moved, found.unmoved) == ((), 0, 2)


def test_a_shorter_time_moves_those_beyond_it() -> None:
    found = impact(OLD, SHORTER, SEVERE, knowing(fracture_age=Duration(10, Unit.DAYS)), SEVERE)
    assert found.moves == (
        Move(Outcome.MET, Outcome.NOT_MET, 2, ("under-three-months",), ("case-0", "case-2")),
    )
    assert (found.moved, found.unmoved) == (2, 1)


def test_the_other_way_names_what_stood_between_before() -> None:
    (move,) = impact(SHORTER, OLD, SEVERE).moves
    assert (move.before, move.after, move.criteria) == (Outcome.NOT_MET, Outcome.MET, ("under-three-months",))


def test_a_question_that_the_new_policy_asks() -> None:
    asking = edited(CIGNA, (UNDER_THREE, "needs: {fracture_age: less than 3 months, fracture_acute: yes}"))
    (move,) = impact(OLD, asking, SEVERE).moves
    assert (move.before, move.after) == (Outcome.MET, Outcome.NEEDS_INFORMATION)
    assert move.criteria == ("under-three-months/fracture_acute",)


def test_a_new_version_is_asked_on_the_days_of_the_old_one() -> None:
    later = replace(SHORTER, version=replace(SHORTER.version, first_day=date(2025, 1, 1), last_day=None))
    retired = replace(SEVERE, date_of_service=Span.exactly(date(2024, 11, 1)))
    found = impact(OLD, later, SEVERE, retired)
    assert (found.moved, found.unmoved) == (1, 1)


def test_scope_that_moves_a_case_needs_no_criterion() -> None:
    handing = replace(OLD, scope=replace(OLD.scope, hands_over=()))
    medicare = replace(SEVERE, product="medicare_advantage_hmo")
    assert impact(OLD, handing, medicare).moves == (
        Move(Outcome.NOT_APPLICABLE, Outcome.MET, 1, (), ("case-0",)),
    )


def test_cases_of_other_payers_are_left_out_and_those_of_none_are_not() -> None:
    found = impact(OLD, SHORTER, replace(SEVERE, payer="uhcwest"), replace(SEVERE, payer=""))
    assert (found.moved, found.left_out) == (1, 1)


def test_facts_that_exclude_each_other_are_named() -> None:
    found = impact(OLD, SHORTER, knowing(fracture_healed=True))
    assert (found.undecidable, found.moved, found.unmoved) == (("case-0",), 0, 0)


def test_at_most_five_examples() -> None:
    (move,) = impact(OLD, SHORTER, *[SEVERE] * 7).moves
    assert (move.count, len(move.examples)) == (7, 5)


def test_only_the_level_that_moves_names_criteria() -> None:
    both = replace(SEVERE, services=(Service("22510", "vertebroplasty", ("T9", "T11")),))
    young = {"fracture_age": Known("fracture_age", Duration(10, Unit.DAYS))}
    (move,) = impact(OLD, SHORTER, replace(both, lesions=(Lesion(("T11",), young),))).moves
    assert (move.before, move.after, move.criteria) == (Outcome.MET, Outcome.NOT_MET, ("under-three-months",))
