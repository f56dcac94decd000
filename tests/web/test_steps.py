"""Each step of the flow: what it leads to, and what it says beside a field that is to be mended."""

import json
from dataclasses import replace

import pytest

from coverline.language.cases import read_cases
from coverline.model.case import Case
from tests.web.forms import CONTENT, END, LIBRARY, Fields, carrying, hidden, mistakes, outcomes, place, post

PLAN: Fields = [("payer", "bcbsma"), ("product", "commercial_ppo"), ("state", "MA")]
REQUEST: Fields = [
    ("services", "1"),
    ("code-0", "22511"),
    ("level-0", "L3"),
    ("day", "2021-03-18"),
    ("setting", "outpatient"),
]


def case_of(**fields: object) -> Case:
    data = {
        "payer": "bcbsma",
        "date_of_service": "2021-03-18",
        "services": [{"code": "22511", "levels": ["L3"]}],
        **fields,
    }
    (read,) = read_cases(json.dumps(data), "case.json", LIBRARY.vocabulary)
    assert read.case is not None, read.problems
    return read.case


def carried(page: str, action: str = "/question") -> Case:
    (read,) = read_cases(dict(hidden(page, action))["case"], "case.json", LIBRARY.vocabulary)
    assert read.case is not None
    return read.case


def test_the_plan_leads_to_the_request_and_the_request_to_a_question() -> None:
    second = post("/plan", [*PLAN, END])
    assert second.status == 200
    third = post("/service", [*hidden(second.page, "/service"), *REQUEST])
    assert carried(third.page) == case_of(product="commercial_ppo", state="MA", setting="outpatient")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ([], "payer"),
        ([("payer", "nobody")], "payer"),
        ([("payer", "cigna"), ("product", "gold")], "product"),
        ([("payer", "cigna"), ("state", "XX")], "state"),
    ],
)
def test_a_plan_to_mend_names_its_field(fields: Fields, field: str) -> None:
    found = post("/plan", [*fields, END])
    assert found.status == 422
    assert list(mistakes(found.page)) == [field]
    assert f'id="{field}"' in found.page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ([("code-0", "2251")], "code-0"),
        ([("code-0", "M80.08XA")], "code-0"),
        ([("code-0", "")], "code-0"),
        ([("technique-0", "magic")], "technique-0"),
        ([("level-0", "L9")], "levels-0"),
        ([("day", "2021-02-30")], "day"),
        ([("day", "")], "day"),
        ([("part_of_date", "2021-04")], "day"),
        ([("day", ""), ("part_of_date", "spring")], "part_of_date"),
        ([("unscheduled", "yes")], "day"),
        ([("setting", "garden")], "setting"),
        ([("diagnoses", "M80.08XA; fracture")], "diagnoses"),
    ],
)
def test_a_request_to_mend_names_its_field(fields: Fields, field: str) -> None:
    changed = {name for name, _ in fields}
    request = [each for each in REQUEST if each[0] not in changed]
    found = post("/service", [*PLAN, *request, *fields, END])
    assert found.status == 422
    assert field in mistakes(found.page)
    assert f'id="{field}"' in found.page


@pytest.mark.parametrize("code", ["0200t", " 0200T ", "02 00t"])
def test_a_code_is_taken_whatever_its_case_and_spaces(code: str) -> None:
    request = [each for each in REQUEST if each[0] not in ("code-0", "level-0")]
    found = post("/service", [*PLAN, *request, ("code-0", code), ("diagnoses", "m8008xa,  m48.50xa"), END])
    answer = carried(found.page, "/answer")
    assert answer.services[0].code == "0200T"
    assert answer.diagnoses == ("M80.08XA", "M48.50XA")


