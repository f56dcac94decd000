"""Lines for the terminal: colour only where a person looks, and no control characters from an input."""

import json
import os
import re
import sys
from io import TextIOWrapper
from typing import Any

import typer

# Text of a case may hold escape sequences; only the colours that this program adds may pass.
_CONTROL = re.compile(r"(?!\x1b\[[0-9;]*m)[\x00-\x1f\x7f-\x9f]")


def say(line: str = "", error: bool = False) -> None:
    """Print one line, to standard error where it is about an `error`."""
    colour = False if os.environ.get("NO_COLOR") else None
    typer.echo(_CONTROL.sub("?", line), err=error, color=colour)


def say_data(data: Any) -> None:
    """Print data as one line of JSON."""
    typer.echo(json.dumps(data))


def good(text: str) -> str:
    """Text that favours the request."""
    return typer.style(text, fg="green")


def bad(text: str) -> str:
    """Text that stands against the request."""
    return typer.style(text, fg="red")


def open_question(text: str) -> str:
    """Text on what nobody has answered yet."""
    return typer.style(text, fg="yellow")


def heading(text: str) -> str:
    """The title of a block."""
    return typer.style(text, bold=True)


def faint(text: str) -> str:
    """Text that a reader may skip."""
    return typer.style(text, dim=True)


def write_anything() -> None:
    """Let the streams escape what the terminal's encoding cannot show, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
