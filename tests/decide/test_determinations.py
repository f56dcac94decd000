"""What the answers of the two policies say where no case table reaches: parts, lesions, times, codes."""

from dataclasses import replace
from datetime import date

import pytest

from coverline.decide.facts import Contradiction, Undecidable
from coverline.library import Library, NoPolicy
from coverline.model.case import Case, Known, Lesion, Service, Value
from coverline.model.determination import Action, Determination, Outcome
from coverline.model.policy import Category, Finding
from coverline.model.quantity import Duration, Span, Unit, month, year

LIBRARY = Library.load()
WEEKS = {number: Duration(number, Unit.WEEKS) for number in (3, 5, 8)}


def facts(**values: Value) -> dict[str, Known]:
    return {name: Known(name, value) for name, value in values.items()}


MET = facts(
    indication="osteoporotic_fracture",
    symptomatic=True,
    conservative_treatment_duration=WEEKS[8],
    conservative_treatment_failed=True,
    pain_from_nonhealing_fracture=True,
    prophylactic=False,
    fracture_date=Span.exactly(date(2020, 7, 1)),
    hospitalized_for_fracture=False,
)
CASE = Case(
    payer="bcbsma",
    product="commercial_ppo",
    state="MA",
    setting="outpatient",
    date_of_service=Span.exactly(date(2020, 9, 15)),
    services=(Service("22511", "vertebroplasty", ("L1",)),),
    facts=MET,
)
RECENT = replace(
    CASE,
    payer="cigna",
    date_of_service=Span.exactly(date(2024, 9, 10)),
    facts=facts(
        indication="osteoporotic_fracture",
        imaging_shows_recent_fracture=True,
        pain_correlates_with_imaging=True,
        pain_debilitating=True,
        conservative_treatment_failed=True,
        conservative_treatment_duration=WEEKS[8],
        fracture_date=Span.exactly(date(2024, 7, 1)),
    ),
)


def decided(case: Case = CASE, **changes: object) -> Determination:
    return LIBRARY.decide(replace(case, **changes))


def knowing(case: Case, **values: Value) -> Case:
    return replace(case, facts={**case.facts, **facts(**values)})


def findings(answer: Determination, code: str) -> set[Finding]:
    return {each.finding for each in answer.code_findings if each.code == code}


def missing(answer: Determination) -> list[str]:
    return [each.fact for each in answer.missing]


def test_a_level_that_is_met_stays_visible_beside_one_that_is_not() -> None:
    lesions = (Lesion(("L1",), {}), Lesion(("L3",), facts(conservative_treatment_duration=WEEKS[3])))
    services = (Service("22511", "vertebroplasty", ("L1", "L3")),)
    answer = decided(services=services, lesions=lesions)
    assert [each.outcome for each in answer.services] == [Outcome.MET, Outcome.NOT_MET]
    assert (answer.outcome, answer.category) == (Outcome.NOT_MET, Category.INVESTIGATIONAL)
    assert answer.explanation is None
    assert answer.missing == ()


def test_a_service_without_levels_alone_is_asked_about_at_every_lesion() -> None:
    lesions = (Lesion(("T8", "T9"), {}), Lesion(("L1",), facts(prophylactic=True)))
    answer = decided(services=(Service("22511", "vertebroplasty"),), lesions=lesions)
    assert [(each.part.level, each.outcome.value) for each in answer.services] == [
        ("T8", "met"),
        ("T9", "met"),
        ("L1", "not_met"),
    ]


def test_a_service_without_levels_beside_others_has_an_unknown_level() -> None:
    services = (Service("22511", "vertebroplasty", ("L1",)), Service("22512", "vertebroplasty"))
    answer = decided(services=services, lesions=(Lesion(("L1",), {}),))
    assert [each.part.level for each in answer.services] == ["L1", None]


def test_a_lesions_fact_removes_shared_facts_that_contradict_it() -> None:
    healed = Lesion(("L1",), facts(fracture_healed=True))
    answer = decided(lesions=(healed,))
    assert answer.outcome is Outcome.NOT_MET
    own = Lesion(("L1",), facts(fracture_age=WEEKS[3], hospitalized_for_fracture=True))
    untreated = {name: each for name, each in MET.items() if not name.startswith("conservative")}
    assert decided(facts=untreated, lesions=(own,)).outcome is Outcome.MET


def test_facts_that_contradict_each_other_are_named() -> None:
    with pytest.raises(Contradiction) as found:
        decided(knowing(CASE, fracture_healed=True))
    assert found.value.conflicts[0].names == ("fracture_healed", "pain_from_nonhealing_fracture")
    with pytest.raises(Contradiction) as found:
        decided(knowing(CASE, pain_severity="severe", symptomatic=False))
    assert {"pain_severity", "symptomatic"} == set(found.value.conflicts[0].names)