@pytest.mark.parametrize(
    ("technique", "levels", "code"),
    [
        ("vertebroplasty", ["T9", "C2"], None),
        ("vertebroplasty", ["T9", "T10"], "22510"),
        ("vertebroplasty", ["L1"], "22511"),
        ("balloon_kyphoplasty", ["T12"], "22513"),
        ("mechanical_augmentation", ["L5"], "22514"),
        ("vertebral_body_stenting", ["L5"], None),
        ("vertebroplasty", [], None),
    ],
)
def test_without_a_code_the_usual_one_for_the_region_is_taken(
    technique: str, levels: list[str], code: str | None
) -> None:
    chosen = [("technique-0", technique), *(("level-0", each) for each in levels)]
    found = post("/service", [("payer", "cigna"), ("services", "1"), ("day", "2024-09-10"), *chosen, END])
    if code is None:
        assert "code-0" in mistakes(found.page)
    else:
        assert carried(found.page).services[0].code == code


def test_services_can_be_added_and_removed_without_losing_what_was_typed() -> None:
    more = post("/service", [*PLAN, *REQUEST, ("add", "1"), END])
    assert more.status == 200
    assert 'name="code-1"' in more.page
    assert 'value="22511"' in more.page
    second = [("services", "2"), ("code-1", "22512"), ("level-1", "L4")]
    request = [each for each in REQUEST if each[0] != "services"]
    fewer = post("/service", [*PLAN, *request, *second, ("remove", "0"), END])
    assert 'value="22512"' in fewer.page
    assert 'value="22511"' not in fewer.page.partition("<datalist")[0]


def test_what_is_decided_elsewhere_stops_before_any_question() -> None:
    plan = [("payer", "cigna"), ("product", "medicare_advantage_hmo"), ("state", "FL")]
    found = post("/service", [*plan, *REQUEST, END])
    assert outcomes(found.page) == ["not_applicable"]
    assert "L34976" in found.page


def test_what_no_fact_can_meet_stops_before_any_question() -> None:
    request = [each for each in REQUEST if each[0] not in ("code-0", "level-0")]
    found = post("/service", [*PLAN, *request, ("code-0", "0200T"), END])
    assert outcomes(found.page) == ["not_met"]


def test_what_is_not_documented_is_not_no_and_is_not_asked_again() -> None:
    fields = hidden(post("/service", [*PLAN, *REQUEST, END]).page, "/question")
    asked = set()
    for _ in range(40):
        found = post("/question", [*fields, ("silent", "yes")])
        if 'action="/question"' not in found.page:
            break
        fields = hidden(found.page, "/question")
        assert place(found.page) not in asked
        asked.add(place(found.page))
    assert outcomes(found.page) == ["needs_information"]
    assert carried(found.page, "/answer").facts == {}
    assert len(asked) > 3


@pytest.mark.parametrize(
    ("fact", "typed", "field"),
    [
        ("symptomatic", [], "value"),
        ("symptomatic", [("value", "maybe")], "value"),
        ("indication", [("value", "age")], "value"),
        ("imaging", [("value", "mri"), ("value", "none of these")], "value"),
        ("vertebral_height_remaining", [("value", "120")], "value"),
        ("fracture_date", [], "day"),
        ("fracture_date", [("day", "2021-03-01"), ("count", "6")], "day"),
        ("fracture_date", [("day", "2021-03-19")], "day"),
        ("fracture_date", [("part_of_date", "March")], "part_of_date"),
        ("fracture_date", [("count", "six"), ("unit", "weeks"), ("as_of", "2021-03-01")], "count"),
        ("fracture_date", [("count", "6"), ("unit", "moons"), ("as_of", "2021-03-01")], "count"),
        ("fracture_date", [("count", "6"), ("unit", "weeks"), ("as_of", "2021-02-30")], "as_of"),
        ("conservative_treatment_duration", [("part_of_date", "2021-01")], "day"),
        ("conservative_treatment_duration", [("day", "2021-03-19")], "day"),
        ("symptomatic", [("value", "yes"), ("recorded_on", "soon")], "recorded_on"),
        ("symptomatic", [("value", "yes"), ("source", "x" * 201)], "source"),
    ],
)
def test_an_answer_to_mend_names_its_field_and_keeps_what_was_typed(
    fact: str, typed: Fields, field: str
) -> None:
    found = post("/question", carrying(case_of(), ("place", f"{fact}:0:"), *typed))
    assert found.status == 422
    assert field in mistakes(found.page)
    assert f'id="{field}"' in found.page
    assert carried(found.page) == case_of()


