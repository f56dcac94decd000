"""Where charts record the example facts, and what codes stand for, as the model has them."""

from fractions import Fraction

from coverline.document import read_file
from coverline.language.chart import unknown_sets
from coverline.model.chart import About, ChartPlace, Lasts, Reads, Says
from coverline.model.terms import PayerIdentity, ValueSet
from tests.language.example_files import FOLDER, TERMS, VOCABULARY


def place(fact: str) -> ChartPlace:
    return VOCABULARY.facts[fact].chart[0]


def test_a_record_that_says_the_value_itself() -> None:
    assert place("indication") == ChartPlace(
        "Condition", {"code": ("broken",)}, Says("fracture"), provided="onset.exists()", not_at=("sacral",)
    )
    assert place("imaging").value == Says(frozenset({"mri"}))
    assert place("imaging").before_service


def test_a_refuted_record_says_no_only_where_that_is_declared() -> None:
    assert (place("collapse").value, place("collapse").if_refuted) == (Says(True), False)
    assert place("collapse").about is About.NAMED_LEVEL
    assert place("indication").if_refuted is None


def test_bands_stand_lowest_first_and_choices_under_their_values() -> None:
    scored, worded = VOCABULARY.facts["pain"].chart
    bands = ((Fraction(0), "none"), (Fraction(1), "mild"), (Fraction(7), "severe"))
    assert scored.value == Reads("value.ofType(integer)", bands)
    assert (scored.newest, scored.about) == (True, About.REGION)
    assert worded.value == Reads("value", (), {"mild": ("slight",), "severe": ("Own|BAD",)})


def test_codes_of_tokens_are_compared_without_regard_to_case_and_dots() -> None:
    assert VOCABULARY.facts["pain"].chart[1].where == {"code": ("Own|PAINWORDS",)}


def test_dates_and_durations() -> None:
    assert place("fracture_date").value == Reads("onset.ofType(dateTime)")
    assert place("treatment_duration").value == Lasts(
        "performed.start", "performed.end", "status = 'in-progress'"
    )


def test_a_fact_need_not_be_in_charts() -> None:
    assert VOCABULARY.facts["prophylactic"].chart == ()


def test_the_example_names_only_value_sets_that_are_there() -> None:
    assert not list(unknown_sets(read_file(FOLDER / "vocabulary.yaml"), TERMS))


def test_value_sets() -> None:
    assert TERMS.systems["urn:icd"] == "ICD-10-CM"
    assert TERMS.sets["score"] == ValueSet("A score.", "made up", {"Own": ("score",)})
    assert TERMS.members.names("ICD-10-CM", "M8008XA") == ("broken",)
    assert TERMS.members.names("ICD-10-CM", "S3201XA") == ("broken",)
    assert TERMS.members.names("ICD-10-CM", "S3201XAD") == ()
    assert TERMS.members.names("Own", "M8008XA") == ()


def test_a_region_stands_for_each_of_its_levels() -> None:
    assert TERMS.levels.names("ICD-10-CM", "S3202XA") == ("L1", "L2")
    assert set(TERMS.levels.names("ICD-10-CM", "S3201XA")) == {"L1", "L2"}


def test_payers_are_known_by_identifiers_and_by_names_in_any_case() -> None:
    assert TERMS.payers == (
        PayerIdentity("plan", frozenset({("Own", "plan")}), frozenset({"the example plan"})),
        PayerIdentity("other", frozenset(), frozenset({"another plan"})),
    )
