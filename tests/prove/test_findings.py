"""What prove finds in policies that are broken on purpose, and in the shipped ones."""

from dataclasses import replace
from datetime import date

import pytest

from coverline.model.criteria import Among, Test
from coverline.model.determination import Outcome
from coverline.model.diagnosis import DiagnosisCodes
from coverline.model.policy import HandOver, PolicyVersion
from coverline.prove.findings import prove
from coverline.prove.patients import decided
from tests.prove.edited import CIGNA, LIBRARY, MASSACHUSETTS, WEST, Checks, edited, of_kind, proved, terms

UNDER_THREE = "needs: {fracture_age: less than 3 months}"
GRANULOMA = "needs: {symptomatic: yes, indication: eosinophilic_granuloma}"


def dated(version: PolicyVersion, first: date | None, last: date | None) -> PolicyVersion:
    return replace(version, version=replace(version.version, first_day=first, last_day=last))


def test_a_criterion_that_nobody_fulfils() -> None:
    broken = edited(
        CIGNA,
        (
            GRANULOMA,
            "needs: {symptomatic: yes, fracture_healed: yes, pain_from_nonhealing_fracture: yes,\n"
            + 16 * " "
            + "indication: hemangioma}",
        ),
    )
    found = of_kind("unreachable", proved(broken))
    assert list(found) == ["granuloma"]
    assert found["granuloma"].says == "no patient can fulfil it"
    assert found["granuloma"].witness is None


def test_a_criterion_that_everybody_fulfils() -> None:
    broken = edited(CIGNA, (UNDER_THREE, "needs: {pain_severity: {one_of: [none, mild, moderate, severe]}}"))
    assert of_kind("unreachable", proved(broken))["under-three-months"].says == "every patient fulfils it"


def test_a_requirement_that_another_covers_never_decides_alone() -> None:
    broken = edited(CIGNA, ("needs: {pain_correlates_with_imaging: yes}", "needs: {fracture_healed: no}"))
    found = of_kind("unreachable", proved(broken))
    assert list(found) == ["correlates"]
    assert not found["correlates"].declared


def test_what_the_file_says_itself_is_found_and_marked() -> None:
    found = of_kind("unreachable", proved(LIBRARY.version(WEST)))
    assert {where: each.declared for where, each in found.items()} == {
        "spine-region": True,
        "sacral-lesion": True,
        "responding": True,
    }


def test_a_file_that_is_wrong_on_what_never_decides_alone() -> None:
    wrong = edited(CIGNA, (UNDER_THREE, f"never_decides_alone: imaging covers it\n          {UNDER_THREE}"))
    found = of_kind("unreachable", proved(wrong))["under-three-months"]
    assert not found.declared
    assert found.witness is not None
    assert decided(found.witness, wrong, terms()).outcome is Outcome.NOT_MET


def test_a_branch_that_another_covers() -> None:
    broken = edited(
        CIGNA, (GRANULOMA, "needs: {symptomatic: yes, indication: hemangioma, pain_severity: severe}")
    )
    found = of_kind("subsumed", proved(broken))
    assert list(found) == ["granuloma"]
    assert found["granuloma"].says == "whoever it lets in gets in by hemangioma"
    witness = found["granuloma"].witness
    assert witness is not None
    assert witness.facts["indication"].value == "hemangioma"
    assert decided(witness, broken, terms()).outcome is Outcome.MET


def test_a_bound_that_days_and_months_put_differently_depends_on_the_day() -> None:
    """Ninety days are less than three months on most days of service, but not on the first of May."""
    ninety = edited(
        CIGNA, ("needs: {pain_correlates_with_imaging: yes}", "needs: {fracture_age: at most 90 days}")
    )
    assert of_kind("unreachable", proved(ninety)) == {}
    ninety_two = edited(
        CIGNA, ("needs: {pain_correlates_with_imaging: yes}", "needs: {fracture_age: at most 91 days}")
    )
    assert list(of_kind("unreachable", proved(ninety_two))) == ["correlates"]


def test_values_that_no_branch_addresses_each_with_a_patient() -> None:
    version = LIBRARY.version(CIGNA)
    found = of_kind("unaddressed", proved(version))
    values = ("traumatic_fracture", "sacral_insufficiency_fracture", "other")
    assert list(found) == [f"vertebroplasty-kyphoplasty: indication {each}" for each in values]
    for value, each in zip(values, found.values(), strict=True):
        assert each.witness is not None
        known = each.witness.facts["indication"]
        assert known.value == value
        named = replace(
            each.witness, facts={**each.witness.facts, "indication": known._replace(value="hemangioma")}
        )
        assert decided(each.witness, version, terms()).outcome is Outcome.NOT_MET
        assert decided(named, version, terms()).outcome is Outcome.MET


def test_listed_diagnoses_with_which_nothing_can_be_met() -> None:
    found = of_kind("code_without_criterion", proved(LIBRARY.version(MASSACHUSETTS)))
    assert {"C41.2", "D18.09", "D47.Z9"} <= found.keys()
    assert "C90.00" not in found
    assert "M80.08XA" not in " ".join(found)
    witness = found["D18.09"].witness
    assert witness is not None
    assert (witness.diagnoses, witness.facts["indication"].value) == (("D18.09",), "hemangioma")


def test_a_code_of_which_nothing_is_known_is_no_finding() -> None:
    nothing = replace(terms(), diagnosis_codes=DiagnosisCodes("indication", {}))
    assert of_kind("code_without_criterion", prove((LIBRARY.version(MASSACHUSETTS),), nothing)) == {}