def test_an_answer_that_contradicts_another_names_both() -> None:
    case = case_of(facts={"symptomatic": False})
    typed = ("value", "severe")
    found = post("/question", carrying(case, ("place", "pain_severity:0:"), typed))
    assert found.status == 422
    (said,) = mistakes(found.page).values()
    assert "symptomatic" in said
    assert "pain_severity" in said
    assert carried(found.page) == case


def test_where_an_answer_is_recorded_goes_with_it() -> None:
    typed = [("value", "yes"), ("source", "Visit, page 2"), ("recorded_on", "2021-03")]
    found = post("/question", carrying(case_of(), ("place", "symptomatic:0:"), *typed))
    known = carried(found.page).facts["symptomatic"]
    assert (known.value, known.source, str(known.recorded_on)) == (True, "Visit, page 2", "2021-03")


def test_any_answer_can_be_changed_and_taken_back() -> None:
    case = case_of(facts={"symptomatic": True})
    again = post("/change", carrying(case, ("target", "symptomatic:0:")))
    assert 'value="yes" id="value-yes" checked' in again.page
    undone = post("/question", [*hidden(again.page, "/question"), ("silent", "yes")])
    assert "symptomatic" not in carried(undone.page).facts


def test_the_plan_and_the_request_can_be_changed_without_losing_an_answer() -> None:
    case = case_of(facts={"symptomatic": True})
    plan = post("/change", carrying(case, ("target", "plan")))
    moved = post("/plan", [*hidden(plan.page, "/plan"), ("payer", "floridablue"), ("state", "FL")])
    assert carried(moved.page) == replace(case, payer="floridablue", state="FL")
    request = post("/change", carrying(case, ("target", "service")))
    other = post("/service", [*hidden(request.page, "/service"), ("code-0", "22510"), ("day", "2021-03-19")])
    assert carried(other.page).facts == case.facts
    assert carried(other.page).services[0].code == "22510"


TWO = [{"code": "22511", "levels": ["L1", "L3"]}]


def test_levels_share_answers_until_they_differ() -> None:
    together = post("/next", carrying(case_of(services=TWO)))
    assert "For L1, L3 alike" in together.page
    apart = post("/question", [*hidden(together.page, "/question"), ("differs", "yes")])
    assert "Only for <b>L1</b>" in apart.page
    first = post("/question", [*hidden(apart.page, "/question"), ("value", "osteoporotic_fracture")])
    known = carried(first.page)
    assert {each.levels: set(each.facts) for each in known.lesions} == {
        ("L1",): {"indication"},
        ("L3",): set(),
    }
    assert dict(hidden(first.page, "/question"))["place"] == "indication:0:L3"
    assert "The levels differ here" not in first.page


def test_a_fact_in_which_the_levels_do_not_differ_is_asked_of_all_that_wait_for_it() -> None:
    differing = {"L1": "2021-01-04", "L3": "2021-03-04"}
    lesions = [{"levels": [level], "facts": {"fracture_date": day}} for level, day in differing.items()]
    case = case_of(services=TWO, lesions=lesions, facts={"indication": "osteoporotic_fracture"})
    page = post("/next", carrying(case, ("apart", "fracture_date"))).page
    assert "For L1, L3 alike" in page
    place_asked = dict(hidden(page, "/question"))["place"]
    fact, _, levels = place_asked.partition(":0:")
    assert levels == "L1,L3"
    answered = post("/question", [*hidden(page, "/question"), ("value", "yes")])
    assert {each.levels for each in carried(answered.page).lesions if fact in each.facts} == {
        ("L1",),
        ("L3",),
    }
    answer = post("/answer", hidden(answered.page, "/question"))
    shown = answer.page.partition('id="answers"')[2]
    assert f'value="{place_asked}"' in shown
    again = post("/change", [*hidden(answer.page, "/answer"), ("target", place_asked)])
    assert 'value="yes" id="value-yes" checked' in again.page
    undone = post("/question", [*hidden(again.page, "/question"), ("silent", "yes")])
    assert all(fact not in each.facts for each in carried(undone.page).lesions)
    apart = post("/question", [*hidden(again.page, "/question"), ("differs", "yes")])
    assert dict(hidden(apart.page, "/question"))["place"] == f"{fact}:0:L1"


