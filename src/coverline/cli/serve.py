"""`coverline serve`: the API and the pages, for this machine or behind a proxy."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import open_question, say

if TYPE_CHECKING:
    from coverline.server.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(help="The port; 8000 by default, 0 takes a free one.")] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="Settings in TOML.")
    ] = None,
) -> None:
    """Answer over HTTP: the page, the API and EHRs.

    The page opens at /; the API stands under /api, described at /docs; EHRs ask under /cds-services and
    /fhir. Nothing that is sent is kept.

    Every setting is also a variable of the environment, COVERLINE_SERVE_PORT for port. An option comes before
    the environment, and the environment before the file.

    Logs go to standard error as JSON lines, without anything that was asked or answered. The exit status is 2
    where a setting is wrong.
    """
    from coverline.server.logs import use_lines
    from coverline.server.serving import listening, server
    from coverline.server.settings import read_settings, shown

    chosen = read_settings({"host": host, "port": port}, os.environ, settings)
    listener = listening(chosen)
    made = server(chosen, lambda: say(f"Coverline answers at {_address(chosen, listener.getsockname()[1])}"))
    for name, value in shown(chosen).items():
        say(f"{name} = {value}")
    if chosen.is_exposed:
        say(open_question("Without a certificate, anyone on the network can read what is sent."))
    use_lines()
    made.run(sockets=[listener])


def _address(settings: "Settings", port: int) -> str:
    scheme = "http" if settings.certificate is None else "https"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{scheme}://{host}:{port}"
