"""At which level a record counts, and what several levels make of a chart."""

from coverline.model.case import Case
from tests.fhir.resources import asked, concept, condition, observation, order, report
from tests.fhir.taking import LIBRARY, facts, told, whys

HERE = condition("ICD-10-CM|M80.08XA", "here", onset="2024-08-01")


def case(chart: dict[str, object]) -> Case:
    found = told(chart)
    assert found.case is not None, found.problems
    return found.case


def test_a_fracture_at_another_level_does_not_matter() -> None:
    there = condition("ICD-10-CM|S22.060A", "there", onset="2020-01-01")
    assert facts(asked(there)) == {}
    assert whys(asked(there)) == {"Condition/there": "it is about T7 or T8"}


def test_a_fracture_without_a_level_counts_where_the_chart_tells_of_no_other() -> None:
    assert "indication" in facts(asked(HERE))
    there = condition("SNOMED CT|42942008", "there", "T8")
    assert facts(asked(HERE, there)) == {}
    named = asked(HERE, there, reasonReference=[{"reference": "Condition/here"}])
    assert "indication" in facts(named)


def test_a_region_holds_the_level_or_not() -> None:
    lumbar = condition(
        "SNOMED CT|42942008", "lumbar", onset="2024-08-01", bodySite=[concept("SNOMED CT|122496007")]
    )
    assert "fracture_date" in facts(asked(lumbar))
    assert facts(asked(lumbar, levels=("T12",), code="CPT|22510")) == {}


def test_a_report_on_a_region_concludes_on_the_only_lesion_in_it() -> None:
    shown = report("CPT|72148", "mri", "Coverline|imaging_shows_recent_fracture")
    assert facts(asked(shown)).keys() == {"imaging", "imaging_shows_recent_fracture"}
    above = condition("SNOMED CT|42942008", "above", "T8")
    assert "imaging_shows_recent_fracture" in facts(asked(shown, above))
    beside = condition("SNOMED CT|42942008", "beside", "L4")
    assert facts(asked(shown, beside)).keys() == {"imaging"}
    assert facts(asked(shown, levels=("L1", "L2"))).keys() == {"imaging"}


def test_the_site_narrows_what_the_code_says() -> None:
    narrowed = condition("ICD-10-CM|S22.060A", "narrowed", "T8")
    assert facts(asked(narrowed, levels=("T8",), code="CPT|22510")) == {"indication": "traumatic_fracture"}
    assert facts(asked(narrowed, levels=("T7",), code="CPT|22510")) == {}


def test_codes_of_one_concept_narrow_each_other() -> None:
    both = condition("SNOMED CT|42942008", "both", onset="2024-08-01")
    both["bodySite"] = [concept("SNOMED CT|122496007", "SNOMED CT|61032001")]
    assert "fracture_date" in facts(asked(both))
    assert facts(asked(both, levels=("L2",))) == {}


def test_the_level_of_the_order_is_that_of_its_reason() -> None:
    reason = condition("SNOMED CT|42942008", "reason", "L3", "2024-08-01")
    found = case(asked(reason, levels=(), reasonReference=[{"reference": "Condition/reason"}]))
    assert found.services[0].levels == ("L3",)
    assert "fracture_date" in found.facts


def test_without_a_level_one_lesion_is_the_one_and_two_are_not() -> None:
    one = condition("SNOMED CT|42942008", "one", "L3", "2024-08-01")
    two = condition("SNOMED CT|42942008", "two", "T8", "2020-08-01")
    assert "fracture_date" in facts(asked(one, levels=()))
    assert facts(asked(one, two, levels=())) == {}


def test_each_of_two_levels_takes_its_own_facts() -> None:
    chart = asked(
        condition("SNOMED CT|42942008", "one", "L1", "2024-08-01"),
        condition("SNOMED CT|42942008", "two", "L2", "2020-08-01"),
        condition("ICD-10-CM|M80.08XA", "unplaced"),
        condition("SNOMED CT|77386006", "pregnancy"),
        levels=("L1", "L2"),
    )
    found = case(chart)
    assert set(found.facts) == {"contraindications"}
    assert {lesion.levels[0]: str(lesion.facts["fracture_date"].value) for lesion in found.lesions} == {
        "L1": "2024-08-01",
        "L2": "2020-08-01",
    }
    assert [part.part.level for part in LIBRARY.decide(found).services if part.part] == ["L1", "L2"]


def test_the_reason_of_an_order_for_two_levels_is_the_reason_at_both() -> None:
    found = case(asked(HERE, levels=("L1", "L2"), reasonReference=[{"reference": "Condition/here"}]))
    assert {"indication", "fracture_date"} == set(found.facts)
    assert found.lesions == ()


def test_a_conflict_at_one_level_leaves_the_other() -> None:
    chart = asked(
        *(observation("Coverline|fracture_healed", f"{level}-{value}", {"valueBoolean": value}, level)
          for level, value in (("L1", True), ("L1", False), ("L2", True))),
        levels=("L1", "L2"),
    )  # fmt: skip
    found = told(chart)
    assert [(each.facts, each.levels) for each in found.conflicts] == [(("fracture_healed",), ("L1",))]
    assert found.case is not None
    assert [(each.levels, set(each.facts)) for each in found.case.lesions] == [(("L2",), {"fracture_healed"})]


def test_a_record_of_one_of_the_levels_is_not_told_of_as_set_aside_at_another() -> None:
    chart = asked(
        condition("SNOMED CT|42942008", "one", "L1", "2024-08-01"),
        condition("SNOMED CT|42942008", "two", "L2", "2020-08-01"),
        condition("SNOMED CT|42942008", "above", "T8", "2021-08-01"),
        levels=("L1", "L2"),
    )
    assert whys(chart) == {"Condition/above": "it is about T8"}


def test_a_site_that_is_not_of_the_spine() -> None:
    knee = observation("LOINC|72514-3", "knee", {"valueInteger": 9}, bodySite=concept("SNOMED CT|72696002"))
    ordered = asked(knee, supportingInfo=[{"reference": "Observation/knee"}])
    assert facts(ordered) == {}
    assert "not known to be of the spine" in whys(ordered)["Observation/knee"]


def test_two_orders_of_one_day_are_two_services() -> None:
    second = order("CPT|22512", levels=("L2",), name="second")
    found = case(asked(second))
    assert [(each.code, each.levels) for each in found.services] == [("22511", ("L1",)), ("22512", ("L2",))]
