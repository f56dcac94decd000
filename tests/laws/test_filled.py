"""A form that is sent back as it was filled in from the chart changes no answer."""

from typing import Any

from hypothesis import assume, event, given

from coverline.api.fhir.operations.known import Known
from coverline.api.filled import filled
from coverline.forms import Context, drafts
from coverline.model.case import Case
from coverline.model.determination import Determination, Outcome
from tests.fhir.charts import chart_bundle
from tests.fhir.taking import LIBRARY
from tests.laws.test_intake import cases

Resource = dict[str, Any]
CONTEXT = Context("Patient/p", "Coverage/coverage", ("ServiceRequest/order",), "2024-09-05T08:00:00Z")


def _completed(case: Case, answer: Determination) -> list[Resource]:
    known = Known(answer.policy.id, str(answer.policy.version))
    found = drafts(known.policy, case, LIBRARY, "http://localhost:8000", CONTEXT)
    return [{**each, "id": f"form-{at}", "status": "completed"} for at, each in enumerate(found)]


def _outcomes(case: Case) -> list[tuple[Outcome, list[str]]]:
    whole = LIBRARY.decide(case)
    return [(each.outcome, [one.fact for one in each.missing]) for each in whole.services or (whole,)]


@given(cases())
def test_a_form_as_it_was_filled_in_changes_no_answer(generated: Case) -> None:
    chart = chart_bundle(generated)
    case = filled(chart, "chart", LIBRARY).case
    assert case is not None
    answer = LIBRARY.decide(case)
    assume(answer.policy.version is not None)
    forms = _completed(case, answer)
    event(f"{len(forms)} forms")
    entries = [*chart["entry"], *({"resource": each} for each in forms)]
    found = filled({**chart, "entry": entries}, "chart", LIBRARY)
    assert found.contested == ()
    assert found.case is not None
    assert _outcomes(found.case) == _outcomes(case)
