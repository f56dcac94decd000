"""The public keys of registered EHRs, kept for a few minutes and fetched anew for a key that is not known."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from coverline.api.fhir.outgoing import Unanswered
from coverline.api.fhir.registered import Ehr
from coverline.api.refusals import Reason, Refused

# An EHR that takes a key away is obeyed after this long; one that adds a key, at once.
FRESH_SECONDS = 300
# A stranger who invents key names makes no more requests than one in this time.
PAUSE_SECONDS = 10
FEWEST_RSA_BITS = 2048

Key = ECKey | RSAKey


class KeyServers(Protocol):
    """Asks a registered EHR for its keys."""

    async def keys(self, ehr: Ehr, until: float) -> bytes:
        """The key set; raises Unanswered."""
        ...


@dataclass(slots=True)
class _Kept:
    keys: Mapping[str, Key] = field(default_factory=dict)
    at: float = float("-inf")
    asked: float = float("-inf")
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Keys:
    """Finds keys by name; those that were fetched serve everybody who asks meanwhile."""

    def __init__(self, servers: KeyServers) -> None:
        self._servers = servers
        self._kept: dict[str, _Kept] = {}

    async def find(self, ehr: Ehr, name: str, until: float) -> Key | None:
        """The key of an EHR with this name, or None; raises Refused where none can be had now."""
        kept = self._kept.setdefault(ehr.issuer, _Kept())
        async with asyncio.timeout_at(until), kept.turn:
            await self._freshen(kept, ehr, name, until)
        return kept.keys.get(name)

    async def _freshen(self, kept: _Kept, ehr: Ehr, name: str, until: float) -> None:
        now = asyncio.get_running_loop().time()
        fresh = now - kept.at < FRESH_SECONDS
        if (fresh and name in kept.keys) or now - kept.asked < PAUSE_SECONDS:
            self._require(kept, fresh)
            return
        kept.asked = now
        try:
            kept.keys = dict(_keys(await self._servers.keys(ehr, until)))
            kept.at = now
        except Unanswered:
            self._require(kept, fresh)

    @staticmethod
    def _require(kept: _Kept, fresh: bool) -> None:
        if not fresh:
            kept.keys = {}
            detail = "found that the sender's keys cannot be fetched from where they are registered"
            raise Refused(Reason.UNTRUSTED, f"{detail}; ask again later")


def _keys(content: bytes) -> Iterator[tuple[str, Key]]:
    """The keys that can check a signature, by name; what is anything else is passed over."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Unanswered("no JSON") from None
    listed = data.get("keys") if isinstance(data, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and isinstance(each.get("kid"), str):
            key = _key(each)
            if key is not None:
                yield each["kid"], key


def _key(data: dict[str, str | list[str]]) -> Key | None:
    try:
        match data.get("kty"):
            case "EC":
                return ECKey.import_key(data)
            case "RSA":
                return _strong(data)
            case _:
                return None
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _strong(data: dict[str, str | list[str]]) -> RSAKey | None:
    # The library warns of a short key when it reads one; a warning is no refusal.
    modulus = data["n"]
    if not isinstance(modulus, str) or len(modulus) * 6 < FEWEST_RSA_BITS - 6:
        return None
    return RSAKey.import_key(data)
