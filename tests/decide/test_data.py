"""The JSON form of an answer, on determinations made by hand."""

import json
from fractions import Fraction

import pytest

from coverline.decide.data import as_data, operator
from coverline.model.case import Known, Value
from coverline.model.criteria import (
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    Body,
    Citation,
    Criterion,
    Fixed,
    NoneOf,
    NotThis,
    Test,
)
from coverline.model.determination import (
    Action,
    CodeFinding,
    Determination,
    DocumentToSend,
    Explanation,
    Missing,
    Outcome,
    Part,
    PolicyInForce,
    RaisedWarning,
    Referral,
)
from coverline.model.policy import Authorization, Category, Finding
from coverline.model.quantity import Duration, Unit
from coverline.model.truth import Truth
from coverline.sources.register import Register, Section, SourceDocument

SECTIONS = (Section("Commercial policy", (30, 50)), Section("Early fractures", (45, 46)))
DOCUMENT = SourceDocument("doc", "doc.txt", "A payer", None, "A policy", (), "0" * 64, 90, SECTIONS)
REGISTER = Register({"doc": DOCUMENT})
LINE = Citation((37, 37))
SYMPTOMATIC = Criterion("symptomatic", "Symptomatic", LINE, Test("symptomatic", Among(frozenset({True}))))


def determination(**changes: object) -> Determination:
    fields: dict[str, object] = {
        "outcome": Outcome.NOT_MET,
        "category": None,
        "action": Action.CLINICAL_REVIEW,
        "policy": PolicyInForce("a-policy", "A policy", "1", "2020-01-01", None),
        "prior_authorization": Authorization.NOT_REQUIRED,
        "missing": (),
        "refer_to": (),
        "code_findings": (),
        "warnings": (),
        "documents": (),
        "assumed": (),
        "explanation": None,
    }
    return Determination(**{**fields, **changes})  # type: ignore[arg-type]


def test_every_field_of_the_contract_is_there_and_is_json() -> None:
    data = as_data(
        determination(
            category=Category.INVESTIGATIONAL,
            missing=(Missing("symptomatic", "Does it hurt?"),),
            refer_to=(Referral("LCD L1", "Medicare", Citation((45, 46))),),
            code_findings=(CodeFinding("22511", "CPT", Finding.NOT_LISTED, "no list has it"),),
            warnings=(RaisedWarning("undated", "No date is printed", Citation(None, "the header is lost")),),
            documents=(DocumentToSend("Imaging report", LINE),),
            assumed=("product",),
            content_hash="abc",
        ),
        REGISTER,
        "doc",
    )
    unlisted = {"page": None, "heading": None, "bullet": []}
    commercial = {
        "section": "Commercial policy",
        "lines": [37, 37],
        **unlisted,
        "said": "Commercial policy",
    }
    early = {"section": "Early fractures", "lines": [45, 46], **unlisted, "said": "Early fractures"}
    assert json.loads(json.dumps(data)) == {
        "outcome": "not_met",
        "category": "investigational",
        "action": "clinical_review",
        "policy": {
            "id": "a-policy",
            "title": "A policy",
            "version": "1",
            "effective_from": "2020-01-01",
            "effective_to": None,
        },
        "prior_authorization": "not_required",
        "missing": [{"fact": "symptomatic", "question": "Does it hurt?"}],
        "refer_to": [{"what": "LCD L1", "why": "Medicare", "cite": early}],
        "code_findings": [
            {
                "code": "22511",
                "system": "CPT",
                "finding": "not_listed",
                "note": "no list has it",
                "cite": None,
            }
        ],
        "warnings": [
            {
                "id": "undated",
                "text": "No date is printed",
                "cite": {"section": "the header is lost", "lines": None},
            }
        ],
        "documents": [{"what": "Imaging report", "cite": commercial}],
        "assumed": ["product"],
        "content_hash": "abc",
        "explanation": None,
        "services": [],
    }


@pytest.mark.parametrize(("level", "levels"), [("L1", ["L1"]), (None, [])])
def test_parts_have_the_same_form_and_name_their_service(level: str | None, levels: list[str]) -> None:
    part = determination(outcome=Outcome.MET, part=Part(1, "22511", level))
    whole = as_data(determination(services=(part,)), REGISTER, "doc")
    assert "service" not in whole
    (data,) = whole["services"]
    assert data["service"] == {"index": 1, "code": "22511", "levels": levels}
    assert data["outcome"] == "met"
    assert set(data) == {*whole, "service"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "yes"),
        (Duration(6, Unit.WEEKS), "6 weeks"),
        (frozenset({"xray", "mri"}), "mri and xray"),
        (Fraction(67, 2), "33.5 percent"),
    ],
)
def test_facts_of_a_node_are_in_the_words_of_a_case(value: Value, said: str) -> None:
    node = Explanation(SYMPTOMATIC, Truth.YES, (Known("symptomatic", value, source="Visit, page 2"),), ())
    data = as_data(determination(explanation=node), REGISTER, "doc")["explanation"]
    assert data["facts"] == [
        {"fact": "symptomatic", "value": said, "from": "stated", "source": "Visit, page 2"}
    ]


def test_a_tree_keeps_its_order_and_its_results() -> None:
    child = Explanation(SYMPTOMATIC, Truth.YES, (Known("symptomatic", True, derived=True),), ())
    other = Explanation(Criterion("never", "Never", LINE, Fixed(Truth.NO)), Truth.NO, (), ())
    group = Criterion("both", "Both", Citation((37, 46)), AllOf((SYMPTOMATIC, other.criterion)))
    tree = Explanation(group, Truth.NO, (), (child, other))
    data = as_data(determination(explanation=tree), REGISTER, "doc")["explanation"]
    assert (data["id"], data["label"], data["result"], data["operator"]) == ("both", "Both", "no", "all")
    assert [each["id"] for each in data["children"]] == ["symptomatic", "never"]
    assert data["children"][0]["facts"][0]["from"] == "derived"
    assert data["cite"]["lines"] == [37, 46]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (AllOf((SYMPTOMATIC,)), "all"),
        (AnyOf((SYMPTOMATIC,)), "any"),
        (NoneOf((SYMPTOMATIC,)), "none"),
        (NotThis(SYMPTOMATIC), "not"),
        (AtLeast(1, (SYMPTOMATIC,)), "at_least"),
        (SYMPTOMATIC.body, "test"),
        (Fixed(Truth.NO), "fixed"),
    ],
)
def test_every_operator_has_its_name_in_the_contract(body: Body, name: str) -> None:
    assert operator(body) == name
