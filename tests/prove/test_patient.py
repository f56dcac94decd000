"""What a patient of formulas cannot be asked is a mistake of ours, said at once."""

from dataclasses import replace
from datetime import date

import pytest

from coverline.decide.domains import Domains
from coverline.model.criteria import Dated, Test
from coverline.model.quantity import Duration, Span, Unit
from coverline.prove.calendar import Calendar
from coverline.prove.patient import Patient
from coverline.prove.solving import Limit, Solving
from tests.laws.generated import vocabulary

DAY = date(2024, 3, 30)


@pytest.fixture
def patient() -> Patient:
    return Patient(Domains(vocabulary((), False), []))


def test_criteria_compare_no_fact_with_a_day(patient: Patient) -> None:
    with pytest.raises(TypeError, match="began: criteria do not compare it with a day"):
        patient.passes(Test("began", Dated(DAY, None)), {})


def test_times_are_compared_and_have_no_plainest_value(patient: Patient) -> None:
    for value in (Span.exactly(DAY), Duration(3, Unit.DAYS)):
        with pytest.raises(TypeError, match="began: times are compared"):
            patient.equals("began", value)
    with pytest.raises(TypeError, match="tried: no time says less"):
        patient.bland("tried")


def test_a_date_without_a_duration_is_told_as_a_day() -> None:
    words = vocabulary((), False)
    facts = {name: each for name, each in words.facts.items() if name != "began_ago"}
    lonely = Patient(Domains(replace(words, facts=facts), []))
    solving = Solving((*lonely.axioms(), lonely.variables["began"] == 10), Limit(None))
    model = solving.smallest((), (), ())
    known = lonely.stated("began", model, Calendar((DAY,), {}), 0)
    assert (known.fact, known.value) == ("began", Span.exactly(date(2024, 3, 20)))