def test_only_the_levels_that_wait_for_a_fact_are_asked_for_it() -> None:
    settled = {"indication": "osteoporotic_fracture", "symptomatic": True, "prophylactic": False}
    settled |= {"conservative_treatment_failed": True, "conservative_treatment_duration": "9 weeks"}
    lesions = [{"levels": ["L1"], "facts": {**settled, "pain_from_nonhealing_fracture": True}}]
    page = post("/next", carrying(case_of(services=TWO, lesions=lesions))).page
    assert "Only for <b>L3</b>" in page


def test_what_was_not_documented_for_all_levels_is_not_asked_again_of_each() -> None:
    page = post("/next", carrying(case_of(services=TWO), ("asked", "symptomatic:0:"))).page
    page = post("/question", [*hidden(page, "/question"), ("differs", "yes")]).page
    while 'action="/question"' in page:
        assert place(page) != "symptomatic"
        page = post("/question", [*hidden(page, "/question"), ("silent", "yes")]).page


def test_a_fact_that_nobody_knows_cannot_differ() -> None:
    assert post("/next", carrying(case_of(services=TWO), ("apart", "age"))).status == 400


def test_a_level_that_is_dropped_takes_its_answers_with_it() -> None:
    case = case_of(
        services=[{"code": "22511", "levels": ["L1", "L3"]}],
        lesions=[{"levels": ["L3"], "facts": {"symptomatic": True}}],
    )
    fields = carrying(case, ("asked", "symptomatic:0:L3"), ("services", "1"), ("code-0", "22511"))
    found = post("/service", [*fields, ("level-0", "L1"), ("day", "2021-03-18")])
    assert carried(found.page).lesions == ()
    assert ("asked", "symptomatic:0:L3") not in hidden(found.page, "/question")


def test_after_one_level_settles_the_case_the_others_can_be_asked_about() -> None:
    case = case_of(
        services=[{"code": "22511", "levels": ["L1", "L3"]}],
        lesions=[{"levels": ["L1"], "facts": {"prophylactic": True, "indication": "other"}}],
    )
    settled = post("/next", [CONTENT, *carrying(case)[1:]])
    assert 'action="/question"' in settled.page
    answer = post("/answer", carrying(case))
    assert outcomes(answer.page) == ["not_met", "needs_information"]
    assert "Go on with L3" in answer.page
    assert "Only for <b>L3</b>" in settled.page


def test_not_scheduled_is_judged_as_of_today() -> None:
    request = [each for each in REQUEST if each[0] != "day"]
    found = post("/service", [*PLAN, *request, ("unscheduled", "yes"), END])
    fields = hidden(found.page, "/question")
    assert str(carried(found.page).date_of_service) == "2026-03-02"
    answer = post("/answer", fields)
    assert "Not scheduled: judged as if it were done today, 2026-03-02." in answer.page
    assert ("unscheduled", "yes") in hidden(answer.page, "/answer")


def test_another_payer_goes_on_with_the_same_patient() -> None:
    case = case_of(facts={"symptomatic": True})
    found = post("/payer", carrying(case, ("payer", "cigna")))
    assert carried(found.page) == replace(case, payer="cigna")
    assert post("/payer", carrying(case, ("payer", "nobody"))).status == 400


