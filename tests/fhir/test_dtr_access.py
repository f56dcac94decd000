"""Access tokens as SMART Backend Services gives them: to registered EHRs, for a short time."""

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from coverline.api.fhir.operations import access
from coverline.api.fhir.operations.access import MOST_TOKENS, Access, Denied
from tests.fhir.conftest import ADDRESS, Pair
from tests.fhir.dtr import PACKAGE, package
from tests.fhir.ehr import ISSUER
from tests.fhir.refused import told
from tests.server.running import Running

TOKEN = "/fhir/token"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def _asked(pair: Pair, assertion: str, **changes: str) -> httpx.Response:
    fields = {
        "grant_type": "client_credentials",
        "scope": "system/Questionnaire.rs",
        "client_assertion_type": ASSERTION,
        "client_assertion": assertion,
        **changes,
    }
    return httpx.post(f"{pair.server.address}{TOKEN}", data=fields, timeout=60)


def _assertion(pair: Pair, **claims: Any) -> str:
    return pair.ehr.token(f"{ADDRESS}{TOKEN}", **{"sub": ISSUER, **claims})


def _call(pair: Pair, token: str) -> httpx.Response:
    return pair.server.post(PACKAGE, package(), headers={"Authorization": f"Bearer {token}"})


def test_an_application_learns_where_to_ask(pair: Pair) -> None:
    found = pair.server.get("/fhir/.well-known/smart-configuration").json()
    assert found["token_endpoint"] == f"{ADDRESS}{TOKEN}"
    assert found["grant_types_supported"] == ["client_credentials"]
    assert set(found["token_endpoint_auth_signing_alg_values_supported"]) == {"ES384", "RS384"}
    assert "client-confidential-asymmetric" in found["capabilities"]


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_token_serves_for_several_calls(pair: Pair, kind: str) -> None:
    key = pair.ehr.ec if kind == "ec" else pair.ehr.rsa
    response = _asked(pair, pair.ehr.token(f"{ADDRESS}{TOKEN}", key, sub=ISSUER))
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    given = response.json()
    assert (given["token_type"], given["expires_in"] <= 300) == ("bearer", True)
    for _ in range(2):
        assert _call(pair, given["access_token"]).status_code == 200


def test_a_token_of_somebody_else_serves_for_nothing(pair: Pair) -> None:
    given = _asked(pair, _assertion(pair)).json()["access_token"]
    for wrong in (given[:-1], f"{given}x", given.swapcase(), "a b"):
        told(_call(pair, wrong), 401)
    told(pair.server.post(PACKAGE, package(), headers={"Authorization": f"Basic {given}"}), 401)
    hook = pair.server.post("/cds-services/order-sign-crd", {}, headers={"Authorization": f"Bearer {given}"})
    assert hook.status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": f"{ADDRESS}/fhir"},
        {"aud": f"{ADDRESS}{PACKAGE}"},
        {"iss": "https://else.example.org"},
        {"sub": "https://else.example.org"},
        {"sub": None},
        {"sub": [ISSUER]},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"jti": None},
    ],
)
def test_an_assertion_that_does_not_hold_gets_none(pair: Pair, claims: dict[str, Any]) -> None:
    response = _asked(pair, _assertion(pair, **claims))
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


def test_an_assertion_serves_once(pair: Pair) -> None:
    assertion = _assertion(pair)
    assert _asked(pair, assertion).status_code == 200
    assert _asked(pair, assertion).json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion_type": "x"}, "invalid_request"),
        ({"client_assertion": ""}, "invalid_request"),
        ({"client_assertion": "abc"}, "invalid_client"),
        ({"client_assertion": "a.b.c d"}, "invalid_client"),
    ],
)
def test_what_is_no_request_for_a_token_is_told(pair: Pair, changes: dict[str, str], error: str) -> None:
    response = _asked(pair, _assertion(pair), **changes)
    assert response.status_code in (400, 401)
    assert response.json()["error"] == error


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"grant_type=client_credentials&grant_type=x", b"&".join([b"a=1"] * 50)]
)
def test_what_is_no_form_is_told(pair: Pair, content: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    response = httpx.post(f"{pair.server.address}{TOKEN}", content=content, headers=kind)
    assert response.status_code == 400
    assert response.json()["error"] in ("invalid_request", "unsupported_grant_type")


def test_a_body_of_another_kind_or_size_is_refused(pair: Pair) -> None:
    told(pair.server.post(TOKEN, {}), 415)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    content = urlencode({"client_assertion": "x" * 50_000}).encode()
    told(httpx.post(f"{pair.server.address}{TOKEN}", content=content, headers=kind), 413)


def test_where_nobody_is_registered_nobody_gets_one(unregistered: Running) -> None:
    told(unregistered.get("/fhir/.well-known/smart-configuration"), 404)
    pair = Pair(unregistered, None)  # type: ignore[arg-type]
    assert _asked(pair, "a.b.c").json()["error"] == "invalid_client"


def test_no_log_holds_a_token_or_an_assertion(pair: Pair) -> None:
    assertion = _assertion(pair)
    given = _asked(pair, assertion).json()["access_token"]
    _call(pair, given)
    log = pair.server.errors.read_text(encoding="utf-8")
    assert given not in log
    assert assertion not in log
    assert ISSUER not in log


class _Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


def test_a_token_expires_and_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = _Clock()
    monkeypatch.setattr(access, "time", clock)
    kept = Access(None)  # type: ignore[arg-type]
    kept._keep("one")
    assert kept.is_given("Bearer one")
    for number in range(MOST_TOKENS - 1):
        kept._keep(f"more {number}")
    with pytest.raises(Denied, match="too many"):
        kept._keep("another")
    clock.now += access.LIFE_SECONDS
    assert not kept.is_given("Bearer one")
    kept._keep("another")
    assert kept.is_given("bearer another")
    assert json.dumps(list(map(str, kept._given))).count("another") == 0
