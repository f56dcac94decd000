"""Responses of every shape: what is read from them, and what is said of what cannot be read."""

from contextlib import suppress
from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.decide.facts import Undecidable
from coverline.forms import answered, case_of, drafts, read
from coverline.forms.reading import Said
from coverline.model.case import Case, Known, Lesion, Service
from coverline.model.quantity import Duration, Span, Unit, month
from coverline.model.vocabulary import Kind
from coverline.problem import Unreadable
from tests.fhir.resources import Resource
from tests.forms.everything import ADDRESS, CONTEXT
from tests.laws.real import LIBRARY, cases

FORM = f"{ADDRESS}/fhir/Questionnaire/bcbsma-484|2017-10-01"
FACTS = "urn:coverline:facts"
TODAY = date(2024, 1, 1)


def response(*items: Resource, **changes: Any) -> Resource:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "r",
        "questionnaire": FORM,
        "status": "completed",
        "subject": {"reference": "Patient/p"},
        "authored": "2024-03-01T10:00:00Z",
        "item": list(items),
    } | changes


def said(name: str, *answers: Resource) -> Resource:
    return {"linkId": name, "answer": list(answers)}


def code(value: str, system: str | None = FACTS) -> Resource:
    return {"valueCoding": {"code": value} | ({"system": system} if system else {})}


def amount(value: object, unit: str) -> Resource:
    return {"valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": unit}}


SYMPTOMATIC = said("symptomatic", {"valueBoolean": True})
CHANGED = {"linkId": "symptomatic", "modifierExtension": [{"url": "x", "valueBoolean": True}]}
PROPHYLACTIC = said("prophylactic", {"valueBoolean": False})


@pytest.mark.parametrize(
    ("name", "answers", "value"),
    [
        ("symptomatic", [{"valueBoolean": False}], False),
        ("indication", [code("hemangioma")], "hemangioma"),
        ("pain_severity", [code("none")], "none"),
        ("fracture_date", [{"valueDate": "2024-02"}], month(2024, 2)),
        ("fracture_date", [{"valueDateTime": "2024-02-03T10:00:00+01:00"}], Span.exactly(date(2024, 2, 3))),
        ("fracture_age", [amount(6, "wk")], Duration(6, Unit.WEEKS)),
        ("conservative_treatment_duration", [amount(3.0, "mo")], Duration(3, Unit.MONTHS)),
        ("vertebral_height_remaining", [{"valueDecimal": 33.3}], Fraction(333, 10)),
        ("vertebral_height_remaining", [{"valueInteger": 40}], Fraction(40)),
        ("vertebral_height_remaining", [amount(40, "%")], Fraction(40)),
        ("imaging", [code("mri"), code("ct")], frozenset({"mri", "ct"})),
        ("imaging", [code("none-of-these")], frozenset()),
    ],
)
def test_each_kind_of_fact(name: str, answers: list[Resource], value: object) -> None:
    found = read(response(said(name, *answers)), LIBRARY)
    assert found.problems == ()
    known = found.facts[name]
    assert (known.value, known.source, known.recorded_on) == (
        value, "QuestionnaireResponse/r", Span.exactly(date(2024, 3, 1)),
    )  # fmt: skip
    assert found.provenance == (Said(name, "QuestionnaireResponse/r", "item[0]", "2024-03-01", None),)


@pytest.mark.parametrize(
    "silent",
    [
        {"linkId": "symptomatic"},
        said("symptomatic"),
        {"linkId": "symptomatic", "answer": None},
        said("symptomatic", {}),
        said("symptomatic", {"_valueBoolean": {"extension": [{"url": "x", "valueCode": "unknown"}]}}),
        said("symptomatic", {"valueBoolean": None}),
    ],
)
def test_what_is_not_answered_is_unknown(silent: Resource) -> None:
    found = read(response(silent), LIBRARY)
    assert (found.facts, found.problems) == ({}, ())