def test_a_date_and_its_duration_must_agree_and_narrow_each_other() -> None:
    age = Duration(2, Unit.MONTHS)
    agreeing = knowing(RECENT, fracture_date=month(2024, 7), fracture_age=age)
    assert decided(agreeing).outcome is Outcome.MET
    with pytest.raises(Contradiction) as found:
        decided(knowing(RECENT, fracture_date=month(2024, 4), fracture_age=age))
    assert found.value.conflicts[0].names == ("fracture_date", "fracture_age")


def test_a_date_after_the_service_is_an_error() -> None:
    with pytest.raises(Contradiction) as found:
        decided(knowing(RECENT, fracture_date=Span.exactly(date(2024, 9, 11))))
    assert "after date_of_service 2024-09-10" in found.value.conflicts[0].found


def test_times_that_fit_no_common_day_of_service_are_an_error() -> None:
    together = knowing(
        RECENT,
        fracture_date=Span.exactly(date(2024, 9, 1)),
        fracture_age=Duration(3, Unit.DAYS),
        pain_onset=Span.exactly(date(2024, 9, 1)),
        pain_duration=Duration(8, Unit.DAYS),
    )
    with pytest.raises(Contradiction) as found:
        decided(together, date_of_service=month(2024, 9))
    (conflict,) = found.value.conflicts
    assert {"fracture_age", "pain_duration"} <= set(conflict.names)


def test_a_partial_fracture_date_is_decided_only_where_all_its_days_agree() -> None:
    assert decided(knowing(RECENT, fracture_date=month(2024, 7))).outcome is Outcome.MET
    coarse = decided(knowing(RECENT, fracture_date=month(2024, 6)))
    assert (coarse.outcome, missing(coarse)) == (Outcome.NEEDS_INFORMATION, ["fracture_date"])


def test_a_partial_date_of_service_is_asked_for_only_where_it_matters() -> None:
    assert decided(RECENT, date_of_service=month(2024, 9)).outcome is Outcome.MET
    # On the first of October the fracture of the first of July is exactly three months old.
    late = decided(RECENT, date_of_service=Span(date(2024, 9, 29), date(2024, 10, 2)))
    assert (late.outcome, missing(late)) == (Outcome.NEEDS_INFORMATION, ["date_of_service"])
    assert late.policy.version is not None
    straddling = decided(RECENT, date_of_service=year(2024))
    assert "date_of_service" in missing(straddling)
    assert straddling.policy.version is None


def test_a_stated_duration_keeps_its_length_on_every_possible_day() -> None:
    lasting = {name: each for name, each in RECENT.facts.items() if name != "fracture_date"}
    case = replace(RECENT, facts={**lasting, **facts(fracture_age=Duration(13, Unit.WEEKS))})
    assert decided(case, date_of_service=Span.exactly(date(2024, 9, 10))).outcome is Outcome.MET
    assert decided(case, date_of_service=Span.exactly(date(2024, 3, 10))).outcome is Outcome.NOT_MET


def test_parts_under_different_versions_leave_the_whole_without_one() -> None:
    assert decided(date_of_service=year(2017), facts={}).policy.version is None


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("99999", {Finding.NOT_LISTED}),
        ("nonsense", {Finding.INVALID}),
        ("22510", {Finding.LISTED, Finding.LEVEL_MISMATCH}),
        ("C7504", {Finding.NOT_LISTED, Finding.LEVEL_MISMATCH}),
        (" 22511 ", {Finding.LISTED}),
        ("0qu03jz", {Finding.LISTED}),
    ],
)
def test_findings_on_a_procedure_code(code: str, finding: set[Finding]) -> None:
    answer = decided(services=(Service(code, "vertebroplasty", ("L1",)),))
    assert findings(answer, code) == finding
    assert answer.outcome is Outcome.MET


@pytest.mark.parametrize(
    ("code", "finding", "note"),
    [
        ("m80.08xa", Finding.LISTED, "never proves"),
        ("M8008XA", Finding.LISTED, "never proves"),
        ("M80.08", Finding.NOT_LISTED, "incomplete"),
        ("S22.080A", Finding.NOT_LISTED, "not in this policy's lists"),
        ("D47.29", Finding.INVALID, "D47.Z9 is meant"),
        ("X99.999", Finding.INVALID, "not in the ICD-10-CM list"),
    ],
)
def test_findings_on_a_diagnosis(code: str, finding: Finding, note: str) -> None:
    (found,) = (each for each in decided(diagnoses=(code,)).code_findings if each.code == code)
    assert found.finding is finding
    assert note in found.note


def test_codes_out_of_force_on_the_date_of_service() -> None:
    early = decided(RECENT, date_of_service=Span.exactly(date(2014, 12, 31)), facts={})
    assert Finding.NOT_IN_FORCE in findings(early, "22511")
    assert findings(decided(services=(Service("22521", None, ("L1",)),)), "22521") == {
        Finding.NOT_LISTED,
        Finding.NOT_IN_FORCE,
    }


def test_a_code_of_no_form_says_so() -> None:
    (found, *_) = decided(services=(Service("nonsense", "vertebroplasty", ("L1",)),)).code_findings
    assert (found.system, found.note) == ("unknown", "no procedure code has this form")


