"""Stands around everything that is served: names, headers, the log, and errors that nothing else caught."""

import logging
import re
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coverline.api.refusals import Reason, Refused
from coverline.api.routes import Failed
from coverline.api.work import places
from coverline.server.headers import RAW_SECURITY
from coverline.server.logs import log
from coverline.server.pages import refused
from coverline.server.refusing import FAILED
from coverline.web import routes as pages

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(:[0-9]+)?", re.IGNORECASE)


class Guard:
    """The outermost application: `hosts` are the names that a request may ask for."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, or the start and the end of the server."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        try:
            served = self._app if _host(scope) in self._hosts else refused(Request(scope), WRONG_HOST)
            await served(scope, receive, exchange.send)
        except ClientDisconnect:
            exchange.left = True
        except Exception as failure:
            exchange.log_failure(failure)
            if not exchange.status:
                await refused(Request(scope), FAILED)(scope, receive, exchange.send)
        finally:
            exchange.log()


WRONG_HOST = Refused(
    Reason.WRONG_HOST, "found another name under Host; expected one that the setting allowed_hosts lists"
)


def _host(scope: Scope) -> str:
    """The name that a request asks for, without its port."""
    named = next((value for name, value in scope["headers"] if name == b"host"), b"")
    found = HOST.fullmatch(named.decode("latin-1"))
    return found[1].strip("[]").lower() if found else ""


class _Exchange:
    """One request and what was sent in answer."""

    def __init__(self, scope: Scope, send: Callable[[Message], Awaitable[None]]) -> None:
        self.id = uuid4().hex
        self.status = 0
        self.left = False
        self._scope = scope
        self._send = send
        self._start = perf_counter()

    async def send(self, message: Message) -> None:
        """Passes a message on, with the headers that every response has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = [*RAW_SECURITY, (b"x-request-id", self.id.encode())]
            message = {**message, "headers": [*message.get("headers", []), *own]}
        await self._send(message)

    def log(self) -> None:
        """One line on the exchange: the route's template, never the path that was asked for."""
        milliseconds = round(1000 * (perf_counter() - self._start), 1)
        status = None if self.left else self.status
        log("request", **self._named(), status=status, milliseconds=milliseconds)

    def log_failure(self, failure: Exception) -> None:
        """One line on an error of the program: its kind and where it arose, never what it says."""
        found = (
            failure.places
            if isinstance(failure, Failed | pages.Failed)
            else (type(failure).__name__, *places(failure))
        )
        log("failed", logging.ERROR, **self._named(), error=found[0], places=list(found[1:]))

    def _named(self) -> dict[str, Any]:
        method = self._scope["method"]
        route = getattr(self._scope.get("route"), "path", None)
        return {"id": self.id, "method": method if method in METHODS else None, "route": route}
