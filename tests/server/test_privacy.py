"""A patient's facts leave no trace: not in a log, an address, a header, a cookie or a file."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from coverline.api.answers import WORK
from coverline.api.work import work
from coverline.server.guard import Guard
from coverline.server.headers import SECURITY
from coverline.server.logs import use_lines
from tests.server.running import CASE, Running, running

CANARY = "canary7351"
JSON = {"content-type": "application/json"}
MARKED: dict[str, Any] = {
    **CASE,
    "case": CANARY,
    "diagnoses": ["M80.08XA"],
    "facts": {**CASE["facts"], "symptomatic": {"value": True, "source": f"note {CANARY}"}},
}
CHART = {
    "resourceType": "QuestionnaireResponse",
    "id": CANARY,
    "status": "completed",
    "questionnaire": f"urn:{CANARY}",
    "item": [{"linkId": "symptomatic", "answer": [{"valueString": CANARY}]}],
}
WRONG = {**MARKED, CANARY: 1, "facts": {CANARY: True, "symptomatic": CANARY}}
BODIES: dict[str, list[object]] = {
    "/api/decide": [MARKED, WRONG],
    "/api/compare": [MARKED, WRONG],
    "/api/when": [MARKED, WRONG],
    "/api/ask": [
        MARKED,
        WRONG,
        {"case": MARKED, "answered": [{"fact": "symptomatic", "value": CANARY}]},
        {"case": MARKED, "answers": {CANARY: True}},
    ],
    "/api/batch": [{"cases": [MARKED, WRONG]}, {"cases": CANARY}],
    "/api/chart": [CHART, {"resourceType": CANARY}, {"resourceType": "Bundle", "type": CANARY}],
    "/api/codes": [{"code": "M80.08XA"}, {"code": CANARY}],
    "/api/diff": [{"a": CANARY, "b": "cigna-0040"}],
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, list[httpx.Response], Path]]:
    """A server that was sent a mark in every way, and all that it answered."""
    folder = tmp_path_factory.mktemp("asked")
    home = folder / "home"
    home.mkdir()
    places = {"HOME": str(home), "TMPDIR": str(home)}
    with running(folder, places, answer_seconds=20) as server:
        yield server, list(_everything(server)), home


def _everything(server: Running) -> Iterator[httpx.Response]:
    for path, bodies in BODIES.items():
        for body in bodies:
            yield server.post(path, body)
        text = json.dumps(bodies[0])
        yield httpx.post(f"{server.address}{path}", content=text[:-9], headers=JSON)
        yield httpx.post(f"{server.address}{path}", content=text, headers={"content-type": CANARY})
        yield server.post(f"{path}?{CANARY}={CANARY}", bodies[0])
    for path in ("/", "/docs", "/openapi.json", "/health", "/api/facts", "/api/policies", f"/{CANARY}"):
        yield server.get(path)
        yield server.get(path, headers={"x-request-id": CANARY, "referer": CANARY, "cookie": f"a={CANARY}"})
    yield server.get(f"/api/policies/{CANARY}")
    yield server.get(f"/api/policies/{CANARY}/notes")
    yield server.get(f"/api/policies?on={CANARY}")
    yield server.get("/health", headers={"host": CANARY})
    yield httpx.request(CANARY.upper(), f"{server.address}/api/decide")
    server.raw(f"{CANARY} {CANARY}\r\n\r\n".encode())


def test_the_mark_came_back_to_its_sender(asked: tuple[Running, list[httpx.Response], Path]) -> None:
    _, responses, _ = asked
    assert {200, 400, 404, 405, 415, 422} == {each.status_code for each in responses}
    assert sum(CANARY in each.text for each in responses) > len(BODIES)


def test_no_log_holds_a_mark_or_a_code(asked: tuple[Running, list[httpx.Response], Path]) -> None:
    server, responses, _ = asked
    assert len(server.requests(len(responses))) == len(responses)
    log = server.errors.read_text(encoding="utf-8")
    for word in (CANARY, CANARY.upper(), "M80.08XA", "22513", "osteoporotic", "symptomatic", "cigna", "?"):
        assert word not in log


def test_the_log_tells_route_status_time_and_id(asked: tuple[Running, list[httpx.Response], Path]) -> None:
    server, responses, _ = asked
    requests = {line["id"]: line for line in server.requests(len(responses))}
    known = {None, "/", "/health", "/docs", "/openapi.json", "/api/facts", "/api/policies", *BODIES}
    for response in responses:
        line = requests[response.headers["x-request-id"]]
        assert line["status"] == response.status_code
        assert line["milliseconds"] >= 0
        assert line["route"] in {*known, "/api/policies/{policy}", "/api/policies/{policy}/notes"}


def test_no_header_holds_a_mark_and_every_response_is_kept_by_nobody(
    asked: tuple[Running, list[httpx.Response], Path],
) -> None:
    _, responses, _ = asked
    for response in responses:
        assert SECURITY.items() <= {
            name.title(): value for name, value in response.headers.items()
        }.items() or all(response.headers.get_list(name) == [value] for name, value in SECURITY.items())
        assert "set-cookie" not in response.headers
        assert "location" not in response.headers
        assert CANARY not in str(response.headers.multi_items()).lower()
        assert len(response.headers["x-request-id"]) == 32


def test_the_security_policy_lets_nothing_run_but_our_own_files() -> None:
    policy = SECURITY["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; "))


def test_no_file_is_written(asked: tuple[Running, list[httpx.Response], Path]) -> None:
    _, _, home = asked
    assert list(home.rglob("*")) == []


def test_an_error_of_the_work_tells_its_place_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORK, "decide", lambda asked: {}[asked.content.decode()])
    reply = work("decide", json.dumps(MARKED).encode(), {}, 10)
    assert (reply.status, reply.body, reply.failure[0]) == (500, b"", "KeyError")
    assert all(CANARY not in each for each in reply.failure)


def test_an_error_of_the_program_is_logged_by_its_place_alone(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise KeyError(CANARY)

    async def respond() -> httpx.Response:
        transport = httpx.ASGITransport(Guard(broken, frozenset({"localhost"})))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post(f"/{CANARY}", json=MARKED)

    use_lines()
    response = asyncio.run(respond())
    logging.getLogger("uvicorn.error").error("%s", CANARY, exc_info=ValueError(CANARY))
    failed, request, other = map(json.loads, capsys.readouterr().err.splitlines())
    assert (response.status_code, response.json()["type"]) == (500, "/docs#failed")
    assert (failed["error"], request["status"], other["error"]) == ("KeyError", 500, "ValueError")
    assert CANARY not in f"{failed}{request}{other}{response.text}"
    assert any("test_privacy.py" in place for place in failed["places"])
