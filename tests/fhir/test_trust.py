"""Tokens: who may ask, and every way of pretending to."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey

from tests.fhir.conftest import Pair
from tests.fhir.messages import order, sign
from tests.server.running import Running

CALL = sign(order())


TWICE = '{"iss": "https://evil.example.org", '


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}."


def _claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return found


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_registered_ehr_is_answered(pair: Pair, kind: str) -> None:
    key = pair.ehr.ec if kind == "ec" else pair.ehr.rsa
    response = pair.call(CALL, pair.ehr.token(pair.audience(), key))
    assert response.status_code == 200
    assert len(response.json()["systemActions"]) == 1


def test_the_address_of_the_keys_may_be_left_out(pair: Pair) -> None:
    assert pair.call(CALL, pair.ehr.token(pair.audience(), header={"jku": None})).status_code == 200


def test_discovery_is_for_everybody(pair: Pair) -> None:
    assert pair.server.get("/cds-services").status_code == 200


def _forged(pair: Pair) -> dict[str, str]:
    ehr, audience = pair.ehr, pair.audience()
    stranger = ECKey.generate_key("P-384", {"kid": "ec-1"}, private=True)
    other_curve = ECKey.generate_key("P-256", {"kid": "ec-1"}, private=True)
    assert ehr.rsa.public_key is not None
    pem = ehr.rsa.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secret = OctKey.import_key(base64.urlsafe_b64encode(pem).decode(), {"kid": "rsa-1"})
    good = ehr.token(audience)
    head, payload, signature = good.split(".")
    claims = _claims(good)
    return {
        "no token": "",
        "no JWT": "abc",
        "five parts": ".".join([head] * 5),
        "alg none": _unsigned({"alg": "none", "typ": "JWT", "kid": "ec-1"}, claims),
        "alg none in capitals": _unsigned({"alg": "NONE", "typ": "JWT", "kid": "ec-1"}, claims),
        "the public key as a secret": ehr.token(audience, secret),
        "another key": ehr.token(audience, stranger),
        "another curve": _es256(other_curve, claims),
        "another kind of key": ehr.token(audience, header={"kid": "rsa-1"}),
        "an unknown key": ehr.token(audience, header={"kid": "nobody"}),
        "no key": ehr.token(audience, header={"kid": None}),
        "foreign jku": ehr.token(audience, header={"jku": "https://evil.example.org/keys"}),
        "jku with another spelling": ehr.token(audience, header={"jku": f"{ehr.jku}/"}),
        "expired": ehr.token(audience, iat=1_700_000_000, exp=1_700_000_300),
        "no end": ehr.token(audience, exp=None),
        "a life of years": ehr.token(audience, exp=4_000_000_000),
        "an end that is no number": ehr.token(audience, exp="soon"),
        "issued in the future": ehr.token(audience, iat=3_999_999_900, exp=4_000_000_000),
        "no issue": ehr.token(audience, iat=None),
        "no name": ehr.token(audience, jti=None),
        "another hook": ehr.token(pair.audience("order-select")),
        "another server": ehr.token("https://other.example.org/cds-services/order-sign-crd"),
        "no audience": ehr.token(audience, aud=None),
        "another issuer": ehr.token(audience, iss="https://evil.example.org"),
        "an issuer that is no text": ehr.token(audience, iss=7),
        "a changed claim": f"{head}.{payload[:-4]}{'AAAA' if payload[-4:] != 'AAAA' else 'BBBB'}.{signature}",
        "no signature": f"{head}.{payload}.",
        "very long": "a" * 20_000,
        "claims nested deeply": f"{head}.{_encoded(b'[' * 4000)}.{signature}",
        "a header nested deeply": f"{_encoded(b'[' * 4000)}.{payload}.{signature}",
        "a signature of zeros": f"{head}.{payload}.{_encoded(bytes(96))}",
        "for others too": ehr.token(audience, aud=[audience, "https://other.example.org"]),
        "not yet": ehr.token(audience, nbf=4_000_000_000),
        "two issuers": f"{head}.{_encoded(json.dumps(claims).replace('{', TWICE, 1).encode())}.{signature}",
    }


def _es256(key: ECKey, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256", "kid": "ec-1"}, claims, key, algorithms=["ES256"])


def test_whoever_pretends_is_refused(pair: Pair) -> None:
    for way, token in _forged(pair).items():
        response = pair.call(CALL, token)
        assert response.status_code == 401, way
        outcome = response.json()
        assert outcome["resourceType"] == "OperationOutcome", way
        assert outcome["issue"][0]["code"] == "login", way
        assert response.headers["www-authenticate"] == "Bearer"
    assert {path for path, _ in pair.ehr.asked} <= {"/keys"}


def test_an_audience_may_be_a_list_of_one(pair: Pair) -> None:
    audience = pair.audience()
    assert pair.call(CALL, pair.ehr.token(audience, aud=[audience])).status_code == 200


def test_a_name_of_a_token_that_is_no_text_breaks_nothing(pair: Pair) -> None:
    audience = pair.audience()
    claims = {**_claims(pair.ehr.token(audience)), "jti": "\ud800"}
    header = {"alg": "ES384", "kid": "ec-1"}
    odd = jws.serialize_compact(header, json.dumps(claims), pair.ehr.ec, algorithms=["ES384"])
    assert pair.call(CALL, odd).status_code == 200
    assert pair.call(CALL, odd).status_code == 401


def test_a_token_is_good_for_one_call(pair: Pair) -> None:
    token = pair.ehr.token(pair.audience())
    assert pair.call(CALL, token).status_code == 200
    again = pair.call(CALL, token)
    assert again.status_code == 401
    assert "used before" in again.json()["issue"][0]["diagnostics"]


def test_who_strangers_name_makes_no_stream_of_requests(pair: Pair) -> None:
    pair.call(CALL)
    for index in range(20):
        pair.call(CALL, pair.ehr.token(pair.audience(), header={"kid": f"invented-{index}"}))
    assert len([path for path, _ in pair.ehr.asked if path == "/keys"]) <= 2


def test_without_a_registered_ehr_a_token_cannot_be_checked(unregistered: Running, pair: Pair) -> None:
    token = pair.ehr.token(f"{unregistered.address}/cds-services/order-sign-crd")
    path = "/cds-services/order-sign-crd"
    assert unregistered.post(path, CALL).status_code == 200
    refused = unregistered.post(path, CALL, headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 401
