"""What single records say, and when they say nothing."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from coverline.model.chart import Reads
from coverline.model.quantity import Duration, Span, Unit, month
from tests.fhir.resources import (
    asked,
    concept,
    condition,
    imaging,
    medicine,
    observation,
    order,
    report,
    stay,
    therapy,
)
from tests.fhir.taking import LIBRARY, facts, told, whys

FRACTURE = condition("ICD-10-CM|M80.08XA", "fracture", "L1", "2024-08-01")


def test_a_fracture_gives_its_cause_and_its_day() -> None:
    assert facts(asked(FRACTURE)) == {
        "indication": "osteoporotic_fracture",
        "fracture_date": Span.exactly(date(2024, 8, 1)),
    }


@pytest.mark.parametrize(
    "verified", ["refuted", "entered-in-error", "unconfirmed", "provisional", "differential"]
)
def test_a_condition_that_is_not_confirmed_says_nothing(verified: str) -> None:
    chart = asked(condition("ICD-10-CM|M80.08XA", "fracture", "L1", "2024-08-01", verified))
    assert facts(chart) == {}
    assert whys(chart) == {"Condition/fracture": f"its verification status is {verified}"}


@pytest.mark.parametrize("clinical", ["inactive", "remission", "resolved"])
def test_a_condition_that_is_over_says_nothing(clinical: str) -> None:
    assert facts(asked(FRACTURE | {"clinicalStatus": concept(f"any|{clinical}")})) == {}


def test_an_abated_condition_says_nothing() -> None:
    assert facts(asked({**FRACTURE, "abatementDateTime": "2024-08-20"})) == {}


def test_a_status_that_is_given_in_words_alone_is_not_guessed() -> None:
    assert facts(asked(FRACTURE | {"verificationStatus": {"text": "confirmed"}})) == {}


def test_refuting_means_no_only_where_the_vocabulary_declares_it() -> None:
    cord = condition("ICD-10-CM|G95.20", "cord", "L1", verified="refuted")
    assert facts(asked(cord)) == {"spinal_cord_compression": False}
    assert facts(asked(condition("ICD-10-CM|G95.20", "cord", "T4", verified="refuted"))) == {}
    assert facts(asked(condition("ICD-10-CM|G95.20", "cord", verified="refuted"))) == {}


@pytest.mark.parametrize(
    "status", ["registered", "preliminary", "cancelled", "entered-in-error", "unknown", None]
)
def test_an_observation_that_is_not_final_says_nothing(status: str | None) -> None:
    seen = observation("Coverline|symptomatic", "seen", {"valueBoolean": True}, "L1")
    assert facts(asked(seen | {"status": status})) == {}
    for final in ("final", "amended", "corrected"):
        assert facts(asked(seen | {"status": final})) == {"symptomatic": True}


def test_a_record_of_another_patient_says_nothing() -> None:
    other = FRACTURE | {"subject": {"reference": "Patient/someone-else"}, "note": [{"text": "private"}]}
    assert facts(asked(other)) == {}
    assert whys(asked(other)) == {"Condition/fracture": "it is not of this patient"}
    assert not told(asked(other)).to_read
    assert facts(asked({key: FRACTURE[key] for key in FRACTURE if key != "subject"})) == {}


@pytest.mark.parametrize(
    ("on", "counts"), [("2024-09-09", True), ("2024-09-10", True), ("2024-09-11", False)]
)
def test_a_record_counts_up_to_the_date_of_service(on: str, counts: bool) -> None:
    seen = observation("Coverline|symptomatic", "seen", {"valueBoolean": True}, "L1", on)
    assert ("symptomatic" in facts(asked(seen))) is counts


def test_a_record_that_may_be_later_than_the_service_does_not_count() -> None:
    seen = observation("Coverline|symptomatic", "seen", {"valueBoolean": True}, "L1", "2024-09")
    assert facts(asked(seen)) == {}
    assert facts(asked(seen, on="2024-10-01")) == {"symptomatic": True}
    assert facts(asked(seen, on="2024-09")) == {}


def test_the_days_of_a_fracture_stay_as_coarse_as_they_are_recorded() -> None:
    assert facts(asked(FRACTURE | {"onsetDateTime": "2024-08"}))["fracture_date"] == month(2024, 8)
    assert facts(asked(FRACTURE | {"onsetDateTime": "2024-08-01T23:30:00-11:00"}))[
        "fracture_date"
    ] == Span.exactly(date(2024, 8, 1))
    assert "fracture_date" not in facts(asked(FRACTURE | {"onsetDateTime": "2024-13-01"}))


def test_onset_in_words_is_shown_and_not_read() -> None:
    said = {key: value for key, value in FRACTURE.items() if key != "onsetDateTime"} | {
        "onsetString": "last month"
    }
    assert "fracture_date" not in facts(asked(said))
    assert [(each.path, each.text) for each in told(asked(said)).to_read] == [
        ("Condition.onsetString", "last month")
    ]


@pytest.mark.parametrize("code", ["S32.010S", "M80.08XS", "m80.08xs"])
def test_the_late_effect_of_a_fracture_neither_dates_nor_names_it(code: str) -> None:
    late = condition(f"ICD-10-CM|{code}", "fracture", "L1", "2024-08-01")
    assert facts(asked(late)) == {}


@pytest.mark.parametrize(
    ("code", "level", "cause"),
    [
        ("ICD-10-CM|S32.010A", "L1", "traumatic_fracture"),
        ("ICD-10-CM|C90.00", "L1", "multiple_myeloma"),
        ("ICD-10-CM|D18.09", "L1", "hemangioma"),
        ("ICD-10-CM|C96.6", "L1", "eosinophilic_granuloma"),
        ("ICD-10-CM|M80.88XA", "L1", None),  # steroids may be the cause
        ("ICD-10-CM|M87.188", "L1", "osteonecrosis"),
        ("ICD-10-CM|M87.180", "L1", None),  # of the jaw
        ("ICD-10-CM|C79.51", "L1", None),  # the tumor need not dissolve the bone
        ("ICD-10-CM|C90.00", None, None),  # myeloma somewhere is no reason of this vertebra
    ],
)
def test_a_cause_is_told_only_by_codes_that_leave_it_no_choice(
    code: str, level: str | None, cause: str | None
) -> None:
    assert facts(asked(condition(code, "cause", level))).get("indication") == cause


def test_what_the_order_gives_as_its_reason_is_the_cause() -> None:
    myeloma = condition("ICD-10-CM|C90.00", "myeloma")
    chart = asked(myeloma, reasonReference=[{"reference": "Condition/myeloma"}])
    assert facts(chart) == {"indication": "multiple_myeloma"}
    told_case = told(chart).case
    assert told_case is not None
    assert told_case.diagnoses == ("C90.00",)


def test_in_the_sacrum_a_fracture_of_osteoporosis_may_be_an_insufficiency_fracture() -> None:
    at_the_sacrum = condition("ICD-10-CM|M80.08XA", "fracture", "S1")
    assert facts(asked(at_the_sacrum, levels=("S1",))) == {}
    unplaced = condition("ICD-10-CM|M80.08XA", "fracture")
    assert facts(asked(unplaced, levels=("S1",))) == {}


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (0, "none"),
        (1, "mild"),
        (3, "mild"),
        (4, "moderate"),
        (6, "moderate"),
        (7, "severe"),
        (10, "severe"),
    ],
)
def test_a_score_of_pain_is_told_by_its_cut_points(score: float, word: str) -> None:
    pain = observation("LOINC|72514-3", "pain", {"valueQuantity": {"value": score}}, "L1")
    assert facts(asked(pain)) == {"pain_severity": word}


@pytest.mark.parametrize("score", [11, 80, -1, 0.5, 3.5, 6.9, "7", None])
def test_a_score_that_is_none_of_its_scale_says_nothing(score: Any) -> None:
    pain = observation("LOINC|72514-3", "pain", {"valueQuantity": {"value": score}}, "L1")
    assert facts(asked(pain)) == {}


@pytest.mark.parametrize("unit", [{"comparator": ">="}, {"code": "%"}, {"code": "cm"}])
def test_a_score_that_is_no_plain_number_says_nothing(unit: dict[str, str]) -> None:
    pain = observation("LOINC|72514-3", "pain", {"valueQuantity": {"value": 7, **unit}}, "L1")
    assert facts(asked(pain)) == {}
    named = observation("LOINC|72514-3", "pain", {"valueQuantity": {"value": 7, "code": "{score}"}}, "L1")
    assert facts(asked(named)) == {"pain_severity": "severe"}


def test_the_question_and_the_bands_of_pain_say_the_same() -> None:
    fact = LIBRARY.vocabulary.facts["pain_severity"]
    (place,) = (each for each in fact.chart if isinstance(each.value, Reads) and each.value.bands)
    assert isinstance(place.value, Reads)
    lowest = {value: int(score) for score, value in place.value.bands}
    assert lowest == {"none": 0, "mild": 1, "moderate": 4, "severe": 7}
    assert "0 is none, 1 to 3 mild, 4 to 6 moderate, 7 to 10 severe" in fact.question


def test_a_word_beside_a_score_that_says_something_else_is_a_conflict() -> None:
    score = observation("LOINC|72514-3", "score", {"valueQuantity": {"value": 7}}, "L1")
    word = observation("LOINC|38208-5", "word", {"valueCodeableConcept": concept("SNOMED CT|6736007")}, "L1")
    found = told(asked(score, word))
    assert found.case is not None
    assert "pain_severity" not in found.case.facts
    (conflict,) = found.conflicts
    assert {each.value for each in conflict.findings} == {"severe", "moderate"}


@pytest.mark.parametrize("element", [{"modifierExtension": [{"url": "urn:x"}]}, {"implicitRules": "urn:x"}])
def test_what_may_turn_a_record_round_leaves_it_unread(element: dict[str, Any]) -> None:
    assert facts(asked(FRACTURE | element)) == {}
    (name,) = element
    assert name in whys(asked(FRACTURE | element))["Condition/fracture"]
    refuted = condition("ICD-10-CM|G95.20", "cord", "L1", verified="refuted")
    assert facts(asked(refuted | element)) == {}
    # Nor does it speak through another record.
    assert "hospitalized_for_fracture" not in facts(asked(FRACTURE | element, stay("stay", "2024-08-02")))
    assert "no order that counts" in str(told(asked(**element)).problems)


def test_pain_somewhere_is_not_pain_of_the_treated_level() -> None:
    pain = observation("LOINC|72514-3", "pain", {"valueInteger": 8})
    assert facts(asked(pain)) == {}
    assert facts(asked(pain | {"bodySite": concept("SNOMED CT|122496007")})) == {"pain_severity": "severe"}
    assert facts(asked(pain | {"bodySite": concept("SNOMED CT|122495006")})) == {}
    assert (
        facts(asked(pain | {"focus": [{"reference": "Condition/fracture"}]}, FRACTURE))["pain_severity"]
        == "severe"
    )


def test_the_newest_score_counts_and_two_of_one_day_disagree() -> None:
    def pain(name: str, score: int, on: str) -> dict[str, Any]:
        return observation("LOINC|72514-3", name, {"valueInteger": score}, "L1", on)

    assert facts(asked(pain("a", 8, "2024-08-01"), pain("b", 2, "2024-09-01"))) == {"pain_severity": "mild"}
    chart = asked(pain("a", 8, "2024-09-01"), pain("b", 2, "2024-09-01"))
    assert facts(chart) == {}
    (conflict,) = told(chart).conflicts
    assert {(each.record.name, each.value) for each in conflict.findings} == {
        ("Observation/a", "severe"),
        ("Observation/b", "mild"),
    }


def test_pictures_of_the_treated_level_and_of_its_region() -> None:
    assert facts(asked(imaging("DICOM|MR", "mri"), report("CPT|72131", "ct"))) == {
        "imaging": frozenset({"mri", "ct"})
    }
    assert facts(asked(imaging("DICOM|MR", "mri", "C4"), report("CPT|72125", "ct"))) == {}
    assert facts(asked(imaging("DICOM|MR", "mri") | {"series": []})) == {}


def test_height_and_loss_of_height() -> None:
    def height(fact: str, value: int, unit: str = "%") -> dict[str, Any]:
        said = {"valueQuantity": {"value": value, "code": unit}}
        return observation(f"Coverline|{fact}", fact, said, "L1")

    assert facts(asked(height("vertebral_height_remaining", 60))) == {
        "vertebral_height_remaining": Fraction(60)
    }
    assert facts(asked(height("vertebral_height_loss", 70))) == {"vertebral_height_remaining": Fraction(30)}
    assert facts(asked(height("vertebral_height_loss", 170))) == {}
    assert facts(asked(height("vertebral_height_remaining", 20, "mm"))) == {}
    at_most = height("vertebral_height_remaining", 20)
    at_most["valueQuantity"]["comparator"] = "<="
    assert facts(asked(at_most)) == {}


def test_a_stay_counts_where_it_was_for_the_fracture_before_the_service() -> None:
    assert facts(asked(FRACTURE, stay("stay", "2024-08-02")))["hospitalized_for_fracture"] is True
    for other in (
        stay("stay", "2024-08-02", "Condition/pneumonia"),
        stay("stay", "2024-09-10"),
        stay("stay", "2024-08-02", basedOn=[{"reference": "ServiceRequest/order"}]),
        stay("stay", "2024-08-02") | {"class": {"system": "any", "code": "AMB"}},
        stay("stay", "2024-08-02") | {"status": "planned"},
        {key: value for key, value in stay("stay", "x").items() if key != "period"},
    ):
        chart = asked(FRACTURE, condition("ICD-10-CM|J18.9", "pneumonia"), other)
        assert "hospitalized_for_fracture" not in facts(chart)


def test_an_inpatient_setting_is_no_stay_for_the_fracture() -> None:
    planned = stay("planned", "2024-09-10", basedOn=[{"reference": "ServiceRequest/order"}])
    found = told(asked(FRACTURE, planned | {"status": "planned"})).case
    assert found is not None
    assert found.setting == "inpatient"
    assert "hospitalized_for_fracture" not in found.facts


def days(count: int) -> Duration:
    return Duration(count, Unit.DAYS)


def treated(*resources: dict[str, Any]) -> Duration | None:
    found = facts(asked(FRACTURE, *resources)).get("conservative_treatment_duration")
    assert found is None or isinstance(found, Duration)
    return found


def test_treatment_lasts_from_its_first_day_to_its_last() -> None:
    assert treated(therapy("a", "2024-07-01", "2024-08-12")) == days(42)
    assert treated(
        therapy("a", "2024-07-01", "2024-08-01"), therapy("b", "2024-08-02", "2024-08-12")
    ) == days(42)
    gap = (therapy("a", "2024-07-01", "2024-08-01"), therapy("b", "2024-08-03", "2024-08-12"))
    assert treated(*gap) == days(31)


def test_what_goes_on_is_known_up_to_the_day_of_the_chart() -> None:
    assert treated(medicine("m", start="2024-08-01")) == days(
        35
    )  # to 2024-09-05, five days before the service
    assert treated(therapy("t", "2024-08-01", None)) == days(35)
    assert treated(medicine("m", start="2024-08-01") | {"status": "completed"}) is None
    without = asked(FRACTURE, medicine("m", start="2024-08-01"))
    del without["timestamp"]
    assert "conservative_treatment_duration" not in facts(without)


def test_treatment_of_something_else_does_not_count() -> None:
    for other in (
        medicine("m") | {"reasonReference": [{"reference": "Condition/teeth"}]},
        {key: value for key, value in medicine("m").items() if key != "reasonReference"},
        medicine("m", "RxNorm|860975"),
        medicine("m") | {"intent": "plan"},
        medicine("m") | {"doNotPerform": True},
        medicine("m") | {"status": "on-hold"},
    ):
        assert treated(other, condition("ICD-10-CM|K08.89", "teeth")) is None


def test_a_medicine_may_be_a_resource_of_its_own_or_contained() -> None:
    for place in ({"reference": "Medication/drug"}, {"reference": "#drug"}):
        drug = {"resourceType": "Medication", "id": "drug", "code": concept("RxNorm|7804")}
        ordered = {
            key: value for key, value in medicine("m", start="2024-08-01").items() if "Codeable" not in key
        }
        contained = {"contained": [drug]} if place["reference"].startswith("#") else {}
        beside = () if contained else (drug,)
        assert treated(ordered | {"medicationReference": place} | contained, *beside) == days(35)


def test_how_treatment_went() -> None:
    failed = therapy("t", "2024-07-01", "2024-08-12", outcome=concept("SNOMED CT|385671000"))
    worked = therapy("w", "2024-07-01", "2024-08-12", outcome=concept("SNOMED CT|385669000"))
    assert facts(asked(FRACTURE, failed))["conservative_treatment_failed"] is True
    assert facts(asked(FRACTURE, worked))["responding_to_conservative_treatment"] is True
    partly = therapy("p", "2024-07-01", "2024-08-12", outcome=concept("SNOMED CT|385670004"))
    assert "conservative_treatment_failed" not in facts(asked(FRACTURE, partly))
    both = told(asked(FRACTURE, failed, worked))
    assert both.case is not None
    assert not {"conservative_treatment_failed", "responding_to_conservative_treatment"} & set(
        both.case.facts
    )
    assert [each.facts for each in both.conflicts] == [
        ("conservative_treatment_failed", "responding_to_conservative_treatment")
    ]


def test_conclusions_of_a_report() -> None:
    cord = report("CPT|72148", "mri", "ICD-10-CM|G95.20")
    assert facts(asked(cord)) == {"imaging": frozenset({"mri"}), "spinal_cord_compression": True}
    assert facts(asked(cord | {"status": "preliminary"})) == {}
    shown = told(asked(cord | {"conclusion": "See the picture."})).to_read
    assert [each.text for each in shown] == ["See the picture."]


def test_conditions_that_speak_against_the_procedure() -> None:
    burst = condition("ICD-10-CM|S32.011A", "burst", "L1")
    pregnant = condition("SNOMED CT|77386006", "pregnant")
    clotting = condition("ICD-10-CM|D68.51", "clotting")  # makes clot, not bleed
    found = facts(asked(burst, pregnant, clotting))
    assert found["contraindications"] == {"burst_fracture", "pregnancy"}


def test_nothing_is_taken_from_an_empty_chart() -> None:
    assert facts(asked()) == {}


def test_an_order_is_no_record_of_what_was_done() -> None:
    assert facts(asked(order("CPT|72148", name="picture", levels=()))) == {}
