"""Durations as they have grown on a later day of service."""

from datetime import date

import pytest

from coverline.model.case import Known
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.search.alone import parts_under
from coverline.search.growth import grown
from coverline.search.passage import Passage
from tests.laws.real import LIBRARY, Case, Service

SERVICE = date(2024, 3, 31)


def lasted(facts: dict[str, object], day: date) -> dict[str, str]:
    known = {name: Known(name, value) for name, value in facts.items()}  # type: ignore[arg-type]
    service = Service("22511", "vertebroplasty", ("L1",))
    case = Case("cigna", Span.exactly(SERVICE), (service,), facts=known)
    plan = LIBRARY.plan_for(case)
    (part,) = parts_under(case, plan, LIBRARY.procedure_codes)
    closed = Passage(part, case, plan).inquiry.closed
    return {name: str(value) for name, value in grown(closed, SERVICE, day)}


@pytest.mark.parametrize(
    ("stated", "day", "expected"),
    [
        (Duration(5, Unit.WEEKS), date(2024, 4, 7), "6 weeks"),
        (Duration(5, Unit.WEEKS), date(2024, 4, 8), "43 days"),
        (Duration(40, Unit.DAYS), date(2024, 4, 2), "42 days"),
        (Duration(1, Unit.MONTHS), date(2024, 4, 29), "2 months"),
        (Duration(1, Unit.MONTHS), date(2024, 4, 30), "2 months"),
        (Duration(1, Unit.MONTHS), date(2024, 5, 1), "62 days"),
        (Duration(1, Unit.YEARS), date(2025, 3, 31), "2 years"),
    ],
)
def test_a_duration_keeps_its_unit_where_that_leads_to_the_same_day(
    stated: Duration, day: date, expected: str
) -> None:
    found = lasted({"conservative_treatment_duration": stated}, day)
    assert found == {"conservative_treatment_duration": expected}
    count, unit = expected.split()
    assert back(day, Duration(int(count), Unit(unit))) == back(SERVICE, stated)


def test_a_duration_beside_its_date_counts_completed_units_and_may_stay() -> None:
    facts = {"fracture_date": Span.exactly(date(2024, 3, 1)), "fracture_age": Duration(4, Unit.WEEKS)}
    assert lasted(facts, date(2024, 4, 4)) == {}
    assert lasted(facts, date(2024, 4, 5)) == {"fracture_age": "5 weeks"}
