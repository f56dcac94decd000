"""Starts the server on a socket of its own and runs it until it is stopped."""

import socket
from collections.abc import Callable

from uvicorn import Config, Server

from coverline.problem import Problem, Unreadable
from coverline.server.application import application
from coverline.server.connection import bounded
from coverline.server.settings import Settings

GRACE_SECONDS = 5


def listening(settings: Settings) -> socket.socket:
    """A socket that takes connections; raises Unreadable where the address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    address = (settings.host, settings.port)
    try:
        listener = socket.create_server(address, family=family, backlog=settings.most_connections)
    except OSError as failure:
        why = (failure.strerror or "").partition(" (")[0]
        found = f"{settings.host} port {settings.port}, which cannot be had ({why})"
        expected = "an address of this machine and a free port"
        raise Unreadable((Problem("serve", 0, found, expected),)) from None
    # Inherited by every connection; without it the body of an answer waits 40 ms behind its head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    return listener


def server(settings: Settings, ready: Callable[[], None]) -> Server:
    """A server that calls `ready` as soon as it answers; raises Unreadable for a bad certificate."""
    password = settings.certificate_password
    config = Config(
        application(settings, ready),
        http=bounded(settings.most_connections, settings.body_seconds),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.certificate_key,
        ssl_keyfile_password=password.get_secret_value() if password else None,
    )
    try:
        config.load()
    except OSError as failure:
        found = f"a certificate or key that cannot be used ({failure.strerror or failure})"
        expected = "two PEM files that belong together"
        raise Unreadable((Problem(str(settings.certificate), 0, found, expected),)) from None
    return Server(config)
