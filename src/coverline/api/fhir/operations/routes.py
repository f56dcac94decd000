"""The addresses of the FHIR server: forms for everybody, what is asked of a patient for registered EHRs."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from coverline.api.fhir.operations.accepted import require_json
from coverline.api.fhir.operations.access import Access, Denied, smart_configuration
from coverline.api.fhir.operations.addressed import FORMAT, require_known
from coverline.api.fhir.operations.asked import Call, Done
from coverline.api.fhir.operations.capability import Instance, capability
from coverline.api.fhir.operations.reports import Report
from coverline.api.fhir.operations.served import (
    CONFIGURATION,
    METADATA,
    OPERATIONS,
    RESOURCES,
    TOKEN,
    Operation,
    Served,
)
from coverline.api.fhir.outcomes import MEDIA_TYPE
from coverline.api.fhir.trust import Trust
from coverline.api.receiving import FHIR_JSON, FORM, received
from coverline.api.refusals import Reason, Refused
from coverline.api.routes import Failed, Limits
from coverline.api.work import library
from coverline.forms import Language, Version

# Runs a call elsewhere and gives it up, with its process, after so many seconds.
Run = Callable[[float, Call], Awaitable[Done]]
# Logs a report of a form that failed.
Log = Callable[[Report], None]

KEY_SECONDS = 1.5
MOST_FORM_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Offer:
    """How the FHIR server is offered: under which address, in which version and limits.

    `is_signed` is whether registered EHRs must sign; `language` is what forms are filled in with before they
    are shown.
    """

    is_signed: bool
    address: str | None
    version: Version
    language: Language
    limits: Limits


class Operations:
    """Takes calls in, knows who may make them, and lets them be answered."""

    def __init__(self, run: Run, offer: Offer, trust: Trust, today: Callable[[], date], log: Log) -> None:
        self._run = run
        self._offer = offer
        self._trust = trust
        self._access = Access(trust)
        self._today = today
        self._log = log
        self._started = datetime.now(UTC)

    async def metadata(self, request: Request) -> Response:
        """The capability statement; raises Refused."""
        require_known(_parameters(request), ())
        signed = self._offer.is_signed
        instance = Instance(self._address(request), self._started, library().content_hash, signed)
        return JSONResponse(capability(instance), media_type=MEDIA_TYPE)

    async def configuration(self, request: Request) -> Response:
        """How an application gets a token; raises Refused where nobody can get one."""
        if not self._offer.is_signed:
            raise Refused(Reason.NO_SUCH_ADDRESS, "found no registered EHRs; nobody needs a token here")
        return JSONResponse(smart_configuration(f"{self._address(request)}{TOKEN}"))

    async def token(self, request: Request) -> Response:
        """A token for an application that shows who it is, or why there is none; raises Refused."""
        content = await received(request, MOST_FORM_BYTES, self._offer.limits.body_seconds, FORM)
        until = asyncio.get_running_loop().time() + KEY_SECONDS
        try:
            given = await self._access.give(content, f"{self._address(request)}{TOKEN}", until)
        except Denied as denied:
            return JSONResponse(denied.data, denied.status)
        return JSONResponse(given)

    async def operation(self, operation: Operation, request: Request) -> Response:
        """The response to a call of an operation; raises Refused and Failed."""
        limits = self._offer.limits
        content = b""
        if request.method == "POST":
            require_known(_parameters(request), ())
            content = await received(request, limits.body_bytes, limits.body_seconds, FHIR_JSON)
        if operation.signed:
            await self._require_ehr(f"{self._address(request)}{operation.path}", request)
        work = f"{request.method} ${operation.code}"
        return await self._answered(work, content, request)

    async def resource(self, served: Served, name: str, request: Request) -> Response:
        """The response to a request for one resource; raises Refused and Failed."""
        return await self._answered(f"GET {served.kind}", b"", request, name)

    async def found(self, served: Served, request: Request) -> Response:
        """The response to a search; raises Refused and Failed."""
        return await self._answered(f"GET {served.kind}?", b"", request)

    async def _answered(self, work: str, content: bytes, request: Request, name: str = "") -> Response:
        call = Call(
            work,
            content,
            _parameters(request),
            self._address(request),
            self._offer.version,
            self._offer.language,
            datetime.now(UTC),
            self._today(),
            self._started,
            name,
        )
        done = await self._run(self._offer.limits.answer_seconds, call)
        if done.reply.failure:
            raise Failed(done.reply.failure)
        if done.report is not None:
            self._log(done.report)
        return Response(done.reply.body, done.reply.status, media_type=done.reply.media_type)

    async def _require_ehr(self, audience: str, request: Request) -> None:
        authorization = request.headers.get("authorization")
        if not self._access.is_given(authorization):
            until = asyncio.get_running_loop().time() + KEY_SECONDS
            await self._trust.sender(authorization, audience, until)

    def _address(self, request: Request) -> str:
        # The guard has looked at the name that the request asks for.
        return self._offer.address or f"{request.url.scheme}://{request.headers['host']}"


def _parameters(request: Request) -> dict[str, str]:
    """The parameters of an address; raises Refused for one that stands twice, and where no JSON is wanted."""
    listed = request.query_params.multi_items()
    if len(dict(listed)) < len(listed):
        raise Refused(Reason.WRONG_PARAMETERS, "found a parameter a second time; expected each once")
    given = dict(listed)
    # A format in the address is asked for instead of the one in the header.
    if FORMAT not in given:
        require_json(request.headers.get("accept"))
    return given


def router(operations: Operations) -> APIRouter:
    """The routes of the FHIR server."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(METADATA, operations.metadata, methods=["GET"], name="metadata")
    routes.add_api_route(CONFIGURATION, operations.configuration, methods=["GET"], name="configuration")
    routes.add_api_route(TOKEN, operations.token, methods=["POST"], name="token")
    for operation in OPERATIONS:
        _add_operation(routes, operation, operations)
    for served in RESOURCES:
        _add_resource(routes, served, operations)
    return routes


def _add_operation(routes: APIRouter, operation: Operation, operations: Operations) -> None:
    async def endpoint(request: Request) -> Response:
        return await operations.operation(operation, request)

    routes.add_api_route(operation.path, endpoint, methods=list(operation.methods), name=operation.code)


def _add_resource(routes: APIRouter, served: Served, operations: Operations) -> None:
    async def one(name: str, request: Request) -> Response:
        return await operations.resource(served, name, request)

    async def found(request: Request) -> Response:
        return await operations.found(served, request)

    routes.add_api_route(served.one, one, methods=["GET"], name=served.kind)
    routes.add_api_route(served.all, found, methods=["GET"], name=f"{served.kind} search")
