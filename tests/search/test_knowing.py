"""Where an answer belongs in a case of several levels, and the paths that such levels share."""

from coverline.model.case import Case, Known, Lesion, Service
from coverline.model.quantity import Span
from coverline.search.alone import parts_under
from coverline.search.knowing import Place, knowing, place_of
from tests.laws.real import DAYS, LIBRARY

SERVICE = Service("22511", "vertebroplasty", ("L1", "L2", "L3"))
YES = Known("symptomatic", True)


def case_with(*lesions: Lesion) -> Case:
    return Case("bcbsma", Span.exactly(DAYS["bcbsma"]), (SERVICE,), lesions=lesions)


def test_without_lesions_all_levels_share_an_answer() -> None:
    case = case_with()
    parts = parts_under(case, LIBRARY.plan_for(case), LIBRARY.procedure_codes)
    assert {place_of("symptomatic", part, case) for part in parts} == {Place("symptomatic")}
    assert knowing(case, Place("symptomatic"), YES).facts == {"symptomatic": YES}


def test_with_lesions_an_answer_is_of_the_levels_of_its_own() -> None:
    case = case_with(Lesion(("L1", "L2"), {}))
    parts = parts_under(case, LIBRARY.plan_for(case), LIBRARY.procedure_codes)
    places = [place_of("symptomatic", part, case) for part in parts]
    assert [each.levels for each in places] == [("L1", "L2"), ("L1", "L2"), ("L3",)]
    for place in places:
        case = knowing(case, place, YES)
    assert case.facts == {}
    assert [(each.levels, each.facts) for each in case.lesions] == [
        (("L1", "L2"), {"symptomatic": YES}),
        (("L3",), {"symptomatic": YES}),
    ]