def test_a_code_of_no_technique_is_nobodys_question() -> None:
    answer = decided(services=(Service("99213"),))
    assert (answer.outcome, answer.action) == (Outcome.NOT_APPLICABLE, Action.REDIRECT)
    assert "99213" in answer.refer_to[0].why


def test_a_payer_without_a_policy_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NoPolicy) as found:
        decided(payer="nobody")
    assert "bcbsma, cigna" in found.value.conflicts[0].expected
    assert isinstance(found.value, Undecidable)


def test_stenting_goes_to_a_clinician_whatever_the_rest() -> None:
    stent = (Service("22513", "vertebral_body_stenting", ("T12",)),)
    asked = decided(RECENT, services=stent)
    assert (asked.outcome, asked.action) == (Outcome.NEEDS_INFORMATION, Action.CLINICAL_REVIEW)
    assert missing(asked) == ["stenting_counts_as_kyphoplasty"]
    assert asked.explanation.result.value == "unknown"
    yes = decided(knowing(RECENT, stenting_counts_as_kyphoplasty=True), services=stent)
    assert (yes.outcome, yes.explanation.result.value) == (Outcome.MET, "yes")
    no = decided(knowing(RECENT, stenting_counts_as_kyphoplasty=False), services=stent)
    assert (no.outcome, no.explanation) == (Outcome.NOT_APPLICABLE, None)
    assert no.refer_to


def test_an_unknown_state_points_everywhere_that_it_can_lead() -> None:
    answer = decided(product="medicare_advantage_ppo", state=None)
    assert len(answer.refer_to) == 2
    sacroplasty = decided(
        product="medicare_advantage_ppo", state=None, services=(Service("0200T", None, ("S1",)),)
    )
    assert (sacroplasty.outcome, len(sacroplasty.refer_to)) == (Outcome.NOT_MET, 2)


def test_the_day_on_which_treatment_is_long_enough_is_named() -> None:
    early = knowing(CASE, conservative_treatment_duration=WEEKS[5])
    (warning,) = (each for each in decided(early).warnings if "2020" in each.text)
    assert "2020-09-22" in warning.text
    on_no_day = decided(early, date_of_service=Span(date(2020, 9, 15), date(2020, 9, 16)))
    assert not any("2020" in each.text for each in on_no_day.warnings)


def test_an_open_technique_with_several_positions_has_no_explanation() -> None:
    answer = decided(services=(Service("0QU03JZ", None, ("L2",)),))
    assert (answer.outcome, missing(answer)) == (Outcome.NEEDS_INFORMATION, ["technique"])


def test_every_answer_carries_the_fingerprint_of_the_content() -> None:
    assert decided().content_hash == LIBRARY.content_hash
    assert all(each.content_hash == LIBRARY.content_hash for each in decided().services)


def test_parts_that_fall_to_different_versions_leave_the_whole_without_one() -> None:
    later = Lesion(("L1",), facts(fracture_date=Span.exactly(date(2017, 11, 5))))
    services = (Service("22511", "vertebroplasty", ("L1", "L3")),)
    answer = decided(date_of_service=year(2017), facts={}, lesions=(later,), services=services)
    assert [each.policy.version for each in answer.services] == ["2017-10-01", None]
    assert answer.policy.version is None


def test_no_day_is_named_where_treatment_is_long_enough_or_unknown() -> None:
    for changed in ({}, {"conservative_treatment_duration": WEEKS[8]}):
        untimed = {name: each for name, each in MET.items() if name != "conservative_treatment_duration"}
        answer = decided(facts={**untimed, **facts(**changed)})
        assert not any("(20" in each.text for each in answer.warnings)


def test_the_most_useful_question_comes_first_also_where_the_day_of_service_is_open() -> None:
    open_day = decided(RECENT, facts={}, date_of_service=month(2024, 9))
    assert missing(open_day)[0] == "fracture_date"
    untimed = {name: each for name, each in RECENT.facts.items() if name != "conservative_treatment_duration"}
    asked = decided(RECENT, facts=untimed, date_of_service=Span(date(2024, 9, 28), date(2024, 10, 2)))
    assert set(missing(asked)) == {"date_of_service", "conservative_treatment_duration"}


def test_a_code_for_a_first_level_fits_where_one_of_its_levels_is_of_that_region() -> None:
    services = (Service("C7504", "vertebroplasty", ("T9", "L1")),)
    assert findings(decided(services=services), "C7504") == {Finding.NOT_LISTED}


def test_a_known_state_points_only_where_it_leads() -> None:
    answer = decided(product="medicare_advantage_hmo", services=(Service("0200T", None, ("S1",)),))
    assert [each.what for each in answer.refer_to] == ["LCD L33569 of National Government Services"]


def test_a_policy_without_a_diagnosis_list_says_nothing_of_a_diagnosis() -> None:
    assert findings(decided(RECENT, diagnoses=("M80.08XA",)), "M80.08XA") == set()
    assert findings(decided(RECENT, diagnoses=("D47.29",)), "D47.29") == {Finding.INVALID}
