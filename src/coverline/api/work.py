"""The answers themselves: bytes in, bytes out, so that a process of its own can work on each."""

import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coverline.api.answers import WORK
from coverline.api.asked import Asked
from coverline.api.refusals import MEDIA_TYPE, Refused, problem_body
from coverline.library.shipped import shipped


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back; `failure` tells the log where the program went wrong, without any value."""

    status: int
    media_type: str
    body: bytes
    failure: tuple[str, ...] = ()


def work(name: str, content: bytes, parameters: Mapping[str, str], seconds: float) -> Reply:
    """The reply to a request; `seconds` is what a proof may take. Raises nothing."""
    try:
        answer: Callable[[Asked], Any] = WORK[name]
        data = answer(Asked(content, parameters, seconds, library()))
        return Reply(200, "application/json", json.dumps(data).encode())
    except Refused as refused:
        return Reply(refused.reason.status, MEDIA_TYPE, problem_body(refused))
    except Exception as failure:
        # What an exception says can hold facts of a patient; where it arose cannot.
        return Reply(500, MEDIA_TYPE, b"", (type(failure).__name__, *places(failure)))


# The shipped content, loaded once in each process.
library = shipped


def places(failure: BaseException) -> list[str]:
    """The functions that an exception went through, by file and line."""
    frames = traceback.extract_tb(failure.__traceback__)
    return [f"{each.filename}:{each.lineno} {each.name}" for each in frames]
