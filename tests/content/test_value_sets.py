"""The shipped value sets and the places of charts: real codes, paths that can be followed, honest limits."""

import re
from collections.abc import Iterator

import pytest

from coverline.codesets import icd10cm
from coverline.intake.fhirpath import compiled
from coverline.intake.kinds import KINDS
from coverline.library import Library
from coverline.model.chart import ChartPlace, Lasts, Reads
from coverline.model.criteria import Test, walk
from coverline.model.terms import CodeTable
from coverline.model.vocabulary import Kind

LIBRARY = Library.load()
TERMS = LIBRARY.content.terms
PLACES = [(fact.name, place) for fact in LIBRARY.vocabulary.facts.values() for place in fact.chart]
TABLES = (TERMS.members, TERMS.levels, TERMS.techniques, TERMS.settings, TERMS.products)
FORMS = {
    "CPT": "[0-9]{4}[0-9T]",
    "HCPCS": "[A-V][0-9]{1,4}",
    "LOINC": "[0-9]{3,5}-[0-9]",
    "RxNorm": "[0-9]{3,7}",
}


def codes(system: str) -> list[str]:
    """Every code, and every beginning of codes, of a system."""

    def of(table: CodeTable) -> Iterator[str]:
        yield from (code for name, code in (*table.exact, *table.beginnings) if name == system)

    return sorted({code for table in TABLES for code in of(table)})


@pytest.mark.parametrize("code", codes("ICD-10-CM"))
def test_every_diagnosis_code_begins_one_of_the_official_list(code: str) -> None:
    assert icd10cm.between(code, code)


@pytest.mark.parametrize("code", codes("SNOMED CT"))
def test_every_snomed_number_ends_in_its_check_digit(code: str) -> None:
    product = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
               [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
               [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
               [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]  # fmt: skip
    permuted = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    for _ in range(6):
        permuted.append([permuted[1][each] for each in permuted[-1]])
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = product[check][permuted[place % 8][int(digit)]]
    assert check == 0, code


@pytest.mark.parametrize("system", FORMS)
def test_every_code_has_the_form_of_its_system(system: str) -> None:
    assert codes(system)
    assert [code for code in codes(system) if not re.fullmatch(FORMS[system], code)] == []


def test_every_level_of_the_spine_has_a_code() -> None:
    named = {names for names in TERMS.levels.exact.values() if len(names) == 1}
    assert {level for (level,) in named} == set(LIBRARY.vocabulary.levels)


def test_every_value_set_is_used() -> None:
    asked = {each for _, place in PLACES for sets in place.where.values() for each in sets}
    asked |= {
        each
        for _, place in PLACES
        if isinstance(place.value, Reads) and place.value.choices
        for sets in place.value.choices.values()
        for each in sets
    }
    assert set(TERMS.sets) - asked == {"program-of-the-state"}  # a coverage's, not a fact's


def paths(place: ChartPlace) -> Iterator[str]:
    yield from place.where
    yield from (place.provided,) if place.provided is not None else ()
    match place.value:
        case Reads(path):
            yield path
        case Lasts(since, until, ongoing):
            yield from (since, until, ongoing)
        case _:
            pass


@pytest.mark.parametrize("path", sorted({path for _, place in PLACES for path in paths(place)}))
def test_every_path_can_be_followed(path: str) -> None:
    assert compiled(path)({"resourceType": "Basic"}, lambda _: None) in ([], [True], [False])


def test_every_kind_of_resource_that_records_a_fact_is_known() -> None:
    assert {place.resource for _, place in PLACES} <= set(KINDS)


def test_no_criterion_takes_what_a_chart_does_not_show_for_absent() -> None:
    """A chart shows members of a set and never that there are no others, so no outcome may rest on one."""
    sets = {fact.name for fact in LIBRARY.vocabulary.facts.values() if fact.kind is Kind.SET}
    tested = {
        each.body.fact
        for versions in LIBRARY.policies.values()
        for policy in versions
        for position in policy.positions
        for each in walk(position.criteria)
        if isinstance(each.body, Test)
    }
    assert tested
    assert not tested & sets
