"""A stream of generated charts to the running server: broken, missing, doubled and contradicting records.

The laws of the intake and of the hooks stand in tests/laws and test_same_answer; here is the whole way, over
HTTP and through the forms.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import httpx
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from coverline.codesets.form import normalize
from coverline.model.case import Case
from coverline.model.determination import Outcome
from coverline.model.vocabulary import Kind
from tests.fhir import charts
from tests.fhir.charts import chart_of
from tests.fhir.dtr import NEXT, PACKAGE, named, package
from tests.fhir.messages import Resource, assertions, bundle, order, sign
from tests.fhir.orders import CRD, REQUESTER
from tests.fhir.resources import observation
from tests.fhir.taking import LIBRARY
from tests.fhir.test_clients_hooks import CONTEXTS
from tests.fhir.validating.walk import validated
from tests.laws.test_intake import JSON, ONE_LEVEL, _carriable, cases, damage
from tests.server.running import Running

FORM = "floridablue-02-20000-18-adaptive"
HOOK = "/cds-services/order-sign-crd"
FEWER = settings(max_examples=settings().max_examples // 2)
# Both are answers: one of them ends the matter, the other goes to a clinician.
DECIDED = ("meets the policy", "does not meet the policy")


@cache
def _tabled() -> tuple[Case, ...]:
    """Cases of the policies' own tables that are met or not met as far as a chart carries them.

    An order is known by its code alone: a service whose code is of no field is left alone by hooks.
    """
    rows = (
        row
        for name in LIBRARY.policies
        for table in LIBRARY.tables(LIBRARY.version(name))
        for row in table.rows
    )
    carried = (
        each
        for row in rows
        for each in _carriable(row.case)
        if LIBRARY.procedure_codes.find(normalize(each.services[0].code))
    )
    return tuple(each for each in carried if LIBRARY.decide(each).outcome in (Outcome.MET, Outcome.NOT_MET))


STREAM = st.one_of(cases(), st.deferred(lambda: st.sampled_from(_tabled())))


@pytest.fixture(scope="module")
def server(unregistered: Running) -> Iterator[httpx.Client]:
    """The server, over one connection."""
    with httpx.Client(base_url=unregistered.address, timeout=60) as client:
        yield client


def _chart(case: Case) -> tuple[list[Resource], list[Resource]]:
    """Patient, payer, coverage and order; and the records beside them, none twice."""
    resources = chart_of(case)
    beside = {(each["resourceType"], each["id"]): each for each in resources[4:]}
    return resources[:4], list(beside.values())


def _signed(fixed: list[Resource], beside: list[Resource]) -> Resource:
    """An order-sign call of 2.0; the patient comes alone, and the payer beside the records."""
    who, payer, coverage, ordered = deepcopy(fixed)
    prefetch = {"patient": who, "coverage": bundle(coverage), "beside": bundle(payer, *beside)}
    call = sign({**ordered, **REQUESTER}, prefetch=prefetch)
    call["context"]["patientId"] = "p"
    return {**call, "extension": {"davinci-crd.requestedVersion": "2.0"}}


def _packaged(fixed: list[Resource], beside: list[Resource]) -> Resource:
    who, payer, coverage, ordered = deepcopy(fixed)
    return package(version="2.0.1", coverage=[coverage], order=[ordered], referenced=[who, payer, *beside])


def _answer(server: httpx.Client, call: Resource) -> Any:
    response = server.post(HOOK, json=call)
    assert response.status_code == 200, response.text
    return response.json()


def _verdicts(answer: Any) -> dict[str, str]:
    """What is said of each level, up to the reasons for it."""
    texts = [each["text"] for each in assertions(answer)["reason"] if ": " in each.get("text", "")]
    found = (text.partition(": ") for text in texts if not text.startswith("Prior authorization"))
    return {subject: said for subject, _, said in found}


@FEWER
@given(case=STREAM, data=st.data())
def test_what_is_missing_changes_no_answer_that_is_given(
    server: httpx.Client, case: Case, data: st.DataObject
) -> None:
    """A part of a chart decides nothing that the whole of it decides otherwise."""
    fixed, beside = _chart(case)
    kept = [each for each in beside if data.draw(st.integers(0, 4))]
    part, whole = (_verdicts(_answer(server, _signed(fixed, each))) for each in (kept, beside))
    assert part.keys() == whole.keys()
    for level, said in part.items():
        for decided in DECIDED:
            event(f"{decided}: {said.startswith(decided)}, {whole[level].startswith(decided)}")
            assert not said.startswith(decided) or whole[level].startswith(decided)


@FEWER
@given(case=cases(ONE_LEVEL), data=st.data())
def test_records_that_contradict_each_other_decide_as_if_there_were_none(
    server: httpx.Client, case: Case, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(charts.OBSERVED))
    facts = {each: known for each, known in case.facts.items() if each != name}
    fixed, beside = _chart(replace(case, facts=facts))
    both = [*beside, *_contradiction(case, name)]
    without, against = (_answer(server, _signed(fixed, each)) for each in (beside, both))
    assert _verdicts(against) == _verdicts(without)
    assert name not in _drafted(server, _packaged(fixed, both))


def _contradiction(case: Case, name: str) -> list[Resource]:
    (level,) = case.services[0].levels
    day = str(case.date_of_service.last - timedelta(days=2))
    return [
        observation(f"Coverline|{name}", f"{name}-{value}", {"valueBoolean": value}, level, on=day)
        for value in (True, False)
    ]


@FEWER
@given(case=STREAM, random=st.randoms(use_true_random=False))
def test_order_and_number_of_records_change_no_draft(
    server: httpx.Client, case: Case, random: Random
) -> None:
    fixed, beside = _chart(case)
    shuffled = [*beside, *random.sample(beside, len(beside) // 2)]
    random.shuffle(shuffled)
    drafts = [_drafted(server, _packaged(fixed, each)) for each in (beside, shuffled)]
    assert drafts[0] == drafts[1]


@FEWER
@given(case=cases(ONE_LEVEL), data=st.data())
def test_what_is_missing_is_left_open_in_the_draft(
    server: httpx.Client, case: Case, data: st.DataObject
) -> None:
    """A record that is gone takes its answer away, and gives none in its place."""
    fixed, beside = _chart(case)
    kept = [each for each in beside if data.draw(st.booleans())]
    part, whole = (_drafted(server, _packaged(fixed, each)) for each in (kept, beside))
    for name, answers in part.items():
        fact = LIBRARY.vocabulary.facts.get(name)
        if fact is not None and fact.kind is Kind.SET:
            assert set(answers) <= set(whole[name])
        else:
            assert answers == whole[name]


def _drafted(server: httpx.Client, call: Resource) -> dict[str, list[str]]:
    """What the drafts of a package say to each question."""
    response = server.post(PACKAGE, json=call)
    assert response.status_code == 200, response.text
    found: dict[str, list[str]] = {}
    for each in response.json().get("parameter", ()):
        for entry in each["resource"].get("entry", ()):
            if entry["resource"]["resourceType"] == "QuestionnaireResponse":
                for name, said in _said(entry["resource"]):
                    found.setdefault(name, []).append(said)
    return found


def _said(holder: Resource) -> Iterator[tuple[str, str]]:
    for item in holder.get("item", ()):
        yield from _said(item)
        for answer in item.get("answer", ()):
            values = {key: each for key, each in answer.items() if key.startswith("value")}
            yield item["linkId"], json.dumps(values, sort_keys=True)


@FEWER
@given(case=STREAM)
def test_what_is_written_onto_generated_orders_keeps_the_profile(server: httpx.Client, case: Case) -> None:
    fixed, beside = _chart(case)
    (action,) = _answer(server, _signed(fixed, beside))["systemActions"]
    assert list(validated(action["resource"], f"{CRD}/profile-servicerequest").wrong) == []


@FEWER
@given(case=cases(), data=st.data())
def test_no_call_breaks_an_operation(server: httpx.Client, case: Case, data: st.DataObject) -> None:
    """Elements taken away, doubled or replaced by anything, anywhere in a call."""
    body = deepcopy(_packaged(*_chart(case)))
    if data.draw(st.booleans()):
        name = data.draw(st.sampled_from(["questionnaire", "changedsince", "context", "order", "coverage"]))
        body["parameter"].append(named(name, "string", data.draw(st.text(max_size=9))))
    holders = [body, *body["parameter"]]
    for _ in range(data.draw(st.integers(1, 5))):
        damage(data.draw(st.sampled_from(holders)), data, JSON)
    _require_sound(_posted(server, PACKAGE, body))


OTHERS: dict[str, Resource] = {
    "/fhir/Questionnaire/$log-questionnaire-errors": {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "Questionnaire", "valueCanonical": "http://example.org/Questionnaire/a"},
            {
                "name": "OperationOutcome",
                "resource": {
                    "resourceType": "OperationOutcome",
                    "issue": [{"severity": "error", "code": "invalid", "diagnostics": "x"}],
                },
            },
        ],
    },
    "/fhir/ValueSet/$expand": {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "url", "valueUri": "http://example.org/ValueSet/a"},
            {"name": "filter", "valueString": "a"},
            {"name": "count", "valueInteger": 3},
        ],
    },
}


@pytest.mark.parametrize("path", OTHERS)
@FEWER
@given(data=st.data())
def test_no_call_breaks_another_operation(server: httpx.Client, data: st.DataObject, path: str) -> None:
    body = deepcopy(OTHERS[path])
    for _ in range(data.draw(st.integers(0, 3))):
        damage(body, data, JSON)
    response = _posted(server, path, body)
    assert response.status_code in (200, 400, 404, 422), response.text
    assert response.json()["resourceType"] in ("OperationOutcome", "ValueSet")


@pytest.mark.parametrize("hook", CONTEXTS)
@FEWER
@given(case=cases(), data=st.data())
def test_no_call_breaks_a_hook(server: httpx.Client, case: Case, data: st.DataObject, hook: str) -> None:
    signed = _signed(*_chart(case))
    context = {**CONTEXTS[hook], "patientId": "p"}
    orders = bundle({**order(), "subject": {"reference": "Patient/p"}})
    prefetch = {**signed["prefetch"], "orders": orders}
    body = deepcopy({**signed, "hook": hook, "context": context, "prefetch": prefetch})
    holders = [body, body["context"], body["prefetch"]["orders"], body["prefetch"]["coverage"]]
    for _ in range(data.draw(st.integers(0, 4))):
        damage(data.draw(st.sampled_from(holders)), data, JSON)
    response = _posted(server, f"/cds-services/{hook}-crd", body, "application/json")
    assert response.status_code in (200, 400, 412, 422), response.text
    assert "not-covered" not in response.text


@FEWER
@given(data=st.data())
def test_no_response_breaks_the_next_question(
    server: httpx.Client, begun: Resource, data: st.DataObject
) -> None:
    body = deepcopy(begun)
    for _ in range(data.draw(st.integers(1, 5))):
        damage(body, data, JSON)
    _require_sound(_posted(server, NEXT, body))


def _posted(
    server: httpx.Client, path: str, body: Resource, kind: str = "application/fhir+json"
) -> httpx.Response:
    """The response to a body that may hold what is no JSON, such as Infinity."""
    headers = {"Content-Type": kind}
    return server.post(path, content=json.dumps(body).encode(), headers=headers)


@pytest.fixture(scope="module")
def begun(server: httpx.Client) -> Resource:
    """An adaptive response with what an order answers."""
    forms = server.get("/fhir/Questionnaire").json()["entry"]
    url = next(each["resource"]["url"] for each in forms if each["resource"]["id"] == FORM)
    found = server.post(PACKAGE, json=package(named("questionnaire", "canonical", url))).json()
    entries = [
        entry["resource"] for each in found["parameter"] for entry in each["resource"].get("entry", ())
    ]
    response: Resource = next(each for each in entries if "contained" in each)
    return response


def _require_sound(response: httpx.Response) -> None:
    event(str(response.status_code))
    assert response.status_code in (200, 400, 422), response.text
    assert "not-covered" not in response.text
    if response.status_code != 200:
        found = response.json()
        assert found["resourceType"] == "OperationOutcome"
        assert all(each["diagnostics"] for each in found["issue"])
