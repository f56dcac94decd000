"""The addresses of CDS Hooks: discovery for everybody, the hooks for registered EHRs."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from coverline.api.fhir.deciding import Call, Lacking
from coverline.api.fhir.discovery import discovery
from coverline.api.fhir.hooks import HOOKS, Hook
from coverline.api.fhir.outgoing import Outgoing, Unanswered
from coverline.api.fhir.registered import Ehr
from coverline.api.fhir.trust import Trust
from coverline.api.fhir.versions import Version
from coverline.api.receiving import received
from coverline.api.refusals import Reason, Refused
from coverline.api.routes import Failed
from coverline.api.work import Reply, library

ROOT = "/cds-services"
# Runs a call elsewhere and gives it up, with its process, after so many seconds.
Run = Callable[[float, Call], Awaitable[Reply | Lacking]]

# An EHR waits five seconds; what it was asked for and has not given by then is not waited for.
ANSWER_SECONDS = 4.6
KEY_SECONDS = 1.5
CHART_SECONDS = 3.0
# A chart leads to the names of payers, and a search to its next page.
MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Served:
    """How hooks are served: under which address, in which version unless one is asked for."""

    address: str | None
    version: Version
    body_bytes: int
    body_seconds: float


class Exchanges:
    """Takes hook calls in, asks EHRs for what is lacking, and answers in time."""

    def __init__(
        self, run: Run, served: Served, trust: Trust, outgoing: Outgoing, today: Callable[[], date]
    ) -> None:
        self._run = run
        self._served = served
        self._trust = trust
        self._outgoing = outgoing
        self._today = today

    async def response(self, hook: Hook, request: Request) -> Response:
        """The response to one hook call; raises Refused and Failed."""
        content = await received(request, self._served.body_bytes, self._served.body_seconds)
        began = asyncio.get_running_loop().time()
        address = self._address(request)
        audience = f"{address}{ROOT}/{hook.id}"
        ehr = await self._trust.sender(request.headers.get("authorization"), audience, began + KEY_SECONDS)
        call = Call(hook.id, content, {}, ehr is not None, address, self._served.version, self._today())
        reply = await self._answer(call, ehr, began)
        if reply.failure:
            raise Failed(reply.failure)
        return Response(reply.body, reply.status, media_type=reply.media_type)

    async def _answer(self, call: Call, ehr: Ehr | None, began: float) -> Reply:
        for _ in range(MOST_ROUNDS):
            found = await self._worked(call, began)
            if isinstance(found, Reply):
                return found
            assert ehr is not None
            fetched = await self._fetched(found, ehr, began + CHART_SECONDS)
            call = replace(call, fetched={**call.fetched, **fetched})
        found = await self._worked(replace(call, may_ask=False), began)
        assert isinstance(found, Reply)
        return found

    async def _worked(self, call: Call, began: float) -> Reply | Lacking:
        left = began + ANSWER_SECONDS - asyncio.get_running_loop().time()
        return await self._run(max(left, 0.001), call)

    async def _fetched(self, lacking: Lacking, ehr: Ehr, until: float) -> dict[str, bytes | None]:
        """What the EHR gives of what is lacking, None where it gives nothing."""
        if lacking.server.rstrip("/") != ehr.base:
            detail = "fhirServer: found another server than the one that is registered for the issuer"
            raise Refused(Reason.FOREIGN, detail, [{"expression": "fhirServer", "detail": detail}])

        async def one(query: str) -> bytes | None:
            own = ehr.below(query)
            try:
                return None if own is None else await self._outgoing.chart(ehr, own, lacking.token, until)
            except Unanswered:
                return None

        contents = await asyncio.gather(*(one(query) for query in lacking.queries))
        return dict(zip(lacking.queries, contents, strict=True))

    def _address(self, request: Request) -> str:
        # The guard has looked at the name that the request asks for.
        return self._served.address or f"{request.url.scheme}://{request.headers['host']}"


def router(exchanges: Exchanges) -> APIRouter:
    """The routes of CDS Hooks."""
    routes = APIRouter(prefix=ROOT, include_in_schema=False)
    services = JSONResponse(discovery(library()))

    @routes.get("")
    async def discover() -> Response:
        return services

    for hook in HOOKS:
        _add(routes, hook, exchanges)
    return routes


def _add(routes: APIRouter, hook: Hook, exchanges: Exchanges) -> None:
    async def endpoint(request: Request) -> Response:
        return await exchanges.response(hook, request)

    routes.add_api_route(f"/{hook.id}", endpoint, methods=["POST"], name=hook.id)
