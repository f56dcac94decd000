"""A real server in a process of its own, on a free port, with its logs in a file."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.cli.command import ROOT

# Of a tenth of a second, for what is written a moment later.
WAITS = 100

CASE = {
    "payer": "cigna",
    "product": "commercial_ppo",
    "date_of_service": "2024-09-10",
    "services": [{"code": "22513", "technique": "balloon_kyphoplasty", "levels": ["T12"]}],
    "facts": {"indication": "osteoporotic_fracture", "fracture_date": "2024-07-01"},
}


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: its address, what it printed before, and where it logs."""

    address: str
    printed: str
    errors: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def post(self, path: str, body: object, **more: Any) -> httpx.Response:
        return httpx.post(f"{self.address}{path}", json=body, timeout=60, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", timeout=60, **more)

    def raw(self, content: bytes, wait: bool = True) -> bytes:
        """What comes back for bytes that need not be HTTP, until the server closes or says nothing more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(content)
            found = b""
            while wait and (chunk := connection.recv(65536)):
                found += chunk
            return found

    def logged(self) -> list[dict[str, Any]]:
        """The log, every whole line of which is JSON."""
        whole, _, _ = self.errors.read_text(encoding="utf-8").rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    def requests(self, count: int) -> list[dict[str, Any]]:
        """The log's requests, once there are so many: a response may arrive before its line is written."""
        for _ in range(WAITS):
            found = [line for line in self.logged() if line["event"] == "request"]
            if len(found) >= count:
                break
            time.sleep(0.1)
        return found


@contextmanager
def running(folder: Path, environment: Mapping[str, str] = {}, **settings: object) -> Iterator[Running]:
    """A server with these settings, until the block ends."""
    chosen: Mapping[str, str] = {
        f"COVERLINE_SERVE_{name.upper()}": str(value) for name, value in settings.items()
    }
    errors = folder / "errors"
    with errors.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "coverline", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
            env={**os.environ, "COVERLINE_SERVE_WORKERS": "1", **chosen, **environment},
            text=True,
        )
    try:
        yield _answering(process, errors)
    finally:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


def _answering(process: "subprocess.Popen[str]", errors: Path) -> Running:
    printed = ""
    assert process.stdout is not None
    for line in process.stdout:
        printed += line
        if found := re.search(r"answers at (\S+)", line):
            return Running(found[1], printed, errors)
    raise AssertionError(f"the server ended: {printed}{errors.read_text(encoding='utf-8')}")
