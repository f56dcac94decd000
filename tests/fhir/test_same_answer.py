"""The law of the hooks: an order with a chart is answered as the case that was written into them."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

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
from tests.laws.test_intake import JSON, cases, damage

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


def _reply(body: dict[str, Any]) -> Reply:
    call = Call("order-sign-crd", json.dumps(body).encode(), {}, False, ADDRESS, Version.STU_2_2, TODAY)
    reply = answer(call)
    assert isinstance(reply, Reply)
    return reply


def _answered(body: dict[str, Any]) -> Any:
    reply = _reply(body)
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


@given(cases(), st.data())
def test_no_call_breaks_the_service_or_makes_it_deny(case: Case, data: st.DataObject) -> None:
    """Elements taken away, doubled or replaced by anything, anywhere in the message."""
    body = deepcopy(_signed(case)[0])
    inside = [body["context"]["draftOrders"]["entry"][0]["resource"], body["prefetch"]["coverage"]["entry"]]
    holders = [body, body["prefetch"], *inside, *body["prefetch"]["rest"]["entry"]]
    for _ in range(data.draw(st.integers(1, 5))):
        damage(data.draw(st.sampled_from(holders)), data, JSON)
    reply = _reply(body)
    event(str(reply.status))
    assert reply.status in (200, 400, 412, 422), reply.failure
    found = json.loads(reply.body)
    if reply.status == 200:
        assert "not-covered" not in reply.body.decode()
        for each in found["systemActions"]:
            require_rules(each["resource"])
    else:
        assert found["issue"][0]["diagnostics"]


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_and_the_number_of_records_do_not_matter(case: Case, random: Random) -> None:
    body, coverage, order = _signed(case)
    entries = body["prefetch"]["rest"]["entry"]
    entries += random.sample(entries, len(entries) // 2)
    random.shuffle(entries)
    (action,) = _answered(body)["systemActions"]
    assert _lasting(action["resource"]) == _expected(case, coverage, order)


def require_rules(order: Resource) -> None:
    """The rules of the extension that hold for whatever it was asked of."""
    for extension in order["extension"]:
        parts = [(each["url"], each.get("valueCode")) for each in extension.get("extension", ())]
        if ("coverage-assertion-id", None) in parts:
            names = [name for name, _ in parts]
            assert all(names.count(each) == 1 for each in ("coverage", "covered", "pa-needed", "date"))
            assert ("info-needed" in names) == ("conditional" in [code for _, code in parts])
            assert "questionnaire" not in names or "doc-needed" in names
            assert "reason" in names
