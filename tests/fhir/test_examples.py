"""The packages' own examples wherever the server takes such a thing: not ours, and answered clearly."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.fhir.dtr import NEXT, PACKAGE, package
from tests.fhir.messages import Resource, assertions, bundle, coverage, order, patient, sign
from tests.fhir.packages import examples

LOG = "/fhir/Questionnaire/$log-questionnaire-errors"
EXPAND = "/fhir/ValueSet/$expand"
HOOK = "/cds-services/order-sign-crd"
# The parts of an assertion that are never made of what is not ours.
CLAIMS = ('"covered"', '"not-covered"', '"auth-needed"', '"no-auth"')


def _about(resource: Resource) -> str:
    """The id of the patient whom a resource is about, or the usual one."""
    for name in ("subject", "patient", "beneficiary", "for"):
        reference = resource.get(name, {}).get("reference", "")
        if "Patient/" in reference:
            found: str = reference.rpartition("/")[2]
            return found
    return "p1"


def _resources(resource: Resource) -> Iterator[Resource]:
    """A resource, or those that stand in it."""
    entries = [each.get("resource") for each in resource.get("entry", resource.get("parameter", ()))]
    yield from (each for each in entries if each)
    yield resource


def _signed(signed: list[Resource], about: str, **prefetch: Resource) -> dict[str, Any]:
    mine = {"reference": f"Patient/{about}"}
    sent = {"patient": patient(id=about), "coverage": bundle(coverage(beneficiary=mine)), **prefetch}
    call = sign(*signed, prefetch=sent)
    call["context"]["patientId"] = about
    return call


def _require_clear(response: httpx.Response, name: str) -> Any:
    """An answer, or a refusal that says where and what; never an error of the program, never a claim."""
    assert response.status_code < 500, (name, response.text)
    found = response.json()
    if response.status_code >= 400:
        assert found["resourceType"] == "OperationOutcome", name
        assert all("expected" in each["diagnostics"] for each in found["issue"]), (name, found)
    return found


def test_every_example_as_an_order_is_none_of_ours(server: httpx.Client) -> None:
    for name, example in examples().items():
        for each in _resources(example):
            response = server.post(HOOK, json=_signed([each], _about(each)))
            found = _require_clear(response, name)
            assert found.get("systemActions", []) == [], name
            assert not any(claim in response.text for claim in CLAIMS), name


@pytest.mark.parametrize("key", ["conditions", "orders"])
def test_every_example_beside_our_order_decides_nothing(server: httpx.Client, key: str) -> None:
    for name, example in examples().items():
        about = _about(example)
        mine = order(subject={"reference": f"Patient/{about}"})
        response = server.post(HOOK, json=_signed([mine], about, **{key: example}))
        found = _require_clear(response, name)
        if response.status_code == 200:
            assert assertions(found)["covered"][0] in ("conditional", "indeterminate"), name
            (action,) = found["systemActions"]
            assert action["resource"]["id"] == "o1", name


def test_the_coverages_of_the_packages_are_of_payers_that_are_not_known(server: httpx.Client) -> None:
    found = [each for each in examples().values() if each["resourceType"] == "Coverage"]
    assert len(found) >= 4
    for each in found:
        about = _about(each)
        mine = order(subject={"reference": f"Patient/{about}"})
        call = _signed([mine], about)
        call["prefetch"]["coverage"] = bundle({**each, "status": "active", "period": {}})
        response = server.post(HOOK, json=call)
        answer = _require_clear(response, each["id"])
        if response.status_code == 200:
            assert answer["systemActions"] == []
            assert answer["cards"]


@pytest.mark.parametrize("path", [PACKAGE, NEXT, LOG, EXPAND])
def test_every_example_at_every_operation(server: httpx.Client, path: str) -> None:
    for name, example in examples().items():
        for each in _resources(example):
            response = server.post(path, json=each)
            found = _require_clear(response, name)
            if response.status_code == 200:
                assert "Questionnaire/" not in response.text or path == PACKAGE, name
                assert found["resourceType"] in ("OperationOutcome", "Parameters"), name


def _example(name: str) -> Resource:
    (found,) = [each for each_name, each in examples().items() if each_name.endswith(f"/{name}.json")]
    return found


def test_a_package_for_the_packages_order_says_that_there_is_no_form(server: httpx.Client) -> None:
    response = server.post(PACKAGE, json=_example("Parameters-QuestionnairePackageInputParamsExample"))
    assert response.status_code == 200, response.text
    found = response.json()
    assert "Questionnaire" not in str([each.get("entry") for each in _resources(found)])
    assert "no policy here speaks of what it orders" in response.text


def test_a_report_of_errors_is_taken_and_says_that_the_form_is_not_ours(server: httpx.Client) -> None:
    response = server.post(LOG, json=_example("Parameters-LogQuestionnaireErrorsInputParamsExample"))
    assert response.status_code == 200, response.text
    assert "none of this server" in response.text


def test_the_next_question_of_a_form_of_others_is_refused_with_its_name(server: httpx.Client) -> None:
    response = server.post(NEXT, json={**_example("QuestionnaireResponse-home-o2-questionnaireresponse")})
    assert response.status_code == 422
    response = server.post(
        NEXT,
        json={**_example("QuestionnaireResponse-home-o2-questionnaireresponse"), "status": "in-progress"},
    )
    assert response.status_code == 422
    assert "referred-questionnaire" in response.text


def test_requests_for_authorization_are_not_taken_here(server: httpx.Client) -> None:
    for name, example in examples().items():
        if "_pas_" in name and example["resourceType"] in ("Bundle", "Claim"):
            for path in ("/fhir/Claim/$submit", "/fhir/Claim/$inquire", "/fhir/Claim"):
                response = server.post(path, json=example)
                assert response.status_code in (404, 405), name
                assert response.json()["resourceType"] == "OperationOutcome", name


def test_our_package_with_everything_of_the_packages_beside_it(server: httpx.Client) -> None:
    whole = [resource for each in examples().values() for resource in _resources(each)]
    plain = server.post(PACKAGE, json=package())
    response = server.post(
        PACKAGE, json=package(*({"name": "referenced", "resource": each} for each in whole))
    )
    _require_clear(response, "all")
    if response.status_code == 200:
        forms = [_forms(each.json()) for each in (plain, response)]
        assert forms[0] == forms[1]


def _forms(found: Resource) -> list[str]:
    entries = [
        entry["resource"] for each in found["parameter"] for entry in each["resource"].get("entry", ())
    ]
    return [each["url"] for each in entries if each["resourceType"] == "Questionnaire"]
