"""Cases of every form, and the values of their facts."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from coverline.language.cases import read_cases
from coverline.language.grammar.case import CASE_OF_ANY_PAYER
from coverline.model.case import Case, Known, Service, Value
from coverline.model.quantity import Duration, Span, Unit, month, year
from tests.language.example_files import VOCABULARY

START = "payer: plan\ndate_of_service: 2024-05-10\nservices: [{code: 22511}]\n"


def _case(text: str) -> Case:
    (read,) = read_cases(text, "case.yaml", VOCABULARY)
    assert read.case is not None, "\n".join(map(str, read.problems))
    return read.case


def test_a_whole_case() -> None:
    case = _case(
        "case: a\npayer: plan\nproduct: ppo\nstate: ma\ndate_of_service: 2024-05\nsetting: outpatient\n"
        "services:\n  - {code: 22511, technique: cement, levels: [L1, s1]}\n"
        "diagnoses: [M80.08XA, M80.08XA]\nfacts: {painful: yes}\n"
        "lesions:\n  - {levels: [L1], facts: {painful: no}}\n  - {levels: [S1]}\n"
    )
    assert (case.identifier, case.payer, case.product, case.state, case.setting) == (
        "a", "plan", "ppo", "MA", "outpatient",
    )  # fmt: skip
    assert case.date_of_service == month(2024, 5)
    assert case.services == (Service("22511", "cement", ("L1", "S1")),)
    assert case.diagnoses == ("M80.08XA", "M80.08XA")
    assert case.facts == {"painful": Known("painful", True)}
    assert [(lesion.levels, lesion.facts) for lesion in case.lesions] == [
        (("L1",), {"painful": Known("painful", False)}), (("S1",), {}),
    ]  # fmt: skip


@pytest.mark.parametrize("nothing", ["", "null", "~", "not documented", '""'])
def test_what_is_not_documented_is_absent(nothing: str) -> None:
    keys = ("case", "product", "state", "setting", "diagnoses", "lesions")
    fields = "".join(f"{key}: {nothing}\n" for key in keys)
    inside = nothing or "null"
    facts = f"facts: {{painful: {inside}, imaging: {{value: {inside}, source: a}}}}\n"
    services = f"services: [{{code: 22511, technique: {inside}, levels: {inside}}}]\n"
    assert _case(START.replace("services: [{code: 22511}]\n", services) + fields + facts) == _case(START)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("painful: yes", True),
        ("painful: FALSE", False),
        ("indication: tumor", "tumor"),
        ("imaging: []", frozenset()),
        ("imaging: [mri, ct, mri]", frozenset(["mri", "ct"])),
        ("fracture_date: 2024-02-29", Span.exactly(date(2024, 2, 29))),
        ("fracture_date: 2024-05", month(2024, 5)),
        ("fracture_date: 2024", year(2024)),
        ("fracture_age: 1 week", Duration(1, Unit.WEEKS)),
        ("fracture_age: 0 days", Duration(0, Unit.DAYS)),
        ("fracture_age: 150 years", Duration(150, Unit.YEARS)),
        ("height: 33", Fraction(33)),
        ("height: 33 percent", Fraction(33)),
        ("height: 33%", Fraction(33)),
        ("height: 33.5", Fraction(67, 2)),
        ("height: one third", Fraction(100, 3)),
    ],
)
def test_values(fact: str, value: Value) -> None:
    name = fact.partition(":")[0]
    assert _case(START + f"facts: {{{fact}}}\n").facts == {name: Known(name, value)}


def test_a_value_with_its_source() -> None:
    facts = _case(START + "facts: {painful: {value: yes, source: note, date: 2024-03}}\n").facts
    assert facts == {"painful": Known("painful", True, source="note", recorded_on=month(2024, 3))}
    assert _case(START + "facts: {painful: {value: yes, source: , date: null}}\n").facts == {
        "painful": Known("painful", True)
    }


def test_json_says_the_same_as_yaml() -> None:
    text = (
        '{"payer": "plan",\n\t"date_of_service": "2024-05-10", "product": null,'
        ' "services": [{"code": 22511}],'
        ' "facts": {"painful": true, "height": 33.5, "imaging": ["mri"], "collapse": null}}'
    )
    (read,) = read_cases(text, "case.json", VOCABULARY)
    assert read.case == _case(START + "facts: {painful: yes, height: 33.5, imaging: [mri]}\n")


def test_the_name_is_the_identifier_or_else_the_file() -> None:
    text = f"- {{case: a, {_flow(START)}}}\n- {{{_flow(START)}}}\n- {{case: b, payer: none}}\n"
    assert [read.name for read in read_cases(text, "many.yaml", VOCABULARY)] == ["a", "many.yaml", "b"]


def _flow(text: str) -> str:
    return ", ".join(text.splitlines())


def test_json_lines_are_told_by_name_or_by_form() -> None:
    line = '{"payer": "plan", "date_of_service": "2024-05-10", "services": [{"code": "22511"}]}\n'
    for name, text in (("many.jsonl", line), ("many.ndjson", line + "\n" + line), ("-", line + line)):
        read = read_cases(text, name, VOCABULARY)
        assert [each.case for each in read] == [_case(START)] * text.count("payer")
    assert len(read_cases(line.replace(", ", ",\n"), "-", VOCABULARY)) == 1


def test_a_broken_line_stops_nothing() -> None:
    line = '{"payer": "plan", "date_of_service": "2024-05-10", "services": [{"code": "22511"}]}'
    good, broken, other = read_cases(f'{line}\n{{"payer"\n{line}\n', "-", VOCABULARY)
    assert (good.problems, other.problems) == ((), ())
    assert [problem.line for problem in broken.problems] == [2]


def test_an_empty_file_of_lines_is_a_problem() -> None:
    (read,) = read_cases("\n", "many.jsonl", VOCABULARY)
    assert str(read.problems[0]) == "many.jsonl: found nothing; expected some content"


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(START)
    (read,) = read_cases(path, "case.yaml", VOCABULARY)
    assert read.case == _case(START)
    (missing,) = read_cases(tmp_path / "none.yaml", "none.yaml", VOCABULARY)
    assert missing.case is None
    assert "no file" in str(missing.problems[0])


def test_a_service_alone_is_asked_about_at_every_lesion() -> None:
    assert _case(START + "lesions: [{levels: [L1]}, {levels: [S1]}]\n").lesions[1].levels == ("S1",)


@pytest.mark.parametrize("day", ["2024-05", "2024", "2024-05-10"])
def test_a_date_that_can_lie_before_the_service_is_no_problem(day: str) -> None:
    assert "fracture_date" in _case(START + f"facts: {{fracture_date: {day}}}\n").facts


def test_a_repeated_key_hides_no_other_problem() -> None:
    text = START + "facts: {painful: maybe}\npayer: one\n"
    (read,) = read_cases(text, "case.yaml", VOCABULARY)
    assert read.case is None
    assert len({problem.line for problem in read.problems}) == 2


@pytest.mark.parametrize("payer", ["", "payer: null\n", "payer: not documented\n"])
@pytest.mark.parametrize("form", ["document", "list", "lines"])
def test_a_case_of_any_payer_need_not_name_one(payer: str, form: str) -> None:
    text = {
        "document": payer + START.removeprefix("payer: plan\n"),
        "list": "- {date_of_service: 2024-05-10, services: [{code: 22511}]}\n",
        "lines": '{"date_of_service": "2024-05-10", "services": [{"code": "22511"}]}\n' * 2,
    }[form]
    for read in read_cases(text, "cases", VOCABULARY, CASE_OF_ANY_PAYER):
        assert read.case == replace(_case(START), payer="")
    assert all(read.case is None for read in read_cases(text, "cases", VOCABULARY))


def test_a_payer_that_is_named_must_be_known_even_where_any_will_do() -> None:
    (read,) = read_cases(START.replace("plan", "acme"), "case.yaml", VOCABULARY, CASE_OF_ANY_PAYER)
    assert "acme" in str(read.problems[0])
