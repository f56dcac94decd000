"""What an EHR is asked when the prefetch lacks something, and what it cannot make the server do."""

import json
import time
from typing import Any
from urllib.parse import unquote

import pytest

from tests.fhir.conftest import Pair
from tests.fhir.ehr import TOKEN, Answer, Behaviour, json_answer, nothing
from tests.fhir.messages import Resource, assertions, bundle, coverage, order, patient, sign

LENT = f"Bearer {TOKEN}"


def _chart(**answers: Any) -> Behaviour:
    """Answers by kind of resource, and with an empty search where there is none."""

    def behave(path: str) -> Answer:
        kind = path.split("?")[0].split("/")[0]
        found = answers.get(kind)
        return nothing(path) if found is None else found(path) if callable(found) else json_answer(found)

    return behave


COVERAGES = bundle(coverage(), kind="searchset")


def test_what_the_prefetch_lacks_is_asked_for_with_the_lent_token(pair: Pair) -> None:
    pair.ehr.behave = _chart(Coverage=COVERAGES, Patient=patient())
    response = pair.call(pair.lending(sign(order(), prefetch={})))
    assert response.status_code == 200
    assert assertions(response.json())["covered"] == ["conditional"]
    charts = [(path, token) for path, token in pair.ehr.asked if path != "/keys"]
    assert {token for _, token in charts} == {LENT}
    kinds = {path.split("?")[0] for path, _ in charts}
    assert {"/fhir/Patient/p1", "/fhir/Coverage", "/fhir/Condition", "/fhir/Observation"} <= kinds
    assert all("patient=p1" in path or path == "/fhir/Patient/p1" for path, _ in charts)
    (observed,) = (unquote(path) for path, _ in charts if "/Observation" in path)
    assert "&code=" in observed
    assert "http://loinc.org|72514-3" in observed


def test_what_came_is_not_asked_for_again(pair: Pair) -> None:
    pair.call(pair.lending(sign(order())))
    kinds = {path.split("?")[0] for path, _ in pair.ehr.asked}
    assert not kinds & {"/fhir/Patient/p1", "/fhir/Coverage"}
    assert "/fhir/Condition" in kinds


def test_without_a_token_nothing_is_asked(pair: Pair) -> None:
    body = {**sign(order()), "fhirServer": f"{pair.ehr.address}/fhir"}
    assert pair.call(body).status_code == 200
    assert {path for path, _ in pair.ehr.asked} <= {"/keys"}


def test_nobodys_chart_is_read_for_a_service_that_no_policy_speaks_of(pair: Pair) -> None:
    response = pair.call(pair.lending(sign(order(code="99213"), prefetch={})))
    assert response.json() == {"cards": [], "systemActions": []}
    assert {path for path, _ in pair.ehr.asked} <= {"/keys"}


def test_another_server_is_never_asked(pair: Pair) -> None:
    for server in ("http://127.0.0.1:9/fhir", f"{pair.ehr.address}/other", "https://evil.example.org/fhir"):
        response = pair.call({**pair.lending(sign(order())), "fhirServer": server})
        assert response.status_code == 403
        assert response.json()["issue"][0]["expression"] == ["fhirServer"]
    assert {path for path, _ in pair.ehr.asked} <= {"/keys"}


def _next(address: str) -> Resource:
    page = bundle(kind="searchset")
    return {**page, "link": [{"relation": "next", "url": address}]}


def test_a_foreign_next_page_is_not_followed_and_an_own_one_is(pair: Pair) -> None:
    base = f"{pair.ehr.address}/fhir"
    foreign = [
        "http://127.0.0.1:9/fhir/Condition?page=2",
        f"{pair.ehr.address}/secrets",
        f"{base}/../secrets",
        f"{base}/%2e%2e/secrets",
        f"{base}x/secrets",
        "file:///etc/passwd",
    ]
    own = f"{base}?_getpages=7"
    answers = iter([_next(each) for each in (*foreign, own)])
    pair.ehr.behave = lambda _: json_answer(next(answers, bundle(kind="searchset")))
    assert pair.call(pair.lending(sign(order()))).status_code == 200
    asked = {path for path, _ in pair.ehr.asked}
    assert "/fhir?_getpages=7" in asked
    assert not any("secrets" in path or "passwd" in path for path in asked)


def _hang(_path: str) -> Answer:
    time.sleep(8)
    return json_answer({})


def _huge(_path: str) -> Answer:
    return 200, {"Content-Type": "application/fhir+json"}, b" " * 11_000_000


