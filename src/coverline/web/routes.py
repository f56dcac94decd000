"""The addresses of the flow: forms are posted; only the blank first page, policies and assets are got."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar, TypeVarTuple, Unpack

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from coverline.publish import assets
from coverline.web.mistakes import Refused
from coverline.web.posted import LARGEST_FORM
from coverline.web.reading import FIRST, ROOT
from coverline.web.replies import ASSETS
from coverline.web.steps import BLANK, STEPS
from coverline.web.work import Made, blank, read, refusal, step

FOLDER = Path(__file__).parent / "assets"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Run(Protocol):
    """Runs a function elsewhere, and gives it up when its seconds have passed."""

    async def __call__(
        self, seconds: float, function: Callable[[Unpack[Arguments]], T], *arguments: *Arguments
    ) -> T:
        """What the function gives."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The seconds until a form has to be there, and until its page has to be made."""

    form_seconds: float = 10
    page_seconds: float = 10


class Failed(Exception):
    """A page that ended in an error of the program; `places` are where, without any value."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(*places[:1])
        self.places = places


def today_here() -> date:
    """The day it is where the server stands."""
    return datetime.now().astimezone().date()


def router(run: Run, limits: Limits, today: Callable[[], date] = today_here) -> APIRouter:
    """The routes of the pages; they raise Failed where the program went wrong."""
    routes = APIRouter(include_in_schema=False)

    async def made(function: Callable[[Unpack[Arguments]], Made], *arguments: *Arguments) -> Response:
        page = await run(limits.page_seconds, function, *arguments)
        if page.failure:
            raise Failed(page.failure)
        return HTMLResponse(page.body, page.status)

    def empty(address: str) -> Callable[[], Awaitable[Response]]:
        async def endpoint() -> Response:
            return await made(blank, address)

        return endpoint

    async def reading(path: str) -> Response:
        return await made(read, path)

    def posted(address: str) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                content = await _received(request, limits.form_seconds)
            except Refused as refused:
                return _refused(refused)
            return await made(step, address, content, request.headers.get("content-type", ""), today())

        return endpoint

    for address in BLANK:
        routes.add_api_route(address, empty(address))
    for address in STEPS:
        routes.add_api_route(address, posted(address), methods=["POST"])
        if address not in BLANK:
            routes.add_api_route(address, _got)
    _add_assets(routes)
    routes.add_api_route(ROOT, _index)
    routes.add_api_route(f"{ROOT}{{path:path}}", reading)
    return routes


async def _received(request: Request, seconds: float) -> bytes:
    """The body, or as much of it as tells that it is too large; raises Refused where it does not come."""
    content = b""
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                if len(content) <= LARGEST_FORM:
                    content += chunk
    except TimeoutError:
        reason = f"The form was not there after {seconds:g} seconds."
        raise Refused(408, "The form did not arrive in time", (reason,)) from None
    return content


async def _got() -> Response:
    reason = "This page follows from a form and has no address of its own, so that no address holds a fact."
    return _refused(Refused(405, "Start with the blank page", (reason,)), {"Allow": "POST"})


def _refused(refused: Refused, headers: dict[str, str] | None = None) -> Response:
    page = refusal(refused)
    return HTMLResponse(page.page, page.status, headers)


async def _index() -> Response:
    return RedirectResponse(f"{ROOT}{FIRST}")


def _add_assets(routes: APIRouter) -> None:
    for name, text in _assets().items():
        for root in (ASSETS, ROOT):
            routes.add_api_route(f"{root}{name}", _asset(name, text))


def _assets() -> dict[str, str]:
    shared = {name: assets.text(name) for name in assets.NAMES}
    return {**shared, **{file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.iterdir())}}


def _asset(name: str, text: str) -> Callable[[], Awaitable[Response]]:
    async def asset() -> Response:
        return Response(text, media_type=TYPES[Path(name).suffix])

    return asset
