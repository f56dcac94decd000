"""What is refused: the right status, what to mend, and a server that goes on answering."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.server.running import CASE, Running, running

JSON = {"content-type": "application/json"}
PROBLEM = "application/problem+json"
HEAD = b"POST /api/decide HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"

BODIES = {
    "no body": (b"", 400, "nothing"),
    "text": (b"hello", 400, "not JSON"),
    "truncated": (json.dumps(CASE).encode()[:-20], 400, "not JSON"),
    "two values": (b"{} {}", 400, "not JSON"),
    "duplicate keys": (b'{"payer": "cigna", "payer": "bcbsm"}', 400, '"payer" a second time'),
    "not a number": (b'{"payer": NaN}', 400, "NaN"),
    "infinity": (b'{"payer": -Infinity}', 400, "Infinity"),
    "deep": (b"[" * 100_000, 400, "nesting"),
    "not UTF-8": (b'{"payer": "\xff"}', 400, "UTF-8"),
    "half a character": (b'{"payer": "\\ud800"}', 400, "half of a character"),
    "a list": (b"[]", 422, "a case"),
    "a number": (b"7", 422, "a case"),
    "a huge number": (b'{"payer": ' + b"9" * 100_000 + b"}", 422, "date_of_service"),
    "a wrong value": (json.dumps({**CASE, "facts": {"symptomatic": 3}}).encode(), 422, "/facts/symptomatic"),
    "an unknown fact": (json.dumps({**CASE, "facts": {"symptomatik": True}}).encode(), 422, "symptomatic"),
    "a contradiction": (
        json.dumps({**CASE, "facts": {"symptomatic": False, "pain_severity": "severe"}}).encode(),
        422,
        "exclude each other",
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_answered(name: str, server: Running) -> None:
    body, status, said = BODIES[name]
    found = httpx.post(f"{server.address}/api/decide", content=body, headers=JSON)
    assert (found.status_code, found.headers["content-type"]) == (status, PROBLEM)
    problem = found.json()
    assert problem["status"] == status
    assert problem["type"].startswith("/docs#")
    assert said in problem["detail"]
    assert "Traceback" not in found.text


def test_every_place_to_mend_has_its_pointer(server: Running) -> None:
    case = {
        **CASE,
        "date_of_service": "2024-13-01",
        "services": [{"code": "22513", "levels": ["T12", "T99"]}],
        "facts": {"symptomatic": "maybe", "a/b~c": True},
    }
    errors = server.post("/api/decide", case).json()["errors"]
    assert [each["pointer"] for each in errors] == [
        "/date_of_service",
        "/services/0/levels/1",
        "/facts/symptomatic",
        "/facts/a~1b~0c",
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/api", 404),
        ("/api/decide/", 404),
        ("/api/policies/none", 404),
        ("/api/policies/..%2f..%2fetc%2fpasswd", 404),
        ("/api/policies/cigna-0040?on=yesterday", 422),
        ("/api/policies?on=2024-02-30", 422),
        ("/api/policies?on=1700000000", 422),
        ("/api/policies?on=", 422),
        ("/api/policies?day=2024-01-01", 422),
        ("/api/decide", 405),
        ("/api/codes", 405),
    ],
)
def test_an_address_that_cannot_be_read(path: str, status: int, server: Running) -> None:
    found = server.get(path)
    assert (found.status_code, found.headers["content-type"]) == (status, PROBLEM)
    assert found.json()["detail"].startswith(("found ", "on: found "))


def test_a_wrong_method_is_told_the_right_ones(server: Running) -> None:
    found = httpx.request("DELETE", f"{server.address}/api/decide")
    assert (found.status_code, found.headers["allow"]) == (405, "POST")


def test_facts_in_an_address_are_refused(server: Running) -> None:
    assert server.post("/api/decide?symptomatic=yes", CASE).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_a_body_that_is_not_said_to_be_json(headers: dict[str, str], server: Running) -> None:
    found = httpx.post(f"{server.address}/api/decide", content=json.dumps(CASE), headers=headers)
    assert (found.status_code, found.headers["content-type"]) == (415, PROBLEM)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "[::1", "localhost@evil.example"]
)
def test_another_name_than_the_server_s(host: str, server: Running) -> None:
    found = server.raw(b"GET /health HTTP/1.1\r\nConnection: close\r\nHost: " + host.encode() + b"\r\n\r\n")
    assert b" 400 " in found.partition(b"\r\n")[0]
    assert b"application/problem+json" in found


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8000"])
def test_the_names_of_this_machine(host: str, server: Running) -> None:
    assert server.get("/health", headers={"host": host}).status_code == 200


def test_bytes_that_are_not_http(server: Running) -> None:
    found = server.raw(b"\x16\x03\x01 nonsense\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 400 ")
    assert b"no-store" in found
    assert json.loads(found.partition(b"\r\n\r\n")[2])["type"] == "/docs#not-http"


def test_a_body_that_breaks_off(server: Running) -> None:
    server.raw(HEAD + b'Content-Length: 1000\r\n\r\n{"payer"', wait=False)
    assert server.post("/api/decide", CASE).status_code == 200
    assert None in [line["status"] for line in server.logged() if line["event"] == "request"]


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose limits are soon reached."""
    limits = {"body_bytes": 20_000, "body_seconds": 1, "most_requests": 2, "most_connections": 12}
    with running(tmp_path_factory.mktemp("strict"), **limits) as found:
        yield found


