"""The law of the pages: they say what the library says of the same case, and ask what it asks."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverline.decide.facts import Undecidable
from coverline.language.cases import read_cases
from coverline.library.comparison import compared
from coverline.model.case import Case, Known
from coverline.model.quantity import Span
from coverline.search.knowing import knowing
from coverline.search.next_question import next_question
from tests.laws.real import cases
from tests.web.forms import LIBRARY, carrying, hidden, outcomes, place, post, worked_cases


def decided(case: Case) -> list[str] | None:
    """The outcome of each part; None where the case contradicts itself."""
    try:
        return [each.outcome.value for each in LIBRARY.decide(case).services]
    except Undecidable:
        return None


WORKED = {name: case for name, case in worked_cases() if decided(case)}


def is_written(case: Case) -> bool:
    """Whether a form can carry the case: its day is a day, a month or a year."""
    day = case.date_of_service
    return day.is_exact or " to " not in str(day)


@settings(max_examples=60)
@given(cases(share=0.4).filter(is_written))
def test_the_answer_page_says_what_the_library_decides(case: Case) -> None:
    expected = decided(case)
    found = post("/answer", carrying(case))
    if expected is None:
        assert found.status == 400
    else:
        assert (found.status, outcomes(found.page)) == (200, expected)


@settings(max_examples=15)
@given(cases().filter(is_written).filter(decided))
def test_the_payers_page_says_what_the_library_decides(case: Case) -> None:
    try:
        expected = [each.part.outcome.value for part in compared(case, LIBRARY) for each in part]
    except Undecidable:
        return
    assert outcomes(post("/payers", carrying(case)).page) == expected


@pytest.mark.parametrize("name", WORKED)
def test_the_answer_to_a_worked_case_is_the_library_s(name: str) -> None:
    case = WORKED[name]
    found = post("/answer", carrying(case))
    assert (found.status, outcomes(found.page)) == (200, decided(case))
    # People deny, and a plan approves.
    assert not re.search(r"\b(denied|denial|approved|rejected)\b", found.page, re.IGNORECASE)


@settings(max_examples=20)
@given(case=cases(share=0.2).filter(is_written).filter(decided), data=st.data())
def test_the_questions_are_those_of_the_library_in_its_order(case: Case, data: st.DataObject) -> None:
    page = post("/next", carrying(case)).page
    asked = []
    for _ in range(4):
        plan = LIBRARY.plan_for(case)
        expected = next_question(case, plan, LIBRARY.procedure_codes, frozenset(asked))
        if expected is None:
            assert outcomes(page) == decided(case)
            return
        assert place(page) == expected.place.fact
        asked.append(expected.place)
        fields = hidden(page, "/question")
        fact = LIBRARY.vocabulary.facts.get(expected.place.fact)
        if fact is not None and fact.values and data.draw(st.booleans()):
            value = data.draw(st.sampled_from(fact.values))
            known = Known(fact.name, frozenset({value}) if fact.kind.value == "set" else value)
            found = post("/question", [*fields, ("value", value)])
            if found.status == 422:
                assert decided(knowing(case, expected.place, known)) is None
                return
            case = knowing(case, expected.place, known)
        else:
            found = post("/question", [*fields, ("silent", "yes")])
        page = found.page


def test_moving_the_date_is_deciding_on_that_date() -> None:
    text = """
payer: floridablue
date_of_service: 2026-03-10
services: [{code: "22511", technique: vertebroplasty, levels: [L1]}]
facts: {indication: osteoporotic_fracture, symptomatic: yes, fracture_date: 2026-01-20,
  conservative_treatment_duration: 5 weeks, conservative_treatment_failed: yes, pain_severity: severe}
"""
    (read,) = read_cases(text, "case.yaml", LIBRARY.vocabulary)
    assert read.case is not None
    for day, weeks in (("2026-03-16", "41 days"), ("2026-03-17", "6 weeks")):
        found = post("/move", carrying(read.case, ("day", day)))
        then_text = text.replace("2026-03-10", day).replace("5 weeks", weeks)
        (then,) = read_cases(then_text, "case.yaml", LIBRARY.vocabulary)
        assert then.case is not None
        assert outcomes(found.page) == decided(then.case)
        assert then.case.date_of_service == Span.exactly(then.case.date_of_service.last)
