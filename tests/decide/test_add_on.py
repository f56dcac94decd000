"""An add-on code without any of the codes that it adds to is warned of, and changes nothing."""

from dataclasses import replace

import pytest

from coverline.model.case import Case, Service
from tests.decide.test_determinations import CASE, LIBRARY

ADD_ON = "add-on-without-primary"


def warned(case: Case) -> list[list[str]]:
    """For each part, the text of its warnings on add-on codes."""
    parts = LIBRARY.decide(case).services
    return [[each.text for each in part.warnings if each.id == ADD_ON] for part in parts]


def asking(*services: Service) -> Case:
    return replace(CASE, services=services)


FURTHER = Service("22512", "vertebroplasty", ("L2",))


def test_an_add_on_code_alone_names_the_codes_that_it_adds_to() -> None:
    ((text,),) = warned(asking(FURTHER))
    assert "22512" in text
    assert "22510 or 22511" in text


@pytest.mark.parametrize("code", ["22510", "22511", " 22.511"])
def test_any_of_its_codes_is_enough_wherever_it_stands(code: str) -> None:
    first = Service(code, "vertebroplasty", ("L1",))
    assert warned(asking(FURTHER, first)) == [[], []]
    assert warned(asking(first, FURTHER)) == [[], []]


@pytest.mark.parametrize("code", ["22512", "22513", "22514", "C7504"])
def test_other_codes_are_not_enough(code: str) -> None:
    other = Service(code, "vertebroplasty", ("L1",))
    assert [bool(each) for each in warned(asking(FURTHER, other))] == [True, code == "22512"]


def test_kyphoplasty_has_codes_of_its_own() -> None:
    further = Service("22515", "balloon_kyphoplasty", ("T12",))
    case = replace(asking(further), payer="floridablue", date_of_service=CASE.date_of_service)
    ((text,),) = warned(case)
    assert "22513 or 22514" in text
    assert warned(replace(case, services=(further, Service("22513", "balloon_kyphoplasty", ("T11",))))) == [
        [],
        [],
    ]


def test_the_warning_changes_no_outcome_and_has_a_reason_for_its_citation() -> None:
    alone, beside = (
        LIBRARY.decide(asking(FURTHER, *more)).services[0]
        for more in ((), (Service("22511", "vertebroplasty", ("L1",)),))
    )
    (warning,) = (each for each in alone.warnings if each.id == ADD_ON)
    assert (warning.cite.lines, bool(warning.cite.why)) == (None, True)
    rest = tuple(each for each in alone.warnings if each != warning)
    assert replace(alone, warnings=rest) == beside


def test_nothing_is_said_where_another_document_decides() -> None:
    assert warned(replace(asking(FURTHER), product="medicare_advantage_hmo")) == [[]]
