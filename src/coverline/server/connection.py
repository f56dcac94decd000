"""Connections that are bounded: in number, and in the time that the head of a request may take."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from coverline.api.refusals import MEDIA_TYPE, Reason, Refused, problem_body
from coverline.server.headers import RAW_SECURITY
from coverline.server.logs import log

SLOW_HEAD = Refused(Reason.TOO_SLOW, "found a head of a request that is not complete; expected it at once")
CROWDED = Refused(Reason.TOO_MANY, "found more connections than are taken; ask again later")
BROKEN = Refused(Reason.NOT_HTTP, "found a request that is not HTTP; expected HTTP/1.1")


def bounded(most: int, seconds: float) -> type[asyncio.Protocol]:
    """A protocol for uvicorn with at most so many connections, whose heads take at most so long."""
    return type("Connection", (_Connection,), {"most": most, "seconds": seconds})


class _Connection(H11Protocol):
    most: int
    seconds: float
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self._refuse(CROWDED)
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._deadline is None and self.conn.their_state is h11.IDLE:
            self._await_head()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        self._refuse(BROKEN)

    def _await_head(self) -> None:
        self._deadline = self.loop.call_later(self.seconds, self._refuse, SLOW_HEAD)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, refused: Refused) -> None:
        """Answers before there is a request, as far as the connection still takes an answer, and closes."""
        self._forget()
        status, body = refused.reason.status, problem_body(refused)
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *RAW_SECURITY,
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            events = (
                h11.Response(status_code=status, headers=headers),
                h11.Data(data=body),
                h11.EndOfMessage(),
            )
            self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        log("refused", status=status)
        self.transport.close()
