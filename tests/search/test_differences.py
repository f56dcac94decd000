"""How policies differ: each witness is what it is said to be, and every direction that exists has one."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from coverline.model.case import Case
from coverline.model.criteria import AllOf, Among, AnyOf, Test, parts_of, walk
from coverline.model.determination import Outcome
from coverline.model.policy import HandOver, PolicyVersion
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.prove.patients import decided
from coverline.search.differences import Difference, differences
from tests.prove.edited import CIGNA, LIBRARY, MASSACHUSETTS, WEST, Checks, edited, terms

UNDER_THREE = "needs: {fracture_age: less than 3 months}"
PAIRS = list(combinations(LIBRARY.policies, 2))


def compared(one: PolicyVersion, other: PolicyVersion, seconds: float | None = None) -> Difference:
    return differences(one, other, terms(seconds))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_library_decides_every_witness_as_it_is_said(one: str, other: str) -> None:
    """From the payer and the date alone, and with every fact known that either policy needs."""
    found = compared(LIBRARY.version(one), LIBRARY.version(other))
    for each in found.witnesses:
        for version, outcome in ((each.met_by, Outcome.MET), (each.not_met_by, Outcome.NOT_MET)):
            assert LIBRARY.decide(replace(each.case, payer=version.payer)).outcome is outcome
        position = each.not_met_by.position_for(each.case.services[0].technique or "")
        assert position is not None
        assert each.criterion in walk(position.criteria)
        assert each.case.payer == ""


@pytest.mark.parametrize("policy", LIBRARY.policies)
def test_a_policy_is_the_same_as_itself(policy: str) -> None:
    version = LIBRARY.version(policy)
    found = compared(version, version)
    assert found.same
    assert (found.witnesses, found.alone, found.not_settled) == ((), (), ())


def test_another_order_and_other_words_are_the_same_in_meaning() -> None:
    one = LIBRARY.version(MASSACHUSETTS)
    other = edited(
        MASSACHUSETTS,
        (
            "needs: {prophylactic: no}",
            "not: {id: prophylaxis, label: Prevention, cite: 43, present_when: {prophylactic: yes}}",
        ),
        (
            "fracture_age: less than 6 weeks\n            - id",
            "fracture_age: less than 42 days\n            - id",
        ),
    )
    assert compared(one, other).same


def test_a_requirement_that_the_vocabulary_implies_changes_nothing() -> None:
    """Who has severe pain has symptoms, and the other way in asks for symptoms itself."""
    more = ("needs: {prophylactic: no}", "needs: {prophylactic: no, symptomatic: yes}")
    assert compared(LIBRARY.version(MASSACHUSETTS), edited(MASSACHUSETTS, more)).same


def test_one_boundary_moved_is_one_witness_on_the_boundary() -> None:
    one, other = (
        LIBRARY.version(CIGNA),
        edited(CIGNA, (UNDER_THREE, "needs: {fracture_age: at most 3 months}")),
    )
    found = compared(one, other)
    assert [(each.met_by is other, each.criterion.id) for each in found.witnesses] == [
        (True, "under-three-months")
    ]
    (witness,) = found.witnesses
    day, age = witness.case.date_of_service.last, witness.case.facts["fracture_age"].value
    assert isinstance(age, Duration)
    assert back(day, age) == back(day, Duration(3, Unit.MONTHS))


def test_days_and_months_differ_on_some_days_of_service_only() -> None:
    """Three months are ninety-two days before the thirtieth of November, and fewer before a first of May."""
    months = edited(CIGNA, (UNDER_THREE, "needs: {fracture_age: at most 3 months}"))
    days = edited(CIGNA, (UNDER_THREE, "needs: {fracture_age: at most 91 days}"))
    found = compared(months, days)
    assert {each.met_by is months for each in found.witnesses} == {True, False}
    may = [
        replace(each, version=replace(each.version, first_day=date(2024, 5, 1), last_day=date(2024, 5, 1)))
        for each in (months, days)
    ]
    assert {each.met_by is may[0] for each in compared(*may).witnesses} == {False}


def test_versions_that_are_never_in_force_together_are_asked_on_days_of_their_own() -> None:
    whole = LIBRARY.version(CIGNA)
    shorter = edited(CIGNA, (UNDER_THREE, "needs: {fracture_age: less than 2 months}"))
    old = replace(whole, version=replace(whole.version, last_day=date(2024, 3, 31)))
    new = replace(shorter, version=replace(shorter.version, first_day=date(2024, 4, 1)))
    found = compared(old, new)
    assert not found.share_days
    (witness,) = found.witnesses
    assert (witness.met_by, witness.criterion.id) == (old, "under-three-months")
    assert witness.days[0] <= date(2024, 3, 31) < witness.days[1]
    later = replace(witness.case, payer="cigna", date_of_service=Span.exactly(witness.days[1]))
    assert decided(replace(witness.case, payer="cigna"), old, terms()).outcome is Outcome.MET
    assert decided(later, new, terms()).outcome is Outcome.NOT_MET


def test_a_known_difference_is_found_with_the_criterion_between() -> None:
    """A lytic lesion with severe pain and no fracture: one payer's alone, another asks for the fracture."""
    found = compared(LIBRARY.version("floridablue-02-20000-18"), LIBRARY.version(MASSACHUSETTS))
    lytic = [each for each in found.witnesses if each.criterion.id == "nonhealing-fracture"]
    assert [(each.met_by.payer, indication(each.case)) for each in lytic] == [
        ("floridablue", "osteolytic_metastasis")
    ]


