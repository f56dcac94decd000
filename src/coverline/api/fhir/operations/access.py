"""Access tokens of SMART Backend Services, given for a signed assertion and kept until they expire."""

import json
import secrets
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from coverline.api.fhir.trust import ALGORITHMS, Trust
from coverline.api.refusals import Refused

Data = dict[str, Any]

SCOPE = "system/Questionnaire.rs"
GRANT = "client_credentials"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFE_SECONDS = 300
MOST_TOKENS = 10_000
MOST_FIELDS = 20
UNAUTHORIZED = 401


class Denied(Exception):
    """A request for a token that gets none, in the words of OAuth 2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status
        self.data: Data = {"error": error, "error_description": description}


class Access:
    """Gives access tokens to registered EHRs and knows them again; in memory alone, and not in clear."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._given: dict[bytes, float] = {}

    async def give(self, content: bytes, audience: str, until: float) -> Data:
        """A token for a request to the token endpoint, which is the audience; raises Denied."""
        assertion = _assertion(_fields(content))
        try:
            ehr = await self._trust.sender(f"Bearer {assertion}", audience, until)
        except Refused as refused:
            raise Denied("invalid_client", refused.detail, UNAUTHORIZED) from None
        # Whoever signs for itself says so twice.
        if ehr is None or _subject(assertion) != ehr.issuer:
            detail = "found an assertion whose sub is not its iss; expected the same"
            raise Denied("invalid_client", detail, UNAUTHORIZED)
        token = secrets.token_urlsafe(32)
        self._keep(token)
        return {"access_token": token, "token_type": "bearer", "expires_in": LIFE_SECONDS, "scope": SCOPE}

    def _keep(self, token: str) -> None:
        now = time.monotonic()
        self._given = {name: end for name, end in self._given.items() if end > now}
        if len(self._given) >= MOST_TOKENS:
            raise Denied("temporarily_unavailable", "found too many tokens in use; ask again later", 503)
        self._given[_name(token)] = now + LIFE_SECONDS

    def is_given(self, authorization: str | None) -> bool:
        """Whether a header holds a token that was given and has not expired."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        return self._given.get(_name(token.strip()), 0) > time.monotonic()


def smart_configuration(token_endpoint: str) -> Data:
    """How an application gets a token, as SMART has it told."""
    return {
        "token_endpoint": token_endpoint,
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "grant_types_supported": [GRANT],
        "scopes_supported": [SCOPE],
        "capabilities": ["client-confidential-asymmetric", "permission-v2"],
    }


def _name(token: str) -> bytes:
    return sha256(token.encode(errors="surrogatepass")).digest()


def _fields(content: bytes) -> Mapping[str, str]:
    """The fields of a form; raises Denied."""
    try:
        pairs = parse_qsl(content.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Denied("invalid_request", "found a body that is no form of a few fields") from None
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Denied("invalid_request", "found a field a second time; expected each once")
    return found


def _assertion(fields: Mapping[str, str]) -> str:
    if fields.get("grant_type") != GRANT:
        raise Denied("unsupported_grant_type", f"found another grant_type; expected {GRANT}")
    if fields.get("client_assertion_type") != ASSERTION:
        raise Denied("invalid_request", f"found another client_assertion_type; expected {ASSERTION}")
    assertion = fields.get("client_assertion", "")
    if not assertion:
        raise Denied("invalid_request", "found no client_assertion; expected a signed JWT")
    return assertion


def _subject(assertion: str) -> object:
    """The sub of a JWT whose signature was checked."""
    payload = assertion.split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims.get("sub")