@pytest.mark.parametrize(
    "behave",
    [
        lambda _: (302, {"Location": "http://127.0.0.1:9/"}, b""),
        lambda _: (500, {}, b"<html>"),
        lambda _: (401, {}, b""),
        lambda _: (200, {"Content-Type": "application/fhir+json"}, b"not JSON"),
        lambda _: (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
        lambda _: json_answer([1, 2]),
        lambda _: json_answer({"resourceType": "OperationOutcome", "issue": []}),
        _huge,
    ],
)
def test_an_ehr_that_fails_leaves_an_answer_from_what_came(pair: Pair, behave: Behaviour) -> None:
    pair.ehr.behave = behave
    response = pair.call(pair.lending(sign(order())))
    assert response.status_code == 200
    found = assertions(response.json())
    # Nothing is said against the order: it could not be judged, for a reason that may pass.
    assert found["covered"] == ["indeterminate"]
    assert found["reason"][0]["coding"][0]["code"] == "technical"
    assert found["doc-needed"] == ["clinical"]
    older = {"extension": {"davinci-crd.requestedVersion": "2.0"}}
    told = assertions(pair.call(pair.lending(sign(order(), **older))).json())
    assert (told["covered"], told["info-needed"]) == (["conditional"], ["OTH"])
    assert "coding" not in told["reason"][0]
    assert "The EHR gave nothing" in told["reason"][0]["text"]


def test_an_ehr_that_fails_in_part_is_told_of_and_judged_by_the_rest(pair: Pair) -> None:
    r5 = bundle({"resourceType": "Procedure", "id": "x", "occurrenceDateTime": "2024-01-01"})
    pair.ehr.behave = _chart(Condition=lambda _: (500, {}, b""), Procedure=r5)
    found = pair.call(pair.lending(sign(order()))).json()
    assert assertions(found)["covered"] == ["conditional"]
    assert "not known: Condition, Procedure." in found["cards"][0]["detail"]


def test_an_answer_that_the_chart_cannot_change_stands_though_the_ehr_fails(pair: Pair) -> None:
    """Florida Blue calls sacroplasty what no fact of the chart can make it: a person decides, at once."""
    pair.ehr.behave = lambda _: (500, {}, b"")
    prefetch = {"patient": patient(), "coverage": bundle(coverage(payer="Florida Blue"))}
    detail = {"coding": [{"system": "urn:coverline:facts", "code": "sacroplasty"}]}
    sacrum = order(code="22511", occurrenceDateTime="2026-03-10", orderDetail=[detail])
    found = assertions(pair.call(pair.lending(sign(sacrum, prefetch=prefetch))).json())
    assert found["covered"] == ["conditional"]


def test_an_ehr_that_hangs_is_answered_before_it_gives_up(pair: Pair) -> None:
    pair.ehr.behave = _hang
    began = time.monotonic()
    response = pair.call(pair.lending(sign(order())))
    # The standard allows five seconds; this is a limit, not a measure of speed.
    assert time.monotonic() - began < 5
    assert response.status_code == 200
    assert "did not give" in response.json()["cards"][0]["detail"]


def test_the_next_page_of_what_was_prefetched_is_asked_for(pair: Pair) -> None:
    page = _next(f"{pair.ehr.address}/fhir/Condition?page=2")
    sent = {"patient": patient(), "coverage": COVERAGES, "conditions": page}
    assert pair.call(pair.lending(sign(order(), prefetch=sent))).status_code == 200
    asked = [path for path, _ in pair.ehr.asked if "Condition" in path]
    assert asked == ["/fhir/Condition?page=2"]


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Other: 1", "t\u00f6ken"])
def test_a_lent_token_that_fits_no_header_is_refused(pair: Pair, token: str) -> None:
    body = pair.lending(sign(order()))
    body["fhirAuthorization"]["access_token"] = token
    response = pair.call(body)
    assert response.status_code == 400
    assert response.json()["issue"][0]["expression"] == ["fhirAuthorization.access_token"]


def test_an_order_that_the_ehr_names_and_does_not_have_is_told_on_a_card(pair: Pair) -> None:
    """It was asked and has answered: nothing is missing from the call, which a refusal would say."""
    context = {"patientId": "p1", "dispatchedOrders": ["ServiceRequest/gone"], "performer": "Organization/7"}
    call = {**pair.lending(sign(order())), "hook": "order-dispatch", "context": context}
    response = pair.call(call, hook="order-dispatch")
    assert response.status_code == 200
    (card,) = response.json()["cards"]
    assert "ServiceRequest/gone is not answered" in card["detail"]
    pair.ehr.behave = lambda _: (500, {}, b"")
    assert pair.call(call, hook="order-dispatch").status_code == 412


def test_a_lent_token_of_another_type_is_refused(pair: Pair) -> None:
    body = pair.lending(sign(order()))
    body["fhirAuthorization"]["token_type"] = "mac"
    response = pair.call(body)
    assert response.status_code == 400
    assert response.json()["issue"][0]["expression"] == ["fhirAuthorization.token_type"]
    assert TOKEN not in response.text


def test_without_any_coverage_it_says_what_is_lacking(pair: Pair) -> None:
    response = pair.call(sign(order(), prefetch={}))
    assert response.status_code == 412
    assert response.json()["issue"][0]["expression"] == ["prefetch.coverage"]


def test_another_patients_resources_change_nothing(pair: Pair) -> None:
    plain = assertions(pair.call(pair.lending(sign(order()))).json())
    other = {"reference": "Patient/p2"}
    pair.ehr.behave = _chart(
        Condition=bundle(
            {
                "resourceType": "Condition",
                "id": "x",
                "subject": other,
                "onsetDateTime": "2024-08-20",
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M80.08XA"}]},
            },
            {"resourceType": "Patient", "id": "p2"},
            coverage("c2", "Florida Blue", beneficiary=other),
        )
    )
    found = assertions(pair.call(pair.lending(sign(order()))).json())
    for each in (plain, found):
        del each["coverage-assertion-id"]
    assert found == plain


def test_the_lent_token_is_nowhere(pair: Pair) -> None:
    response = pair.call(pair.lending(sign(order())))
    assert TOKEN not in response.text
    log = pair.server.errors.read_text(encoding="utf-8")
    assert TOKEN not in log
    assert "22513" not in log
    assert json.dumps("p1") not in log