def test_a_technique_is_asked_among_those_of_the_code_and_can_be_taken_back() -> None:
    case = case_of(payer="floridablue", services=[{"code": "22513", "levels": ["T12"]}])
    target = ("target", "technique:0:")
    page = post("/change", carrying(case, target)).page
    assert 'id="value-balloon_kyphoplasty"' in page
    assert "sacroplasty" not in page
    found = post("/question", [*hidden(page, "/question"), ("value", "balloon_kyphoplasty")])
    known = carried(found.page)
    assert known.services[0].technique == "balloon_kyphoplasty"
    again = post("/change", carrying(known, target)).page
    assert 'id="value-balloon_kyphoplasty" checked' in again
    undone = post("/question", [*hidden(again, "/question"), ("silent", "yes")])
    assert carried(undone.page) == case


def test_levels_are_asked_where_the_region_matters_and_can_be_taken_back() -> None:
    known = {"functional_impairment": True, "conservative_treatment_failed": True}
    case = case_of(payer="uhcwest", state="CA", services=[{"code": "22899"}], facts=known)
    target = ("target", "levels:0:")
    page = post("/change", carrying(case, target)).page
    assert "Treated level is cervical, thoracic or lumbar" in page
    found = post("/question", [*hidden(page, "/question"), ("value", "L1"), ("value", "T12")])
    levels = carried(found.page).services[0].levels
    assert set(levels) == {"L1", "T12"}
    again = post("/change", carrying(carried(found.page), target)).page
    assert 'value="T12" id="value-T12" checked' in again
    undone = post("/question", [*hidden(again, "/question"), ("silent", "yes")])
    assert carried(undone.page) == case


def test_the_day_of_a_year_is_asked_where_it_matters_and_a_part_of_it_will_not_do() -> None:
    lasting = {"conservative_treatment_duration": "7 weeks"}
    case = case_of(payer="cigna", date_of_service="2024", services=[{"code": "22513"}], facts=lasting)
    page = post("/change", carrying(case, ("target", "date_of_service:0:"))).page
    fields = hidden(page, "/question")
    assert "day" in mistakes(post("/question", [*fields, ("part_of_date", "2024-05")]).page)
    found = post("/question", [*fields, ("day", "2024-09-10")])
    assert str(carried(found.page).date_of_service) == "2024-09-10"
    assert carried(found.page).facts == case.facts
    kept = post("/question", [*fields, ("silent", "yes")])
    assert str(carried(kept.page).date_of_service) == "2024"


def test_a_set_can_be_none_of_its_values() -> None:
    found = post("/question", carrying(case_of(), ("place", "imaging:0:"), ("value", "none of these")))
    assert carried(found.page).facts["imaging"].value == frozenset()
    again = post("/change", carrying(carried(found.page), ("target", "imaging:0:")))
    assert 'value="none of these" id="value-none-of-these" data-alone checked' in again.page


def test_a_percentage_keeps_its_third() -> None:
    place_of = ("place", "vertebral_height_remaining:0:")
    found = post("/question", carrying(case_of(), place_of, ("value", "one third")))
    again = post("/change", carrying(carried(found.page), ("target", "vertebral_height_remaining:0:")))
    same = post("/question", [*hidden(again.page, "/question"), ("value", "one third")])
    assert carried(same.page) == carried(found.page)
    assert 'value="one third"' in again.page
    plain = post("/question", carrying(case_of(), place_of, ("value", "60")))
    shown = post("/change", carrying(carried(plain.page), ("target", "vertebral_height_remaining:0:")))
    assert 'value="60"' in shown.page


def test_a_date_that_cannot_be_moved_to_says_so_beside_it() -> None:
    case = case_of(facts={"conservative_treatment_duration": "6 weeks"})
    for day in ("2021-02-01", "", "2021-02-30"):
        found = post("/move", carrying(case, ("day", day)))
        assert found.status == 422
        assert list(mistakes(found.page)) == ["day"]
        assert outcomes(found.page) == outcomes(post("/answer", carrying(case)).page)


def test_the_plan_cannot_be_changed_to_one_that_does_not_exist() -> None:
    case = case_of(facts={"symptomatic": True})
    found = post("/plan", [*carrying(case), ("payer", "nobody")])
    assert found.status == 422
    assert carried(found.page, "/plan") == case
