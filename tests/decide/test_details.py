"""Details of an answer that no outcome shows: names, systems, citations, days and categories."""

from dataclasses import replace
from datetime import date

import pytest

from coverline.decide.facts import Contradiction
from coverline.decide.fields import Fields
from coverline.decide.meaning import Situation, truth_unknown
from coverline.decide.warnings import raised
from coverline.library import Library
from coverline.model.case import Case, Known, Service
from coverline.model.criteria import Among, Comparison, Elapsed, Test
from coverline.model.policy import Category, CategoryException, CodeEntry, CodeException, Finding, Warning
from coverline.model.quantity import Duration, Span, Unit, month
from coverline.model.truth import Truth
from tests.decide.test_engine import CALM, CASE, WORDS, decided
from tests.laws.generated import CITE, policy

LIBRARY = Library.load()
MASSACHUSETTS = Case(
    payer="bcbsma",
    product="commercial_ppo",
    date_of_service=Span.exactly(date(2020, 9, 15)),
    services=(Service("22511", "vertebroplasty", ("L1",)),),
)
CIGNA = replace(MASSACHUSETTS, payer="cigna", date_of_service=Span.exactly(date(2024, 9, 10)))


@pytest.mark.parametrize(
    ("state", "named"),
    [
        ("FL", ["LCD L34976 (First Coast)"]),
        ("CA", ["LCD L34106 (Noridian)", "LCD L34228 (Noridian)"]),
        (None, ["the LCD of the state's Medicare contractor"]),
    ],
)
def test_a_coverage_determination_is_that_of_the_states_contractor(
    state: str | None, named: list[str]
) -> None:
    answer = LIBRARY.decide(replace(CIGNA, product="medicare_advantage_hmo", state=state))
    assert [each.what for each in answer.refer_to] == named


def test_a_finding_names_its_code_system_whether_listed_or_not() -> None:
    answer = LIBRARY.decide(replace(MASSACHUSETTS, diagnoses=("M80.08XA", "S32.010A")))
    assert {each.code: each.system for each in answer.code_findings} == {
        "22511": "CPT",
        "M80.08XA": "ICD-10-CM",
        "S32.010A": "ICD-10-CM",
    }
    unlisted = LIBRARY.decide(replace(CIGNA, services=(Service("0QU03JZ", "vertebroplasty", ("L1",)),)))
    assert [each.system for each in unlisted.code_findings] == ["ICD-10-PCS"]


def test_a_misprint_says_what_is_meant_and_where_it_is_printed() -> None:
    (finding,) = LIBRARY.decide(replace(MASSACHUSETTS, diagnoses=("D47.29",))).code_findings[1:]
    assert "D47.Z9 is meant" in finding.note
    assert finding.cite is not None
    assert finding.cite.lines == (139, 139)


@pytest.mark.parametrize(
    ("calm", "category"), [(False, Category.NOT_COVERED), (None, Category.INVESTIGATIONAL)]
)
def test_a_category_by_exception_holds_only_where_its_fact_is_known(
    calm: bool | None, category: Category
) -> None:
    never = Test("deep", Among(frozenset({True})))
    version = policy(never, None, False, (None, None))
    exception = CategoryException(
        (replace(CALM, relation=Among(frozenset({False}))),), Category.NOT_COVERED, CITE
    )
    position = version.positions[0]
    position = replace(position, otherwise=replace(position.otherwise, exceptions=(exception,)))
    facts = {"deep": False} if calm is None else {"deep": False, "calm": calm}
    assert decided(replace(version, positions=(position,)), **facts).category is category


@pytest.mark.parametrize(
    ("began", "says"),
    [(Span.exactly(date(2024, 5, 1)), "Wait (2024-06-12)"), (month(2024, 5), "Wait"), (None, "Wait")],
)
def test_a_day_is_named_only_where_the_beginning_is_an_exact_day(began: Span | None, says: str) -> None:
    later = Test("began_ago", Elapsed(Comparison.AT_LEAST, Duration(6, Unit.WEEKS)))
    warning = Warning("wait", (), "Wait", CITE, names_day_when=later)
    day = CASE.date_of_service
    values = {} if began is None else {"began": began}
    (found,) = raised([warning], Fields({}, None, day), (Situation(day.last, values),), WORDS, decides=True)
    assert found.text == says


def test_a_code_of_no_known_form_says_so() -> None:
    services = (Service("ABC", "vertebroplasty", ("L1",)),)
    (finding,) = LIBRARY.decide(replace(MASSACHUSETTS, services=services)).code_findings
    assert (finding.finding, finding.note) == (Finding.INVALID, "no procedure code has this form")


@pytest.mark.parametrize(("calm", "finding"), [(True, Finding.INVESTIGATIONAL), (None, Finding.LISTED)])
def test_a_mark_of_a_code_holds_only_where_its_fact_is_known(calm: bool | None, finding: Finding) -> None:
    version = policy(CALM, None, False, (None, None))
    dagger = CodeException("dagger", (CALM,), Finding.INVESTIGATIONAL, CITE)
    marked = CodeEntry("CPT", ("11111",), Finding.LISTED, CITE, (dagger,))
    codes = replace(version.codes, procedures=(marked,), lists_procedures=True)
    facts = {} if calm is None else {"calm": calm}
    answer = decided(replace(version, codes=codes), **facts)
    assert [each.finding for each in answer.code_findings] == [finding]


def test_a_technique_without_a_fate_is_somebody_elses() -> None:
    version = policy(CALM, None, False, (None, None))
    bare = replace(version, scope=replace(version.scope, hands_over=()))
    answer = decided(bare, replace(CASE, services=(Service("44444"),)))
    assert [each.what for each in answer.refer_to] == ["another policy"]


@pytest.mark.parametrize(
    ("values", "truth"), [({True, False}, Truth.YES), ({True}, Truth.UNKNOWN), (set(), Truth.NO)]
)
def test_an_unknown_fact_is_known_to_be_among_all_its_values_or_none(values: set[bool], truth: Truth) -> None:
    assert truth_unknown(Among(frozenset(values)), WORDS.facts["calm"], date(2024, 5, 15)) is truth


def test_a_contradiction_says_what_was_found_and_expected() -> None:
    facts = {"fracture_healed": True, "pain_from_nonhealing_fracture": True}
    known = {name: Known(name, value) for name, value in facts.items()}
    with pytest.raises(Contradiction, match=r"found fracture_healed.*, expected "):
        LIBRARY.decide(replace(MASSACHUSETTS, facts=known))
