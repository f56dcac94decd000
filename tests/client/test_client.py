"""The client against a real server, and against servers that misbehave."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

import coverline.client as package
from coverline.client import (
    AsyncClient,
    Client,
    CoverlineError,
    Refused,
    TooMuch,
    Unanswered,
    Unexpected,
    Unreachable,
    Unreadable,
)
from tests.cli.command import ROOT
from tests.server.running import CASE, Running, running

CALLS: dict[str, tuple[Any, ...]] = {
    "decide": (CASE,),
    "compare": (CASE,),
    "when": (CASE,),
    "ask": (CASE, [{"fact": "pain_severity", "value": "severe"}]),
    "batch": ([CASE, {}],),
    "chart": (json.loads((ROOT / "examples" / "chart.json").read_bytes()),),
    "codes": ("22513",),
    "diff": ("bcbsma-484", "cigna-0040"),
    "policies": (date(2024, 12, 1),),
    "policy": ("cigna-0040", date(2024, 9, 10)),
    "facts": (),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.mark.parametrize("name", CALLS)
def test_both_clients_answer_alike(name: str, server: Running) -> None:
    async def waited() -> Any:
        async with AsyncClient(server.address) as client:
            return await getattr(client, name)(*CALLS[name])

    with Client(server.address) as client:
        found = getattr(client, name)(*CALLS[name])
    assert found
    assert found == asyncio.run(waited())


def test_both_clients_have_the_same_calls() -> None:
    methods = [{name for name in vars(kind) if not name.startswith("_")} for kind in (Client, AsyncClient)]
    assert methods == [set(CALLS)] * 2


def test_answers_are_those_of_the_server(server: Running) -> None:
    with Client(server.address) as client:
        assert client.decide(CASE) == server.post("/api/decide", CASE).json()
        assert client.ask(CASE, answers={})["question"] is None
        assert [each["outcome"] for each in client.batch([CASE, {}])["answers"]] == [
            "needs_information",
            None,
        ]


def test_a_refusal_says_what_to_mend(server: Running) -> None:
    with Client(server.address) as client, pytest.raises(Unreadable) as refused:
        client.decide({**CASE, "facts": {"symptomatic": "maybe"}})
    assert (refused.value.status, refused.value.errors[0]["pointer"]) == (422, "/facts/symptomatic")
    assert "yes or no" in str(refused.value)
    assert refused.value.request in {line.get("id") for line in server.logged()}


def test_a_policy_s_id_stays_in_its_place(server: Running) -> None:
    with Client(server.address) as client, pytest.raises(Unreadable):
        client.policy("../facts")


def test_nobody_there() -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(Unreachable):
        client.facts()


def test_time_over(tmp_path: Path) -> None:
    with running(tmp_path, batch_seconds=0.2) as server, Client(server.address) as client:
        with pytest.raises(Unanswered):
            client.batch([CASE] * 1000)
        with Client(server.address, seconds=0.001) as hurried, pytest.raises(Unreachable):
            hurried.batch([CASE] * 1000)


def _problem(status: int) -> httpx.Response:
    problem = {"type": "/docs#x", "title": "A title", "status": status, "detail": "a detail"}
    return httpx.Response(status, json=problem, headers={"content-type": "application/problem+json"})


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (_problem(408), TooMuch),
        (_problem(413), TooMuch),
        (_problem(429), TooMuch),
        (_problem(400), Unreadable),
        (_problem(500), Unanswered),
        (_problem(503), Unanswered),
        (httpx.Response(200, text="<html>"), Unexpected),
        (httpx.Response(200, content=b"{", headers={"content-type": "application/json"}), Unexpected),
        (httpx.Response(502, text="Bad gateway"), Unexpected),
        (httpx.Response(307, headers={"location": "http://elsewhere.example/"}), Unexpected),
    ],
)
def test_every_failure_is_one_of_the_tree_and_nothing_is_asked_twice(
    response: httpx.Response, kind: type[CoverlineError]
) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return response

    with (
        Client("http://test", transport=httpx.MockTransport(answer)) as client,
        pytest.raises(kind) as failed,
    ):
        client.facts()
    assert type(failed.value) is kind
    assert len(asked) == 1


def test_the_tree_is_drawn_as_it_is() -> None:
    drawn = package.__doc__ or ""
    kinds: list[Callable[..., Exception]] = [
        Unreachable,
        Unexpected,
        Refused,
        Unreadable,
        TooMuch,
        Unanswered,
    ]
    assert all(f"── {kind.__name__} " in drawn for kind in kinds)
    assert issubclass(Refused, CoverlineError)
