"""The law of the hooks: an order with a chart is answered as the case that was written into them."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import event, given

from coverline.api.fhir.assertions import assertion
from coverline.api.fhir.coverage_information import Asserting, updated
from coverline.api.fhir.deciding import Call, answer
from coverline.api.fhir.versions import Version
from coverline.api.work import Reply
from coverline.language.cases import read_cases
from coverline.library.shipped import shipped
from coverline.model.case import Case
from coverline.model.policy import Authorization
from tests.fhir.charts import chart_of
from tests.fhir.messages import Resource, assertions, bundle, sign
from tests.laws.test_intake import cases

TODAY = date(2026, 11, 21)
MET = Path(__file__).parent.parent / "cli" / "cases" / "met.yaml"
ADDRESS = "https://coverline.example.org"


def _expected(case: Case, coverage: Resource, order: Resource) -> list[Any]:
    """The extension that the written case leads to."""
    library = shipped()
    whole = library.decide(case)
    event(whole.outcome.value)
    with_setting = (library.decide(replace(case, setting=each)) for each in library.vocabulary.settings)
    settled = whole.prior_authorization is Authorization.UNKNOWN and all(
        each.prior_authorization is not Authorization.UNKNOWN for each in with_setting
    )
    said = assertion(whole.services or (whole,), case, settled, scheduled=True)
    changed = updated(order, said, Asserting(ADDRESS, Version.STU_2_2, TODAY, coverage, ""))
    assert changed is not None
    return _lasting(changed)


def _lasting(order: Resource) -> list[Any]:
    (extension,) = order["extension"]
    return [each for each in extension["extension"] if each["url"] != "coverage-assertion-id"]


def _signed(case: Case) -> tuple[dict[str, Any], Resource, Resource]:
    """An order-sign call with the case's chart, its coverage and its order."""
    chart = {f"{each['resourceType']}/{each['id']}": each for each in chart_of(case)}
    order, coverage = chart.pop("ServiceRequest/order"), chart.pop("Coverage/coverage")
    prefetch = {
        "coverage": bundle(coverage),
        "patient": chart.pop("Patient/p"),
        "rest": bundle(*chart.values()),
    }
    body = sign(order, prefetch=prefetch)
    body["context"]["patientId"] = "p"
    return body, coverage, order


def _answered(body: dict[str, Any]) -> Any:
    call = Call("order-sign-crd", json.dumps(body).encode(), {}, False, ADDRESS, Version.STU_2_2, TODAY)
    reply = answer(call)
    assert isinstance(reply, Reply)
    assert reply.status == 200, reply
    return json.loads(reply.body)


@given(cases())
def test_an_order_is_answered_as_its_case(case: Case) -> None:
    body, coverage, order = _signed(case)
    (action,) = _answered(body)["systemActions"]
    assert _lasting(action["resource"]) == _expected(case, coverage, order)


def test_a_chart_that_shows_everything_is_covered() -> None:
    (read,) = read_cases(MET, "met", shipped().vocabulary)
    assert read.case is not None
    found = _answered(_signed(read.case)[0])
    assert assertions(found)["covered"] == ["covered"]
    (card,) = found["cards"]
    assert card["indicator"] == "info"
    assert "meets the policy (not an approval)" in card["summary"]