def indication(case: Case) -> object:
    return case.facts["indication"].value


def test_only_one_direction_exists_where_one_policy_asks_for_more() -> None:
    one = LIBRARY.version(MASSACHUSETTS)
    stricter = edited(
        MASSACHUSETTS, ("needs: {prophylactic: no}", "needs: {prophylactic: no, fracture_acute: yes}")
    )
    found = compared(one, stricter)
    assert {each.met_by is one for each in found.witnesses} == {True}


def test_what_only_one_of_the_two_decides_is_said_and_not_the_same() -> None:
    found = compared(LIBRARY.version("bcbsm-sacral-augmentation"), LIBRARY.version(MASSACHUSETTS))
    assert (found.same, found.witnesses, found.techniques) == (False, (), ("sacroplasty",))
    alone = {
        (each.policy.id, technique): each.products for each in found.alone for technique in each.techniques
    }
    assert alone["bcbsm-sacral-augmentation", "sacroplasty"] == ("federal_employee", "state_account")
    assert "commercial_ppo" in alone[MASSACHUSETTS, "vertebroplasty"]


def test_without_a_request_in_common_nothing_is_the_same() -> None:
    found = compared(
        LIBRARY.version("bcbsm-sacral-augmentation"), LIBRARY.version("uhcwest-vertebroplasty-kyphoplasty")
    )
    assert (found.same, found.techniques) == (False, ())


def test_without_time_nothing_is_claimed() -> None:
    found = compared(LIBRARY.version(CIGNA), LIBRARY.version(CIGNA), seconds=0)
    assert (found.same, found.witnesses, len(found.not_settled)) == (False, (), 4)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 9])
def test_wherever_the_time_ends_a_direction_is_told_whole_or_not_at_all(count: int) -> None:
    one, other = LIBRARY.version(CIGNA), LIBRARY.version(WEST)
    found = differences(one, other, replace(terms(), limit=Checks(count)))
    assert not found.same
    unsettled = {each.met_by.id for each in found.not_settled}
    assert unsettled
    for version in (one, other):
        assert not (version.id in unsettled and found.is_proved_empty(version))


def test_a_state_that_is_added_is_named() -> None:
    wider = edited(
        WEST,
        ("{none_of: [CA, OK, OR, TX, WA]}", "{none_of: [CA, NV, OK, OR, TX, WA]}"),
        ("{one_of: [CA, OK, OR, TX, WA]", "{one_of: [CA, NV, OK, OR, TX, WA]"),
    )
    found = compared(LIBRARY.version(WEST), wider)
    (alone,) = found.alone
    assert (alone.policy, alone.states, len(alone.other_states)) == (wider, ("NV",), 55)


def test_what_a_new_text_no_longer_lets_in_is_shown_by_the_criterion_that_changed() -> None:
    """Not by one of the many others that would let the patient in, too."""
    one = LIBRARY.version(CIGNA)
    fewer = edited(
        CIGNA,
        (
            "pain_severity: severe, indication: {one_of: [osteolytic_metastasis, multiple_myeloma]}",
            "pain_severity: severe, indication: osteolytic_metastasis",
        ),
    )
    found = compared(one, fewer)
    assert [(each.met_by is one, each.criterion.id) for each in found.witnesses] == [
        (True, "malignant-severe-pain/indication")
    ]
    assert found.is_proved_empty(fewer)
    assert not found.is_proved_empty(one)


def test_a_branch_that_is_gone_is_shown_by_the_group_that_it_was_in() -> None:
    """Nothing that is left says what the patient lacks, so the group does."""
    one = LIBRARY.version(CIGNA)
    position, *others = one.positions
    (group,) = (each for each in parts_of(position.criteria) if each.id == "one-of-three")
    smaller = replace(group, body=AnyOf(tuple(each for each in parts_of(group) if each.id != "granuloma")))
    parts = tuple(smaller if each is group else each for each in parts_of(position.criteria))
    criteria = replace(position.criteria, body=AllOf(parts))
    fewer = replace(one, positions=(replace(position, criteria=criteria), *others))
    found = compared(one, fewer)
    assert [(each.met_by is one, each.criterion.id) for each in found.witnesses] == [(True, "one-of-three")]


def test_a_technique_that_only_a_clinician_places_is_taken_as_placed() -> None:
    """With all else handed on, stenting is asked about alone, and the witness says what was judged."""
    one, other = (
        replace(
            version,
            scope=replace(version.scope, hands_over=(*others_handed(version), *version.scope.hands_over)),
        )
        for version in (
            LIBRARY.version(CIGNA),
            edited(CIGNA, (UNDER_THREE, "needs: {fracture_age: less than 2 months}")),
        )
    )
    found = compared(one, other)
    (witness,) = found.witnesses
    assert found.techniques == ("vertebral_body_stenting",)
    assert witness.case.facts["stenting_counts_as_kyphoplasty"].value is True


def others_handed(version: PolicyVersion) -> list[HandOver]:
    names = [each for each in LIBRARY.vocabulary.techniques if each != "vertebral_body_stenting"]
    return [
        HandOver("others", (Test("technique", Among(frozenset(names))),), "plan-review", version.version.cite)
    ]
