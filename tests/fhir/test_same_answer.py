"""The law of the hooks: an order with a chart is answered as the case that was written into them."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, event, given
from hypothesis import strategies as st

from coverline.api.fhir.assertions import assertion
from coverline.api.fhir.coverage_information import Asserting, updated
from coverline.api.fhir.deciding import Call, answer
from coverline.api.fhir.versions import Version
from coverline.api.work import Reply
from coverline.decide.facts import Undecidable
from coverline.language.cases import read_cases
from coverline.library.shipped import shipped
from coverline.model.policy import Authorization
from tests.fhir.charts import signed
from tests.laws.real import DAYS

TODAY = date(2026, 11, 21)
ADDRESS = "https://coverline.example.org"
# What an Observation of ours says by yes or no.
YES_NO = (
    *("symptomatic", "pain_debilitating", "fracture_acute", "conservative_treatment_failed"),
    *("responding_to_conservative_treatment", "hospitalized_for_fracture", "ambulation_prevented"),
    *("functional_impairment", "imaging_shows_recent_fracture", "pain_correlates_with_imaging"),
    *("pain_from_nonhealing_fracture", "prophylactic", "other_pain_causes_excluded"),
    *("spinal_cord_compression", "aggressive_hemangioma", "device_fda_cleared"),
)
AGAINST = ("prophylactic", "responding_to_conservative_treatment", "spinal_cord_compression")
VERTEBROPLASTY = ("22510", "22511", "22512")
LEVELS = {"22510": "T8", "22511": "L2", "22512": "L3", "22513": "T12", "22514": "L1", "22515": "L4"}


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Cases of all payers with the facts that one record each can carry."""
    payer = draw(st.sampled_from(sorted(DAYS)))
    service = DAYS[payer] + timedelta(days=draw(st.integers(-60, 60)))
    code = draw(st.sampled_from(sorted(LEVELS)))
    techniques = (
        ["vertebroplasty"] if code in VERTEBROPLASTY else ["balloon_kyphoplasty", "mechanical_augmentation"]
    )
    # Most charts that are drawn speak for the order, so that all outcomes come up.
    likely = st.integers(0, 9).map(bool)
    known = draw(st.lists(st.sampled_from(YES_NO), unique=True, max_size=len(YES_NO)))
    facts: dict[str, Any] = {name: draw(likely) is (name not in AGAINST) for name in known}
    if draw(likely):
        facts["indication"] = "osteoporotic_fracture"
        if draw(likely):
            facts["fracture_date"] = str(service - timedelta(days=draw(st.integers(0, 150))))
    optional = {
        "product": draw(
            st.sampled_from([None, None, "commercial_ppo", "commercial_hmo", "medicare_advantage_hmo"])
        ),
        "state": draw(st.sampled_from([None, "MA", "FL", "CT", "CA", "MI"])),
    }
    technique = draw(st.sampled_from([None, *techniques]))
    return {
        "payer": payer,
        "date_of_service": str(service),
        "services": [
            {"code": code, "levels": [LEVELS[code]], **({"technique": technique} if technique else {})}
        ],
        "facts": facts,
        **{name: value for name, value in optional.items() if value},
    }


def _expected(case: dict[str, Any], coverage: dict[str, Any], order: dict[str, Any]) -> list[Any]:
    """The extension that the written case leads to."""
    library = shipped()
    (read,) = read_cases(json.dumps(case), "case.json", library.vocabulary)
    assert read.case is not None, read.problems
    try:
        whole = library.decide(read.case)
    except Undecidable:
        assume(False)
    parts = whole.services or (whole,)
    event(whole.outcome.value)
    unknown = whole.prior_authorization is Authorization.UNKNOWN
    settled = unknown and all(_authorization(case, setting) for setting in library.vocabulary.settings)
    said = assertion(parts, read.case, settled, scheduled=True)
    changed = updated(order, said, Asserting(ADDRESS, Version.STU_2_2, TODAY, coverage, ""))
    assert changed is not None
    return _lasting(changed)


def _authorization(case: dict[str, Any], setting: str) -> bool:
    text = json.dumps({**case, "setting": setting})
    (read,) = read_cases(text, "case.json", shipped().vocabulary)
    assert read.case is not None
    return shipped().decide(read.case).prior_authorization is not Authorization.UNKNOWN


def _lasting(order: dict[str, Any]) -> list[Any]:
    (extension,) = order["extension"]
    return [each for each in extension["extension"] if each["url"] != "coverage-assertion-id"]


@given(cases())
def test_an_order_is_answered_as_its_case(case: dict[str, Any]) -> None:
    body = signed(case)
    order = body["context"]["draftOrders"]["entry"][0]["resource"]
    coverage = body["prefetch"]["coverage"]["entry"][0]["resource"]
    expected = _expected(case, coverage, order)
    call = Call("order-sign-crd", json.dumps(body).encode(), {}, False, ADDRESS, Version.STU_2_2, TODAY)
    reply = answer(call)
    assert isinstance(reply, Reply)
    assert reply.status == 200, reply
    data = json.loads(reply.body)
    assert _lasting(data["systemActions"][0]["resource"]) == expected
