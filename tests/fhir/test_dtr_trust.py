"""Who may ask what of a patient: registered EHRs, each call signed for its own address."""

from typing import Any

import httpx
import pytest

from tests.fhir.conftest import ADDRESS, Pair
from tests.fhir.dtr import package
from tests.fhir.messages import order, sign
from tests.fhir.refused import told
from tests.server.running import Running

SIGNED = ("questionnaire-package", "next-question", "log-questionnaire-errors")


def _call(pair: Pair, body: Any, token: str, operation: str = "questionnaire-package") -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return pair.server.post(f"/fhir/Questionnaire/${operation}", body, headers=headers)


def _audience(operation: str = "questionnaire-package") -> str:
    return f"{ADDRESS}/fhir/Questionnaire/${operation}"


def test_a_registered_ehr_is_answered(pair: Pair) -> None:
    for key in (pair.ehr.ec, pair.ehr.rsa):
        response = _call(pair, package(), pair.ehr.token(_audience(), key))
        assert response.status_code == 200, response.text
        assert f"{ADDRESS}/fhir/Questionnaire/" in response.text


@pytest.mark.parametrize("operation", SIGNED)
def test_a_call_without_a_token_is_refused(pair: Pair, operation: str) -> None:
    response = _call(pair, package(), "", operation)
    told(response, 401)
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "audience", [_audience("next-question"), f"{ADDRESS}/cds-services/order-sign-crd", ADDRESS]
)
def test_a_token_for_another_address_is_refused(pair: Pair, audience: str) -> None:
    assert "aud" in told(_call(pair, package(), pair.ehr.token(audience)), 401)


def test_a_token_serves_once(pair: Pair) -> None:
    token = pair.ehr.token(_audience())
    assert _call(pair, package(), token).status_code == 200
    assert "before" in told(_call(pair, package(), token), 401)


def test_the_name_of_a_token_serves_once_for_operations_and_hooks_together(pair: Pair) -> None:
    assert _call(pair, package(), pair.ehr.token(_audience(), jti="shared")).status_code == 200
    hooked = pair.call(sign(order()), pair.ehr.token(pair.audience(), jti="shared"))
    assert "before" in told(hooked, 401)
    assert [path for path, _ in pair.ehr.asked].count("/keys") <= 1


def test_a_forged_token_is_refused(pair: Pair) -> None:
    head, payload, signature = pair.ehr.token(_audience()).split(".")
    told(_call(pair, package(), f"{head}.{payload}.{signature[::-1]}"), 401)
    told(_call(pair, package(), pair.ehr.token(_audience(), iss="https://else.example.org")), 401)
    told(_call(pair, package(), pair.ehr.token(_audience(), exp=1_700_000_000)), 401)


def test_forms_are_for_everybody(pair: Pair) -> None:
    for path in ("/fhir/metadata", "/fhir/Questionnaire", "/fhir/Library", "/fhir/ValueSet"):
        assert pair.server.get(path).status_code == 200


def test_without_ehrs_a_token_that_nobody_can_check_is_refused(unregistered: Running) -> None:
    response = unregistered.post(
        "/fhir/Questionnaire/$questionnaire-package", package(), headers={"Authorization": "Bearer abc"}
    )
    told(response, 401)
