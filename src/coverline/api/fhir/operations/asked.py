"""A call of an operation in the hands of a worker, and what the worker gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from coverline.api.fhir.operations.reports import Report
from coverline.api.work import Reply
from coverline.forms import Language, Version


@dataclass(frozen=True, slots=True)
class Call:
    """A call: which work it is (as `POST $next-question`), its body and parameters, under an address.

    `name` is the id in the address, empty where there is none; `now` is the moment of the call, `today` the
    day where the server stands; `started` is since when it has run: what it serves has not changed since.
    """

    work: str
    content: bytes
    parameters: Mapping[str, str]
    address: str
    version: Version
    language: Language
    now: datetime
    today: date
    started: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The reply to a call, and what is to be logged of it."""

    reply: Reply
    report: Report | None = None
