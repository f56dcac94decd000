"""The addresses of the API: each hands its body and parameters to the work of the same name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from coverline.api.described import answered, asks
from coverline.api.receiving import received
from coverline.api.refusals import Reason, Refused
from coverline.api.work import Reply, work

Work = Callable[[str, bytes, Mapping[str, str], float], Reply]
# Runs work elsewhere and gives it up, with its process, when its time has run out.
Run = Callable[[Work, str, bytes, Mapping[str, str], float], Awaitable[Reply]]
On = Annotated[str | None, Query(description="A day on which a version is in force, such as 2024-12-01.")]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may be: bytes of a body, seconds until it is there, seconds until it is answered."""

    body_bytes: int
    body_seconds: float
    answer_seconds: float
    batch_seconds: float


class Failed(Exception):
    """Work that ended in an error of the program; `places` are where, without any value."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(*places[:1])
        self.places = places


@dataclass(frozen=True, slots=True)
class Answering:
    """Takes a request in and lets it be answered, both within the limits."""

    run: Run
    limits: Limits

    async def posted(self, name: str, request: Request) -> Response:
        """The response to a body."""
        content = await received(request, self.limits.body_bytes, self.limits.body_seconds)
        return await self.response(name, content, {})

    async def response(self, name: str, content: bytes, parameters: Mapping[str, str]) -> Response:
        """The response of the work with this name."""
        seconds = self.limits.batch_seconds if name == "batch" else self.limits.answer_seconds
        reply = await self.run(work, name, content, parameters, seconds)
        if reply.failure:
            raise Failed(reply.failure)
        return Response(reply.body, reply.status, media_type=reply.media_type)


def router(run: Run, limits: Limits) -> APIRouter:
    """The routes of the API."""
    routes = APIRouter(prefix="/api", dependencies=[Depends(_only_known)])
    answering = Answering(run, limits)
    for name in ("decide", "compare", "when", "ask", "batch", "chart", "codes", "diff"):
        _add_posted(routes, name, answering)
    _add_read(routes, answering)
    return routes


async def _only_known(request: Request) -> None:
    """Refuses what would be overlooked, and what must not stand in an address."""
    known = {each.name for each in request.scope["route"].dependant.query_params}
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        expected = f"only {', '.join(known)}" if known else "none; what is asked stands in the body"
        raise Refused(Reason.UNREADABLE, f"found a parameter that is not known; expected {expected}")


def _add_posted(routes: APIRouter, name: str, answering: Answering) -> None:
    async def endpoint(request: Request) -> Response:
        return await answering.posted(name, request)

    routes.add_api_route(f"/{name}", endpoint, methods=["POST"], name=name, **asks(name))


def _add_read(routes: APIRouter, answering: Answering) -> None:
    @routes.get("/facts", **answered("facts"))
    async def facts() -> Response:
        return await answering.response("facts", b"", {})

    @routes.get("/policies", **answered("policies"))
    async def policies(on: On = None) -> Response:
        return await answering.response("policies", b"", _parameters(on=on))

    @routes.get("/policies/{policy}", **answered("policy"))
    async def policy(policy: str, on: On = None) -> Response:
        return await answering.response("policy", b"", _parameters(policy=policy, on=on))

    @routes.get("/policies/{policy}/notes", **answered("notes"))
    async def notes(policy: str) -> Response:
        return await answering.response("notes", b"", _parameters(policy=policy))


def _parameters(**given: Any) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if value is not None}
