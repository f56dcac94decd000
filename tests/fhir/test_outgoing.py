"""The one place that asks other servers: what it asks, and what no caller can make it ask."""

import asyncio
import time
from collections.abc import Iterator

import httpx
import pytest
from pydantic import ValidationError

from coverline.api.fhir.keys import Keys
from coverline.api.fhir.outgoing import MOST_KEY_BYTES, Outgoing, Unanswered
from coverline.api.fhir.registered import Ehr
from coverline.api.refusals import Refused
from tests.fhir import ehr as fake
from tests.fhir.ehr import Answer, json_answer, running_ehr


@pytest.fixture
def ehr() -> Iterator[fake.Ehr]:
    with running_ehr() as found:
        yield found


def _hang(_path: str) -> Answer:
    time.sleep(2)
    return json_answer({})


def _key(ehr: fake.Ehr, seconds: float = 5) -> object:
    async def found() -> object:
        registered = Ehr(**ehr.registered)
        outgoing = Outgoing([registered])
        try:
            until = asyncio.get_running_loop().time() + seconds
            return await Keys(outgoing).find(registered, "ec-1", until)
        finally:
            await outgoing.close()

    return asyncio.run(found())


def test_a_key_is_found_among_those_that_can_check_a_signature(ehr: fake.Ehr) -> None:
    weak = {"kty": "RSA", "kid": "ec-1", "n": "AQAB", "e": "AQAB"}
    secret = {"kty": "oct", "kid": "ec-1", "k": "AQAB"}
    odd = [None, 7, {"kty": "EC", "kid": "ec-1", "crv": "P-384"}, {"kty": "EC"}]
    good = ehr.public()["keys"]
    ehr.keys = lambda _: json_answer({"keys": [weak, secret, *odd, *good]})
    assert _key(ehr) is not None
    ehr.keys = lambda _: json_answer({"keys": [weak, secret, *odd]})
    assert _key(ehr) is None


@pytest.mark.parametrize(
    "behave",
    [
        lambda _: (302, {"Location": "/fhir/keys"}, b""),
        lambda _: (500, {}, b""),
        lambda _: (200, {}, b"not JSON"),
        lambda _: (200, {}, b"[" * 90_000),
        lambda _: (200, {}, b" " * (MOST_KEY_BYTES + 1)),
    ],
)
def test_keys_that_cannot_be_had_let_nobody_in(ehr: fake.Ehr, behave: fake.Behaviour) -> None:
    ehr.keys = behave
    with pytest.raises(Refused):
        _key(ehr)
    assert [path for path, _ in ehr.asked] == ["/keys"]


def test_keys_that_hang_are_not_waited_for(ehr: fake.Ehr) -> None:
    ehr.keys = _hang
    with pytest.raises((Refused, TimeoutError)):
        _key(ehr, 0.2)


def test_whatever_asks_only_registered_servers_are_asked(ehr: fake.Ehr) -> None:
    async def ask(address: str) -> None:
        outgoing = Outgoing([Ehr(**ehr.registered)])
        try:
            # Not by its own functions, which take no address.
            await outgoing._client.get(address)
        finally:
            await outgoing.close()

    with running_ehr() as other:
        for address in (other.jku, ehr.jku.replace("http:", "https:"), "http://example.org/", "file:///x"):
            with pytest.raises(httpx.TransportError):
                asyncio.run(ask(address))
        assert other.asked == []
    asyncio.run(ask(ehr.jku))
    assert len(ehr.asked) == 1


@pytest.mark.parametrize(
    "query",
    ["../keys", "/keys", "x/%2E%2e/keys", "..\\keys", "//other.example.org/", "x/.%2e/keys", "x\n/y"],
)
def test_a_path_does_not_climb_out_of_the_fhir_server(ehr: fake.Ehr, query: str) -> None:
    async def ask() -> None:
        registered = Ehr(**ehr.registered)
        outgoing = Outgoing([registered])
        try:
            await outgoing.chart(registered, query, "t", asyncio.get_running_loop().time() + 1)
        finally:
            await outgoing.close()

    with pytest.raises(Unanswered):
        asyncio.run(ask())
    assert ehr.asked == []


def test_an_ehr_is_registered_with_safe_addresses() -> None:
    good = {"issuer": "a", "jku": "https://a.example.org/keys", "fhir": "https://a.example.org/fhir"}
    assert Ehr(**good).base == "https://a.example.org/fhir"
    for wrong in (
        {"jku": "http://a.example.org/keys"},
        {"fhir": "ftp://a.example.org/"},
        {"fhir": "https://name:word@a.example.org/"},
        {"fhir": "https://a.example.org/?x=1"},
        {"issuer": ""},
        {"other": "x"},
    ):
        with pytest.raises(ValidationError):
            Ehr(**{**good, **wrong})