@pytest.mark.parametrize("size", [21_000, 79_000, 1_000_000])
def test_a_body_that_is_too_large(size: int, strict: Running) -> None:
    head = HEAD + f"Content-Length: {size}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", strict.port), timeout=20) as connection:
        connection.sendall(head + b" " * min(size, 81_000))
        assert connection.recv(20).startswith(b"HTTP/1.1 413 ")


def test_a_body_in_pieces_that_is_too_large(strict: Running) -> None:
    found = httpx.post(f"{strict.address}/api/decide", content=(b" " * 5000 for _ in range(6)), headers=JSON)
    assert found.status_code == 413


def test_a_body_of_just_the_allowed_size(strict: Running) -> None:
    body = json.dumps(CASE).encode()
    found = httpx.post(f"{strict.address}/api/decide", content=body.ljust(20_000), headers=JSON)
    assert found.status_code == 200


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"Content-Length: 100\r\n\r\n{"])
def test_a_sender_that_is_too_slow(sent: bytes, strict: Running) -> None:
    found = strict.raw(sent)
    assert found.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in found


def test_the_head_of_a_second_request_is_awaited_as_short_a_time(strict: Running) -> None:
    whole = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", strict.port), timeout=20) as connection:
        connection.sendall(whole)
        first = b""
        while not first.endswith(b"}"):
            first += connection.recv(65536)
        connection.sendall(whole[:-8])
        assert connection.recv(65536).startswith(b"HTTP/1.1 408 ")


def test_more_connections_than_are_taken(strict: Running) -> None:
    address = ("127.0.0.1", strict.port)
    held = [socket.create_connection(address, timeout=20) for _ in range(13)]
    assert b" 429 " in held[-1].recv(100)
    for connection in held:
        connection.close()


def test_more_requests_than_are_taken(strict: Running) -> None:
    pair = {"a": "cigna-0040", "b": "floridablue-02-20000-18"}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: strict.post("/api/diff", pair), range(8)))
    statuses = [each.status_code for each in found]
    assert set(statuses) == {200, 429}
    assert {each.headers["retry-after"] for each in found if each.status_code == 429} == {"1"}
    assert len({each.text for each in found if each.status_code == 200}) == 1
    assert strict.get("/health").status_code == 200


def test_an_answer_that_takes_too_long_is_refused_and_the_next_is_right(tmp_path: Path) -> None:
    with running(tmp_path, batch_seconds=0.3) as server:
        many = {"cases": [CASE] * 1000}
        found = server.post("/api/batch", many)
        assert (found.status_code, found.json()["type"]) == (503, "/docs#out-of-time")
        one = server.post("/api/decide", CASE)
        assert one.json()["outcome"] == "needs_information"
