"""The one place from which other servers are asked, and then only those of registered EHRs.

No function here takes an address: a request is a registered EHR and a path below its FHIR server. What
leaves is checked once more by the transport, which knows no other servers.
"""

import ssl
from asyncio import timeout_at
from collections.abc import Iterable
from functools import cache

import httpx

from coverline.api.fhir.registered import Ehr, origin_of

MOST_KEY_BYTES = 100_000
MOST_CHART_BYTES = 10_000_000
MOST_CONNECTIONS = 100
LONGEST_SECONDS = 10

# Without a coding, what is counted is what is read: nothing grows when it is unpacked.
PLAIN = {"Accept-Encoding": "identity"}


class Unanswered(Exception):
    """A server that was asked has not given what was asked for; the message says why, without any value."""


class Outgoing:
    """Asks the servers of these EHRs; redirects, proxies and cookies play no part."""

    def __init__(self, ehrs: Iterable[Ehr]) -> None:
        origins = frozenset(origin for ehr in ehrs for origin in ehr.origins)
        # A request has a moment at which it ends, whatever it is doing then.
        self._client = httpx.AsyncClient(
            transport=_OnlyRegistered(origins),
            timeout=LONGEST_SECONDS,
            trust_env=False,
        )

    async def keys(self, ehr: Ehr, until: float) -> bytes:
        """The key set of an EHR; raises Unanswered."""
        return await self._read(ehr.jku, {"Accept": "application/json"}, MOST_KEY_BYTES, until)

    async def chart(self, ehr: Ehr, query: str, token: str, until: float) -> bytes:
        """What stands below the FHIR server of an EHR, such as Patient/7; raises Unanswered."""
        if "\\" in query or ".." in query or "%2e" in query.lower() or query.startswith("/"):
            raise Unanswered("an address outside its server")
        headers = {"Accept": "application/fhir+json", "Authorization": f"Bearer {token}"}
        joint = "" if query.startswith("?") else "/"
        return await self._read(f"{ehr.base}{joint}{query}", headers, MOST_CHART_BYTES, until)

    async def close(self) -> None:
        """Ends every connection."""
        await self._client.aclose()

    async def _read(self, address: str, headers: dict[str, str], most: int, until: float) -> bytes:
        try:
            async with (
                timeout_at(until),
                self._client.stream("GET", address, headers={**PLAIN, **headers}) as response,
            ):
                return await _content(response, most)
        except TimeoutError:
            raise Unanswered("no answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError):
            raise Unanswered("no connection") from None
        finally:
            self._client.cookies.clear()


async def _content(response: httpx.Response, most: int) -> bytes:
    if response.status_code != 200:
        raise Unanswered(f"status {response.status_code}")
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > most:
            raise Unanswered(f"more than {most:,} bytes")
    return bytes(content)


class _OnlyRegistered(httpx.AsyncBaseTransport):
    """Lets a request through to these servers alone, whoever made it."""

    def __init__(self, origins: frozenset[tuple[str, str, int | None]]) -> None:
        self._origins = origins
        self._below = httpx.AsyncHTTPTransport(
            verify=_certificates(), trust_env=False, limits=httpx.Limits(max_connections=MOST_CONNECTIONS)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends what goes to a registered server, and nothing else."""
        if origin_of(str(request.url)) not in self._origins:
            raise httpx.UnsupportedProtocol("not a registered server", request=request)
        return await self._below.handle_async_request(request)

    async def aclose(self) -> None:
        await self._below.aclose()


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()
