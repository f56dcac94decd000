"""The walkthrough of docs/fhir.md as a reader would run it: its commands, and what they print, cut short."""

import json
import re
import shlex
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from tests.cli.command import ROOT

DOCUMENT = ROOT / "docs" / "fhir.md"
ADDRESS = "http://localhost:8000"
SECTION = re.compile(r"(?<=<!-- walkthrough: begin).*?(?=<!-- walkthrough: end -->)", re.DOTALL)
BLOCK = re.compile(r"```console\n\$ (curl [^\n]*)\n(.*?)```", re.DOTALL)
STEP = re.compile(r"\.(\w+)|\[(\d*)\]")
# What another run, another day or another state of the content gives anew, and what stands in its place.
OF_THE_RUN = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "3f0e1c52-7d1b-4d6f-9a43-52c1a7b0d9e4"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "0123456789ab"),
    (re.compile(r"20\d\d-\d\d-\d\dT[0-9:.]+\+00:00"), "2026-11-28T06:00:00+00:00"),
)
TODAY = "2026-11-28"
MOST_LISTED = 3
MOST_AT_THE_TOP = 12
LONGEST_TEXT = 160
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Command:
    """A command of curl as it stands in the document, and the part of the answer that it shows."""

    path: str
    body: bytes | None
    shown: str

    def run(self, address: str) -> str:
        """What it prints against a server."""
        found = picked([self.answer(address)], self.shown)
        printed = "\n".join(json.dumps(shortened(each), indent=2, ensure_ascii=False) for each in found)
        return f"{steady(printed.replace(address, ADDRESS))}\n"

    def answer(self, address: str) -> Any:
        """The whole answer of a server."""
        kind = {"content-type": "application/json"}
        method = "GET" if self.body is None else "POST"
        response = httpx.request(method, f"{address}{self.path}", content=self.body, headers=kind, timeout=60)
        assert response.status_code == 200, response.text
        return response.json()


def read_command(text: str) -> Command:
    """A command such as `curl -s --json @FILE http://localhost:8000/PATH | jq .a[0]`."""
    asked, _, shown = text.partition(" | ")
    words = shlex.split(asked)
    assert words[:2] == ["curl", "-s"], text
    body = None
    if words[2] == "--json":
        body = Path(ROOT, words[3].removeprefix("@")).read_bytes()
    assert words[-1].startswith(f"{ADDRESS}/"), text
    program = shlex.split(shown)
    assert not program or program[0] == "jq", text
    return Command(words[-1].removeprefix(ADDRESS), body, program[1] if program else ".")


def picked(found: list[Any], path: str) -> list[Any]:
    """What stands at a path of jq such as `.a[0].b[].c`."""
    for name, place in STEP.findall(path):
        if name:
            found = [each[name] for each in found]
        elif place:
            found = [each[int(place)] for each in found]
        else:
            found = [one for each in found for one in each]
    return found


def shortened(data: Any, depth: int = 0) -> Any:
    """The same with what is long or deep cut, where … stands for the rest."""
    match data:
        case dict() | list() if depth > DEEPEST:
            return "…"
        case dict():
            return {name: shortened(each, depth + 1) for name, each in data.items()}
        case list():
            most = MOST_LISTED if depth else MOST_AT_THE_TOP
            kept = [shortened(each, depth + 1) for each in data[:most]]
            return kept + ([f"… {len(data) - most} more"] if len(data) > most else [])
        case str() if len(data) > LONGEST_TEXT:
            return f"{data[:LONGEST_TEXT]}…"
        case _:
            return data


def steady(text: str) -> str:
    """The text without what changes from run to run."""
    for pattern, stands_for in OF_THE_RUN:
        text = pattern.sub(stands_for, text)
    return text.replace(datetime.now().astimezone().date().isoformat(), TODAY)
