"""The calls of the API: what is sent where, and what comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import httpx

from coverline.client.errors import Refused, TooMuch, Unanswered, Unexpected, Unreadable
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
Case = Mapping[str, Any]

MUCH = {408, 413, 429}
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request whose answer is a T; one with a body is posted."""

    path: str
    body: Any = None
    parameters: Mapping[str, str] = field(default_factory=dict)

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request of HTTP."""
        if self.body is None:
            return client.build_request("GET", self.path, params=self.parameters)
        return client.build_request("POST", self.path, json=self.body)

    def reply(self, response: httpx.Response) -> T:
        """What an answer holds; raises Refused or Unexpected."""
        data = _data(response)
        if response.status_code == 200:
            found: T = data
            return found
        raise _refusal(response.status_code)(data, response.headers.get("x-request-id", ""))


def decide(case: Case) -> Call[Answer]:
    """Does this case meet its payer's policy?"""
    return Call("/api/decide", dict(case))


def compare(case: Case) -> Call[list[Compared]]:
    """What does every payer's policy say of it?"""
    return Call("/api/compare", dict(case))


def when(case: Case) -> Call[list[Windows]]:
    """On which days is it met if nothing but time passes?"""
    return Call("/api/when", dict(case))


def ask(
    case: Case, answered: Iterable[Mapping[str, Any]], answers: Mapping[str, Any] | None
) -> Call[Interview]:
    """What is to be asked next?"""
    body: dict[str, Any] = {"case": dict(case), "answered": [dict(each) for each in answered]}
    return Call("/api/ask", body if answers is None else {**body, "answers": dict(answers)})


def batch(cases: Iterable[Case]) -> Call[Answers]:
    """Do these cases meet their payers' policies?"""
    return Call("/api/batch", {"cases": [dict(case) for case in cases]})


def chart(bundle: Mapping[str, Any]) -> Call[Chart]:
    """What case does a chart tell, with the forms answered in it, and is it met?"""
    return Call("/api/chart", dict(bundle))


def codes(code: str) -> Call[list[CodeFinding]]:
    """What does every policy think of a code?"""
    return Call("/api/codes", {"code": code})


def diff(a: str, b: str) -> Call[Difference]:
    """How do two policies differ?"""
    return Call("/api/diff", {"a": a, "b": b})


def policies(on: date | None) -> Call[list[Policy]]:
    """Which policies are there, and which version decides on a day?"""
    return Call("/api/policies", parameters=_on(on))


def policy(name: str, on: date | None) -> Call[dict[str, Any]]:
    """What does a policy say?"""
    return Call(f"/api/policies/{quote(name, safe='')}", parameters=_on(on))


def facts() -> Call[list[dict[str, Any]]]:
    """What can a case state?"""
    return Call("/api/facts")


def _on(day: date | None) -> dict[str, str]:
    return {"on": day.isoformat()} if day else {}


def _data(response: httpx.Response) -> Any:
    kind = response.headers.get("content-type", "")
    if kind != ("application/json" if response.status_code == 200 else PROBLEM):
        raise Unexpected(f"found status {response.status_code} with {kind or 'no content type'}")
    try:
        return response.json()
    except ValueError:
        raise Unexpected(f"found status {response.status_code} with a body that is not JSON") from None


def _refusal(status: int) -> type[Refused]:
    if status in MUCH:
        return TooMuch
    return Unreadable if status < 500 else Unanswered
