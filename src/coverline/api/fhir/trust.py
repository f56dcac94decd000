"""Whether a request comes from a registered EHR: the signed token of CDS Hooks."""

import json
import time
from collections.abc import Iterable
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError

from coverline.api.fhir.keys import Key, Keys
from coverline.api.fhir.registered import Ehr
from coverline.api.fhir.replays import Replays
from coverline.api.refusals import Reason, Refused

ALGORITHMS = ("ES384", "RS384")
# Clocks differ by this much; a token that is meant to live longer than this is refused.
LEEWAY_SECONDS = 30
LONGEST_LIFE_SECONDS = 3600
MOST_TOKEN_BYTES = 8192

CHALLENGE = {"WWW-Authenticate": "Bearer"}


class Trust:
    """Checks tokens against the registered EHRs; without any, nobody is asked who they are."""

    def __init__(self, ehrs: Iterable[Ehr], keys: Keys) -> None:
        self._ehrs = {ehr.issuer: ehr for ehr in ehrs}
        self._keys = keys
        self._replays = Replays()

    async def sender(self, authorization: str | None, audience: str, until: float) -> Ehr | None:
        """The EHR that has signed for this audience, None where none is registered; raises Refused."""
        if authorization is None and not self._ehrs:
            return None
        token = _token(authorization)
        header, ehr = self._claimed(token)
        key = await self._key(ehr, header, until)
        self._require(_verified(token, key, header["alg"]), ehr, audience)
        return ehr

    def _claimed(self, token: bytes) -> tuple[dict[str, Any], Ehr]:
        """The header of a token, and the registered EHR that it says it is from."""
        try:
            signature = jws.extract_compact(token)
            claims = json.loads(signature.payload)
        except (JoseError, ValueError, RecursionError):
            raise _untrusted("a token that is no signed JWT") from None
        header = signature.headers()
        issuer = claims.get("iss") if isinstance(claims, dict) else None
        ehr = self._ehrs.get(issuer) if isinstance(issuer, str) else None
        if ehr is None:
            raise _untrusted("a token of an issuer (iss) that is not registered")
        if header.get("jku", ehr.jku) != ehr.jku:
            raise _untrusted("another address of keys (jku) than the registered one")
        if header.get("alg") not in ALGORITHMS:
            raise _untrusted(f"another algorithm (alg) than {' or '.join(ALGORITHMS)}")
        return dict(header), ehr

    async def _key(self, ehr: Ehr, header: dict[str, Any], until: float) -> Key:
        name = header.get("kid")
        if not isinstance(name, str):
            raise _untrusted("a token without the name of its key (kid)")
        try:
            key = await self._keys.find(ehr, name, until)
        except TimeoutError:
            raise _untrusted("that the sender's keys cannot be fetched in time") from None
        if key is None:
            raise _untrusted("the name of a key (kid) that the sender's key set does not have")
        return key

    def _require(self, claims: dict[str, Any], ehr: Ehr, audience: str) -> None:
        wanted = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": ehr.issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            iat={"essential": True},
            jti={"essential": True},
        )
        try:
            wanted.validate(claims)
        except ExpiredTokenError:
            raise _untrusted("a token that has expired (exp)") from None
        except JoseError as wrong:
            name = getattr(wrong, "claim", "")
            expected = f"; expected {audience}" if name == "aud" else ""
            raise _untrusted(f"a token whose claim {name} is absent or wrong{expected}") from None
        if isinstance(claims["aud"], list) and set(claims["aud"]) != {audience}:
            raise _untrusted("a token that others may be shown too (aud)")
        now = time.time()
        # Written so that what is no number is refused too.
        if not claims["exp"] - min(claims["iat"], now) <= LONGEST_LIFE_SECONDS:
            raise _untrusted(f"a token that lives longer than {LONGEST_LIFE_SECONDS} seconds")
        if not self._replays.is_new(ehr.issuer, claims["jti"], claims["exp"] + LEEWAY_SECONDS, now):
            raise _untrusted("a token that was used before (jti)")


def _token(authorization: str | None) -> bytes:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token or not token.isascii() or len(token) > MOST_TOKEN_BYTES:
        raise _untrusted("no token that can be read under Authorization")
    return token.strip().encode()


def _verified(token: bytes, key: Key, algorithm: str) -> dict[str, Any]:
    try:
        return jwt.decode(token, key, algorithms=[algorithm]).claims
    except (JoseError, ValueError, TypeError, RecursionError):
        raise _untrusted("a token whose signature is not right") from None


def _untrusted(found: str) -> Refused:
    detail = f"found {found}; expected a token of a registered EHR, signed for this address alone"
    return Refused(Reason.UNTRUSTED, detail, headers=CHALLENGE)
