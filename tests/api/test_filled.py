"""Charts with the forms that were answered about them: one case, what disagrees, and what does not count."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from coverline.api.filled import Filled, filled
from coverline.api.filled_data import filled_data
from coverline.forms import Context, drafts
from coverline.library import Library
from coverline.model.case import Case, Known, written
from coverline.model.determination import Outcome
from coverline.problem import Unreadable
from tests.fhir.dtr import sent
from tests.fhir.messages import bundle

LIBRARY = Library.load()
FLORIDA = "floridablue-02-20000-18"
CHART = [*sent("coverage"), *sent("order"), *sent("referenced")]
Resource = dict[str, Any]


def _chart(*resources: Resource) -> Resource:
    """A chart as it was after the treatment had ended."""
    return {**bundle(*resources), "timestamp": "2026-03-14T08:00:00Z"}


def _form(case: Case, **changes: Any) -> Resource:
    """The form of the case, with what the case knows, completed."""
    context = Context("Patient/p1", "Coverage/c1", ("ServiceRequest/o1",), "2026-03-03T09:00:00Z")
    policy = LIBRARY.policies[FLORIDA][-1]
    (draft,) = drafts(policy, case, LIBRARY, "http://localhost:8000", context)
    return {**draft, "id": "form", "status": "completed", **changes}


def _case() -> Case:
    found = filled(_chart(*CHART), "chart", LIBRARY).case
    assert found is not None
    return found


def _with(form: Resource, name: str, origin: str | None = None, **answer: Any) -> Resource:
    """The form with another answer to one question."""
    found = deepcopy(form)
    url = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin"
    source = [{"url": url, "extension": [{"url": "source", "valueCode": origin}]}] if origin else []
    said = {"extension": source, **answer} if source else answer
    for group in found["item"]:
        group["item"] = [each for each in group["item"] if each["linkId"] != name]
    found["item"][-1]["item"].append({"linkId": name, "answer": [said] if answer else []})
    return found


def _facts(found: Filled) -> Mapping[str, str]:
    assert found.case is not None
    return {name: written(each.value) for name, each in found.case.facts.items()}


def test_a_form_that_says_what_the_chart_says_changes_nothing() -> None:
    case = _case()
    found = filled(_chart(*CHART, _form(case)), "chart", LIBRARY)
    assert _facts(found) == {name: written(each.value) for name, each in case.facts.items()}
    assert found.contested == ()


def test_answers_add_to_the_chart_and_decide() -> None:
    form = _with(_form(_case()), "conservative_treatment_failed", valueBoolean=True)
    form = _with(form, "device_fda_cleared", valueBoolean=True)
    found = filled(_chart(*CHART, form), "chart", LIBRARY)
    assert found.case is not None
    assert LIBRARY.decide(found.case).outcome is Outcome.MET
    data = filled_data(found, LIBRARY)
    (said,) = data["provenance"]["device_fda_cleared"]
    assert (said["resource"], said["date"]) == ("QuestionnaireResponse/form", "2026-03-03")
    assert [each["resource"] for each in data["provenance"]["indication"]] == [
        "QuestionnaireResponse/form",
        "Condition/fracture",
    ]


def test_an_answer_that_contradicts_the_chart_leaves_the_fact_open_and_shows_both() -> None:
    form = _with(
        _form(_case()), "indication", valueCoding={"system": "urn:coverline:facts", "code": "hemangioma"}
    )
    found = filled(_chart(*CHART, form), "chart", LIBRARY)
    assert "indication" not in _facts(found)
    data = filled_data(found, LIBRARY)
    (conflict,) = data["conflicts"]
    assert {each["value"] for each in conflict["records"]} == {"osteoporotic_fracture", "hemangioma"}
    assert {each["resource"] for each in conflict["records"]} == {
        "Condition/fracture",
        "QuestionnaireResponse/form",
    }
    assert "indication" not in data["provenance"]


@pytest.mark.parametrize(
    ("name", "answer", "charted"),
    [
        ("symptomatic", {"valueBoolean": False}, "pain_severity"),
        (
            "fracture_age",
            {"valueQuantity": {"value": 2, "code": "wk", "system": "http://unitsofmeasure.org"}},
            "fracture_date",
        ),
    ],
)
def test_an_answer_that_excludes_another_fact_of_the_chart_is_shown_with_it(
    name: str, answer: Resource, charted: str
) -> None:
    form = _with(_with(_form(_case()), charted), name, **answer)
    found = filled(_chart(*CHART, form), "chart", LIBRARY)
    assert not {name, charted} & _facts(found).keys()
    (conflict,) = filled_data(found, LIBRARY)["conflicts"]
    assert conflict["facts"] == [name, charted]
    assert {each["fact"] for each in conflict["records"]} == {name, charted}


def test_an_answer_that_somebody_changed_takes_the_place_of_the_chart() -> None:
    code = {"system": "urn:coverline:facts", "code": "hemangioma"}
    form = _with(_form(_case()), "indication", "override", valueCoding=code)
    found = filled(_chart(*CHART, form), "chart", LIBRARY)
    assert _facts(found)["indication"] == "hemangioma"
    assert found.contested == ()


def test_what_the_form_leaves_open_is_open_whatever_the_chart_says() -> None:
    found = filled(_chart(*CHART, _with(_form(_case()), "indication")), "chart", LIBRARY)
    assert "indication" not in _facts(found)
    assert "indication" not in filled_data(found, LIBRARY)["provenance"]


@pytest.mark.parametrize("status", ["in-progress", "stopped", "entered-in-error", None])
def test_a_form_that_is_not_completed_does_not_count(status: str | None) -> None:
    form = _with(_form(_case(), status=status), "device_fda_cleared", valueBoolean=True)
    found = filled(_chart(*CHART, form), "chart", LIBRARY)
    assert "device_fda_cleared" not in _facts(found)
    aside = filled_data(found, LIBRARY)["set_aside"]
    assert [each["resource"] for each in aside] == ["QuestionnaireResponse/form"]


def test_of_several_forms_the_latest_stands() -> None:
    earlier = _with(_form(_case()), "device_fda_cleared", valueBoolean=False)
    later = _with(_form(_case(), id="later", authored="2026-03-04"), "device_fda_cleared", valueBoolean=True)
    for both in ((earlier, later), (later, earlier)):
        assert _facts(filled(_chart(*CHART, *both), "chart", LIBRARY))["device_fda_cleared"] == "yes"


def test_a_form_alone_tells_the_whole_case() -> None:
    case = _case()
    alone = filled(_form(case), "form", LIBRARY)
    assert alone.case is not None
    assert (alone.case.payer, alone.case.services, alone.case.date_of_service) == (
        case.payer,
        case.services,
        case.date_of_service,
    )
    assert _facts(alone) == {name: written(each.value) for name, each in case.facts.items()}
    assert filled(_chart(*sent("referenced"), _form(case)), "form", LIBRARY).case == alone.case


MISFITS = {
    "another patient": ({"subject": {"reference": "Patient/p2"}}, "Patient/p1"),
    "nobody": ({"subject": None}, "Patient/p1"),
    "another payer": (
        {"questionnaire": "http://localhost:8000/fhir/Questionnaire/cigna-0040"},
        "one of Florida Blue",
    ),
    "no form of ours": ({"questionnaire": "http://example.org/Questionnaire/x"}, "a form of one of"),
    "another version": (
        {"questionnaire": f"http://localhost:8000/fhir/Questionnaire/{FLORIDA}|1999-01-01"},
        "2026-02-15",
    ),
}


@pytest.mark.parametrize("way", list(MISFITS))
def test_a_form_about_something_else_is_refused(way: str) -> None:
    changes, said = MISFITS[way]
    with pytest.raises(Unreadable, match=said):
        filled(_chart(*CHART, _form(_case(), **changes)), "chart", LIBRARY)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("service", {"valueString": "22513"}, "22514"),
        (
            "technique",
            {"valueCoding": {"system": "urn:coverline:facts", "code": "vertebroplasty"}},
            "balloon",
        ),
        ("levels", {"valueCoding": {"system": "urn:coverline:facts", "code": "L2"}}, "L1"),
        ("date_of_service", {"valueDate": "2026-04-20"}, "2026-03-16"),
        (
            "product",
            {"valueCoding": {"system": "urn:coverline:facts", "code": "commercial_hmo"}},
            "commercial_ppo",
        ),
    ],
)
def test_a_form_cannot_change_the_order(name: str, answer: Resource, said: str) -> None:
    with pytest.raises(Unreadable, match=f"{name}.*{said}"):
        filled(_chart(*CHART, _with(_form(_case()), name, **answer)), "chart", LIBRARY)


def test_an_answer_that_cannot_be_read_is_told_with_its_item() -> None:
    form = _with(_form(_case()), "device_fda_cleared", valueString="perhaps")
    with pytest.raises(Unreadable, match=r"item\[.*device_fda_cleared.*perhaps"):
        filled(_chart(*CHART, form), "chart", LIBRARY)


def test_answers_that_exclude_each_other_are_told() -> None:
    form = _with(_form(_case()), "symptomatic", valueBoolean=False)
    with pytest.raises(Unreadable, match="symptomatic"):
        filled(_chart(*CHART, form), "chart", LIBRARY)


def test_several_forms_without_an_order_are_not_one_case() -> None:
    forms = [_form(_case()), _form(_case(), id="other")]
    with pytest.raises(Unreadable, match="several forms"):
        filled(_chart(*forms), "chart", LIBRARY)


def test_a_form_alone_without_a_day_or_a_service_is_no_case() -> None:
    for name, said in (("date_of_service", "day"), ("service", "code")):
        with pytest.raises(Unreadable, match=said):
            filled(_with(_form(_case()), name), "form", LIBRARY)


def test_a_fact_is_never_taken_from_what_a_form_leaves_out() -> None:
    """However little of a form is sent, what is left out is unknown: the answer is met or asks."""
    whole = _with(_form(_case()), "conservative_treatment_failed", valueBoolean=True)
    whole = _with(whole, "device_fda_cleared", valueBoolean=True)
    facts = [each["linkId"] for group in whole["item"][1:] for each in group["item"]]
    for name in facts:
        found = filled(_chart(*CHART, _with(whole, name)), "chart", LIBRARY).case
        assert found is not None
        assert LIBRARY.decide(found).outcome in (Outcome.MET, Outcome.NEEDS_INFORMATION), name


def test_the_case_says_where_its_facts_come_from() -> None:
    found = filled(_form(_case()), "form", LIBRARY).case
    assert found is not None
    known = found.facts["indication"]
    assert isinstance(known, Known)
    assert known.source == "QuestionnaireResponse/form"
    assert known.recorded_on is not None
    assert known.recorded_on.first == date(2026, 3, 3)
