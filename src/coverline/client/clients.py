"""The two clients: each call of the API as a method."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self, TypeVar

import httpx

from coverline.client import calls
from coverline.client.calls import Call, Case
from coverline.client.errors import Unexpected, Unreachable
from coverline.client.replies import (
    Answer,
    Answers,
    Chart,
    CodeFinding,
    Compared,
    Difference,
    Interview,
    Policy,
    Windows,
)

T = TypeVar("T")

SECONDS = 75.0


class Client:
    """Asks a server and waits; `seconds` is the longest that a request may take. Use it in a `with` block."""

    def __init__(
        self, address: str, *, seconds: float = SECONDS, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = httpx.Client(base_url=address, timeout=seconds, transport=transport)

    def __enter__(self) -> Self:
        self._client.__enter__()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._client.close()

    def decide(self, case: Case) -> Answer:
        """Does this case meet its payer's policy?"""
        return self._send(calls.decide(case))

    def compare(self, case: Case) -> list[Compared]:
        """What does every payer's policy say of it?"""
        return self._send(calls.compare(case))

    def when(self, case: Case) -> list[Windows]:
        """On which days is it met if nothing but time passes?"""
        return self._send(calls.when(case))

    def ask(
        self,
        case: Case,
        answered: Iterable[Mapping[str, Any]] = (),
        answers: Mapping[str, Any] | None = None,
    ) -> Interview:
        """What is to be asked next? An answered question without a value is not documented.

        With `answers` to whatever is asked, the whole interview runs at once.
        """
        return self._send(calls.ask(case, answered, answers))

    def batch(self, cases: Iterable[Case]) -> Answers:
        """Do these cases, 1,000 at most, meet their payers' policies?"""
        return self._send(calls.batch(cases))

    def chart(self, bundle: Mapping[str, Any]) -> Chart:
        """What case does a chart tell, with the forms answered in it, and is it met?"""
        return self._send(calls.chart(bundle))

    def codes(self, code: str) -> list[CodeFinding]:
        """What does every policy think of a code?"""
        return self._send(calls.codes(code))

    def diff(self, a: str, b: str) -> Difference:
        """How do two policies differ? Each is an id, or an id with a day: cigna-0040@2024-09-10."""
        return self._send(calls.diff(a, b))

    def policies(self, on: date | None = None) -> list[Policy]:
        """Which policies are there, and which version decides on a day?"""
        return self._send(calls.policies(on))

    def policy(self, name: str, on: date | None = None) -> dict[str, Any]:
        """What does a policy say, in its newest version or on a day?"""
        return self._send(calls.policy(name, on))

    def facts(self) -> list[dict[str, Any]]:
        """What can a case state?"""
        return self._send(calls.facts())

    def _send(self, call: Call[T]) -> T:
        try:
            response = self._client.send(call.request(self._client))
        except httpx.DecodingError as failure:
            raise Unexpected(type(failure).__name__) from failure
        except httpx.TransportError as failure:
            raise Unreachable(f"{type(failure).__name__}: {failure}") from failure
        return call.reply(response)


class AsyncClient:
    """The same for asynchronous programs. Use it in an `async with` block."""

    def __init__(
        self, address: str, *, seconds: float = SECONDS, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._client = httpx.AsyncClient(base_url=address, timeout=seconds, transport=transport)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await self._client.aclose()

    async def decide(self, case: Case) -> Answer:
        """Does this case meet its payer's policy?"""
        return await self._send(calls.decide(case))

    async def compare(self, case: Case) -> list[Compared]:
        """What does every payer's policy say of it?"""
        return await self._send(calls.compare(case))

    async def when(self, case: Case) -> list[Windows]:
        """On which days is it met if nothing but time passes?"""
        return await self._send(calls.when(case))

    async def ask(
        self,
        case: Case,
        answered: Iterable[Mapping[str, Any]] = (),
        answers: Mapping[str, Any] | None = None,
    ) -> Interview:
        """What is to be asked next? An answered question without a value is not documented.

        With `answers` to whatever is asked, the whole interview runs at once.
        """
        return await self._send(calls.ask(case, answered, answers))

    async def batch(self, cases: Iterable[Case]) -> Answers:
        """Do these cases, 1,000 at most, meet their payers' policies?"""
        return await self._send(calls.batch(cases))

    async def chart(self, bundle: Mapping[str, Any]) -> Chart:
        """What case does a chart tell, with the forms answered in it, and is it met?"""
        return await self._send(calls.chart(bundle))

    async def codes(self, code: str) -> list[CodeFinding]:
        """What does every policy think of a code?"""
        return await self._send(calls.codes(code))

    async def diff(self, a: str, b: str) -> Difference:
        """How do two policies differ? Each is an id, or an id with a day: cigna-0040@2024-09-10."""
        return await self._send(calls.diff(a, b))

    async def policies(self, on: date | None = None) -> list[Policy]:
        """Which policies are there, and which version decides on a day?"""
        return await self._send(calls.policies(on))

    async def policy(self, name: str, on: date | None = None) -> dict[str, Any]:
        """What does a policy say, in its newest version or on a day?"""
        return await self._send(calls.policy(name, on))

    async def facts(self) -> list[dict[str, Any]]:
        """What can a case state?"""
        return await self._send(calls.facts())

    async def _send(self, call: Call[T]) -> T:
        try:
            response = await self._client.send(call.request(self._client))
        except httpx.DecodingError as failure:
            raise Unexpected(type(failure).__name__) from failure
        except httpx.TransportError as failure:
            raise Unreachable(f"{type(failure).__name__}: {failure}") from failure
        return call.reply(response)