@pytest.mark.parametrize(
    ("name", "answers", "message"),
    [
        ("symptomatic", [{"valueString": "no"}], "found valueString no; expected valueBoolean"),
        ("symptomatic", [{"valueBoolean": 0}], "found valueBoolean 0; expected valueBoolean"),
        (
            "symptomatic",
            [{"valueBoolean": True}, {"valueBoolean": False}],
            "found 2 answers: yes, no; expected one",
        ),
        (
            "indication",
            [code("hemangioma", "http://snomed.info/sct")],
            "expected valueCoding of urn:coverline:facts",
        ),
        ("indication", [code("hemangiomas")], "hemangioma"),
        ("indication", [code("not documented")], "found an empty text; expected an answer, or none"),
        ("fracture_date", [{"valueDate": "2024-02-31"}], "2024-02-31"),
        ("fracture_date", [{"valueDate": "last spring"}], "last spring"),
        ("fracture_age", [amount(6.5, "wk")], "found 6.5 wk; expected valueQuantity, a whole"),
        ("fracture_age", [amount(6, "h")], "found 6 h; expected"),
        (
            "fracture_age",
            [{"valueQuantity": {"value": 6, "code": "wk", "comparator": ">"}}],
            "found 6 wk; expected",
        ),
        ("fracture_age", [amount(-6, "wk")], "-6 weeks"),
        ("fracture_age", [amount(float("nan"), "wk")], "expected valueQuantity"),
        ("vertebral_height_remaining", [{"valueDecimal": 140}], "140"),
        ("vertebral_height_remaining", [{"valueDecimal": True}], "found valueDecimal True"),
        ("imaging", [code("none-of-these"), code("ct")], "found none-of-these, ct; expected either"),
        ("levels", [code("L9")], "L9"),
        ("technique", [code("kyphoplasty")], "kyphoplasty"),
        ("setting", [code("home")], "found home; expected one of inpatient, outpatient"),
        ("service", [{"valueString": "DROP TABLE"}], "found DROP TABLE; expected a code of CPT"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_unknown(
    name: str, answers: list[Resource], message: str
) -> None:
    found = read(response({"linkId": "facts", "item": [said(name, *answers)]}), LIBRARY)
    (problem,) = found.problems
    assert str(problem).startswith(f"QuestionnaireResponse/r item[0].item[0] ({name}): found ")
    assert message in str(problem)
    assert not found.facts
    assert not found.fields


def test_an_unknown_question_is_a_problem_with_the_nearest() -> None:
    (problem,) = read(response(said("symptomatik", {"valueBoolean": True})), LIBRARY).problems
    assert str(problem) == (
        "QuestionnaireResponse/r item[0] (symptomatik): found linkId symptomatik; expected a question of the "
        'form; did you mean "symptomatic"?'
    )


@pytest.mark.parametrize(
    "nested",
    [
        [SYMPTOMATIC, PROPHYLACTIC],
        [{"linkId": "facts", "item": [SYMPTOMATIC, PROPHYLACTIC]}],
        [said("symptomatic", {"valueBoolean": True, "item": [PROPHYLACTIC]})],
        [SYMPTOMATIC, PROPHYLACTIC, SYMPTOMATIC],
    ],
)
def test_items_may_be_nested_in_any_way(nested: list[Resource]) -> None:
    found = read(response(*nested), LIBRARY)
    assert {name: each.value for name, each in found.facts.items()} == {
        "symptomatic": True, "prophylactic": False,
    }  # fmt: skip
    assert not found.problems


@pytest.mark.parametrize(
    ("form", "policy", "version", "message"),
    [
        (FORM, "bcbsma-484", "2017-10-01", None),
        (FORM.partition("|")[0], "bcbsma-484", None, None),
        (FORM.replace("2017-10-01", "2031"), "bcbsma-484", None, "found version 2031; expected one of 2017"),
        ("http://else.example/Questionnaire/x", None, None, "found http://else.example/Questionnaire/x; exp"),
        (None, None, None, "found none; expected a form of"),
    ],
)
def test_the_form_of_a_response(
    form: str | None, policy: str | None, version: str | None, message: str | None
) -> None:
    found = read(response(said("symptomatic", {"valueBoolean": True}), questionnaire=form), LIBRARY)
    assert (found.policy, found.version) == (policy, version)
    assert [message in str(each) for each in found.problems] == ([True] if message else [])
    assert found.facts["symptomatic"].value is True


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "entered-in-error"}, "r status: found entered-in-error; expected one of"),
        ({"status": None}, "found None"),
        ({"subject": {"reference": "Patient/other"}}, "r subject: found Patient/other; expected Patient/p"),
        ({"subject": None}, "found no subject; expected Patient/p"),
        ({"implicitRules": "http://rules.example"}, "r: found implicitRules; expected nothing that changes"),
        (
            {"item": [{"linkId": "facts", "item": [CHANGED]}]},
            "r: found item[0].item[0].modifierExtension; exp",
        ),
        ({"item": [said("prophylactic", CHANGED)]}, "r: found item[0].answer[0].modifierExtension; expected"),
        ({"resourceType": "Questionnaire"}, "response: found resource Questionnaire; expected"),
    ],
)
def test_what_is_refused(changes: Resource, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(response(**changes), LIBRARY, "Patient/p")
    assert message in str(refused.value)


def test_the_patient_is_the_same_on_every_server() -> None:
    subject = {"reference": "https://ehr.example.com/fhir/Patient/p/_history/3"}
    assert read(response(subject=subject), LIBRARY, "Patient/p").subject == subject["reference"]


def test_the_origin_of_an_answer_is_kept() -> None:
    case = Case(
        "bcbsma", Span.exactly(date(2020, 9, 15)), (Service("22511"),),
        facts={"symptomatic": Known("symptomatic", True, source="Observation/o")},
    )  # fmt: skip
    (draft,) = drafts(LIBRARY.version("bcbsma-484"), case, LIBRARY, ADDRESS, CONTEXT)
    assert {each.origin for each in read(draft, LIBRARY).provenance} == {"auto"}
    assert "symptomatic: yes, from Observation/o" in draft["text"]["div"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=5,
)


@given(case=cases(share=0.5), data=st.data())
def test_no_response_breaks_it_nor_turns_silence_into_a_no(case: Case, data: st.DataObject) -> None:
    """Elements taken away or replaced by anything: a message, or answers that can be decided."""
    (draft,) = drafts(LIBRARY.plan_for(case).versions[-1], case, LIBRARY, ADDRESS, CONTEXT)
    removed = data.draw(st.booleans())
    for _ in range(data.draw(st.integers(1, 4))):
        _damage(draft, data, None if removed else JSON)
    with suppress(Unreadable, Undecidable):
        found = read(draft, LIBRARY)
        for name, known in found.facts.items() if removed else ():
            if LIBRARY.vocabulary.facts[name].kind in (Kind.YES_NO, Kind.CHOICE):
                assert known.value == case.facts[name].value
        if found.policy is not None and (found.fields.get("service") or found.fields.get("technique")):
            LIBRARY.decide(case_of(found, LIBRARY, TODAY))


def _damage(holder: Any, data: st.DataObject, instead: st.SearchStrategy[Any] | None) -> None:
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    if isinstance(holder[key], dict | list) and data.draw(st.integers(0, 5)):
        _damage(holder[key], data, instead)
    elif instead is None or data.draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = data.draw(instead)


def test_reading_leaves_the_response_as_it_was() -> None:
    given = response(said("symptomatic", {"valueBoolean": True}))
    before = deepcopy(given)
    read(given, LIBRARY)
    assert given == before


def test_levels_of_their_own_keep_what_the_form_does_not_ask_for() -> None:
    own = {
        "contraindications": Known("contraindications", frozenset({"infection"})),
        "prophylactic": Known("prophylactic", True),
    }
    case = Case(
        "bcbsma", Span.exactly(date(2020, 9, 15)), (Service("22511", None, ("L1", "L3")),),
        facts={"imaging": Known("imaging", frozenset({"mri"})), "symptomatic": Known("symptomatic", False)},
        lesions=(Lesion(("L1",), own),),
    )  # fmt: skip
    told = answered(case, read(response(said("levels", code("L1")), SYMPTOMATIC), LIBRARY), LIBRARY)
    facts = {each.levels: {name: one.value for name, one in each.facts.items()} for each in told.lesions}
    assert facts == {
        ("L1",): {"contraindications": frozenset({"infection"}), "symptomatic": True},
        ("L3",): {"symptomatic": False},
    }
    assert list(told.facts) == ["imaging"]


def test_what_a_form_leaves_empty_is_taken_out_of_the_case() -> None:
    """A person may have cleared what the chart says."""
    facts = {"symptomatic": Known("symptomatic", True), "imaging": Known("imaging", frozenset({"mri"}))}
    case = Case("bcbsma", Span.exactly(date(2020, 9, 15)), (Service("22511"),), facts=facts)
    told = answered(case, read(response(PROPHYLACTIC), LIBRARY), LIBRARY)
    assert list(told.facts) == ["imaging", "prophylactic"]