def test_every_listed_diagnosis_of_the_shipped_policies_is_known() -> None:
    known = LIBRARY.content.diagnosis_codes
    for versions in LIBRARY.policies.values():
        for version in versions:
            codes = [code for entry in version.codes.diagnoses for code in entry.codes]
            assert [code for code in codes if known.values(code) is None] == []


@pytest.mark.parametrize(
    ("last", "first", "kind", "day"),
    [
        (date(2020, 5, 31), date(2020, 6, 1), None, None),
        (date(2020, 5, 31), date(2020, 6, 2), "gap", "2020-06-01"),
        (date(2020, 5, 31), date(2020, 5, 31), "overlap", "2020-05-31"),
        (None, date(2020, 6, 1), "overlap", "2020-06-01"),
        (date(2020, 5, 31), None, "overlap", "2020-05-31"),
    ],
)
def test_days_between_versions(
    last: date | None, first: date | None, kind: str | None, day: str | None
) -> None:
    whole = LIBRARY.version(CIGNA)
    versions = dated(whole, date(2019, 1, 1), last), dated(whole, first, date(2024, 1, 1))
    proofs = proved(*versions)
    found = {each.kind.value: each for each in proofs.findings if each.kind.value in ("gap", "overlap")}
    assert {name: each.where for name, each in found.items()} == ({kind: day} if kind else {})
    for each in found.values():
        assert each.witness is not None
        in_force = [
            decided(each.witness, version, terms()).outcome is not Outcome.NOT_APPLICABLE
            for version in versions
        ]
        assert in_force == [each.kind.value == "overlap"] * 2


def test_a_position_that_is_never_met_leaves_nothing_open() -> None:
    proofs = proved(LIBRARY.version("bcbsm-sacral-augmentation"))
    assert (proofs.findings, proofs.not_settled) == ((), ())


def test_a_question_for_a_clinician_is_said() -> None:
    assert proved(LIBRARY.version(CIGNA)).judged == ("stenting_counts_as_kyphoplasty",)
    assert proved(LIBRARY.version(MASSACHUSETTS)).judged == ()


def test_without_time_nothing_is_claimed() -> None:
    proofs = proved(LIBRARY.version(CIGNA), seconds=0)
    assert proofs.findings == ()
    assert len(proofs.not_settled) >= 3


@pytest.mark.parametrize("policy", LIBRARY.policies)
def test_every_witness_of_a_shipped_policy_is_what_the_finding_says(policy: str) -> None:
    """Decided by the library as a user would, from the payer and the date alone."""
    for each in proved(*LIBRARY.policies[policy]).findings:
        if each.witness is not None:
            expected = Outcome.MET if each.kind.value == "subsumed" else Outcome.NOT_MET
            assert LIBRARY.decide(each.witness).outcome is expected


def test_a_way_in_that_another_technique_lacks() -> None:
    version = LIBRARY.version("floridablue-02-20000-18")
    found = [each for where, each in of_kind("unaddressed", proved(version)).items() if "early" in where]
    assert [each.where for each in found] == ["balloon-or-mechanical: early-path of vertebroplasty"]
    witness = found[0].witness
    assert witness is not None
    cement = replace(witness, services=(replace(witness.services[0], technique="vertebroplasty"),))
    assert LIBRARY.decide(witness).outcome is Outcome.NOT_MET
    assert LIBRARY.decide(cement).outcome is Outcome.MET


@pytest.mark.parametrize("policy", [CIGNA, MASSACHUSETTS, WEST, "floridablue-02-20000-18"])
def test_wherever_the_time_ends_only_what_is_true_is_claimed(policy: str) -> None:
    versions = LIBRARY.policies[policy]
    everything = {(each.kind, each.where, each.says) for each in prove(versions, terms()).findings}
    for count in (0, 1, 10, 60, 10**6):
        found = prove(versions, replace(terms(), limit=Checks(count)))
        claimed = {(each.kind, each.where, each.says) for each in found.findings}
        assert claimed <= everything
        assert found.not_settled or claimed == everything
    assert claimed == everything
    assert not found.not_settled


def test_a_position_that_decides_nothing_is_not_asked_about() -> None:
    version = LIBRARY.version(CIGNA)
    everything = HandOver("all", (), "plan-review", version.version.cite)
    handing = replace(version, scope=replace(version.scope, hands_over=(everything,)))
    assert proved(handing).findings == ()


def test_two_positions_that_never_decide_for_the_same_member_are_not_compared() -> None:
    florida = LIBRARY.version("floridablue-02-20000-18")
    (kyphoplasty,) = (each.techniques for each in florida.positions if each.id == "balloon-or-mechanical")
    products = frozenset({"commercial_hmo"})
    handed = tuple(
        HandOver(
            technique,
            (Test("technique", Among(frozenset({technique}))), Test("product", Among(products))),
            "medicare",
            florida.version.cite,
        )
        for technique in kyphoplasty
    )
    apart = replace(florida, scope=replace(florida.scope, hands_over=(*handed, *florida.scope.hands_over)))
    compared = of_kind("unaddressed", proved(apart))
    assert "balloon-or-mechanical: early-path of vertebroplasty" in of_kind("unaddressed", proved(florida))
    assert "balloon-or-mechanical: early-path of vertebroplasty" not in compared
