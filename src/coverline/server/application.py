"""Puts the application together: the API, the pages that describe it, and the guard around both."""

import gc
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from coverline import __version__
from coverline.api.fhir import deciding as hooks
from coverline.api.fhir import routes as hook_routes
from coverline.api.fhir.deciding import Call, Lacking
from coverline.api.fhir.keys import Keys
from coverline.api.fhir.operations import asked, working
from coverline.api.fhir.operations import routes as operation_routes
from coverline.api.fhir.operations.reports import Report
from coverline.api.fhir.operations.routes import Offer, Operations
from coverline.api.fhir.outgoing import Outgoing
from coverline.api.fhir.routes import Exchanges, Served
from coverline.api.fhir.trust import Trust
from coverline.api.refusals import Refused
from coverline.api.routes import Limits, Work, router
from coverline.api.schemas import schemas
from coverline.api.work import Reply, library
from coverline.forms import Language
from coverline.server.describing import add_pages
from coverline.server.guard import Guard
from coverline.server.logs import log
from coverline.server.pages import refused
from coverline.server.refusing import FAILED, refused_by
from coverline.server.settings import Settings
from coverline.server.workers import Workers
from coverline.web import routes as pages
from coverline.web.work import blank

ABOUT = (
    "Medical coverage policies that a computer decides with. Nothing here denies care. EHRs ask over CDS "
    "Hooks at /cds-services, and for forms at /fhir, which /fhir/metadata describes."
)
# Nothing of a request may leave through a telemetry that somebody switches on in the environment.
NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def application(settings: Settings, ready: Callable[[], None] = lambda: None) -> ASGIApp:
    """The whole application; `ready` is called as soon as it answers."""
    app = _unguarded(settings, ready)
    add_pages(app, _document(app), library().content_hash)
    return Guard(app, settings.hosts)


def description(settings: Settings) -> str:
    """The OpenAPI document, as JSON."""
    return _document(_unguarded(settings, lambda: None))


def _unguarded(settings: Settings, ready: Callable[[], None]) -> FastAPI:
    workers = Workers(settings.workers, settings.most_requests)

    async def run(
        work: Work, name: str, content: bytes, parameters: Mapping[str, str], seconds: float
    ) -> Reply:
        return await workers.run(seconds, work, name, content, parameters, seconds)

    async def hooked(seconds: float, call: Call) -> Reply | Lacking:
        return await workers.run(seconds, hooks.answer, call)

    async def operated(seconds: float, call: asked.Call) -> asked.Done:
        return await workers.run(seconds, working.answer, call)

    outgoing = Outgoing(settings.ehrs)
    trust = Trust(settings.ehrs, Keys(outgoing))
    exchanges = Exchanges(hooked, _served(settings), trust, outgoing, pages.today_here)
    operations = Operations(operated, _offer(settings), trust, pages.today_here, _log_report)

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        await workers.warm(warm)
        _settle()
        ready()
        yield
        await outgoing.close()

    app = FastAPI(
        title="Coverline",
        description=ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=living,
        telemetry=NO_TELEMETRY,
    )
    app.include_router(router(run, _limits(settings)))
    app.include_router(hook_routes.router(exchanges))
    app.include_router(operation_routes.router(operations))
    app.include_router(
        pages.router(workers.run, pages.Limits(settings.body_seconds, settings.answer_seconds))
    )
    for kind in (Refused, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _refuse)
    app.add_exception_handler(Exception, _fail)
    return app


def warm() -> None:
    """Makes a worker ready: the content is loaded, and every policy is ready to decide with."""
    for name in library().policies:
        library().plan(name)
    blank()
    hooks.warm()
    _settle()


def _settle() -> None:
    """Sets apart what is loaded: it stays, and a collector that went through it again would stop requests."""
    gc.collect()
    gc.freeze()


async def _refuse(request: Request, failure: Any) -> Response:
    return refused(request, refused_by(failure))


async def _fail(request: Request, _failure: Exception) -> Response:
    # The guard logs it.
    return refused(request, FAILED)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.body_bytes, settings.body_seconds, settings.answer_seconds, settings.batch_seconds)


def _served(settings: Settings) -> Served:
    return Served(settings.address, settings.crd_version, settings.body_bytes, settings.body_seconds)


def _offer(settings: Settings) -> Offer:
    language = Language(f"text/{settings.form_language}")
    signed = bool(settings.ehrs)
    return Offer(signed, settings.address, settings.dtr_version, language, _limits(settings))


def _log_report(report: Report) -> None:
    log("form", forms=list(report.forms), codes=dict(report.codes), unknown=report.unknown)


def _document(app: FastAPI) -> str:
    document = app.openapi()
    document["components"] = {"schemas": schemas(library().vocabulary)}
    return json.dumps(document)
