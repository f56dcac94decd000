"""What is refused, as the sender is told: a problem of RFC 9457, with every place to mend."""

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

Data = dict[str, Any]

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100


class Reason(Enum):
    """Why something is refused: the status of HTTP, and what to do about it."""

    NOT_JSON = (400, "The body is not JSON that can be read")
    WRONG_HOST = (400, "The server does not answer under this name")
    NOT_HTTP = (400, "The request is not HTTP that can be read")
    WRONG_HOOK = (400, "The request is not the hook that this service answers")
    WRONG_PARAMETERS = (400, "The request is not what this operation takes")
    UNTRUSTED = (401, "The sender has not shown who it is")
    FOREIGN = (403, "The sender may not ask this")
    NO_SUCH_ADDRESS = (404, "Nothing is at this address")
    NO_SUCH_POLICY = (404, "No policy has this id")
    NO_SUCH_RESOURCE = (404, "No resource has this id or this canonical name")
    WRONG_METHOD = (405, "This address is asked in another way")
    NOT_ACCEPTABLE = (406, "The answer is written in JSON alone")
    TOO_SLOW = (408, "The request did not arrive in time")
    LACKING = (412, "What the answer rests on was neither sent nor to be had")
    TOO_LARGE = (413, "The body is too large")
    WRONG_TYPE = (415, "The body must be JSON")
    UNREADABLE = (422, "The request holds something that cannot be read or decided")
    TOO_MANY = (429, "More is being asked at once than can be answered")
    FAILED = (500, "The server failed; nothing was decided")
    OUT_OF_TIME = (503, "The time did not suffice; nothing was decided")

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return self.value[0]

    @property
    def title(self) -> str:
        """What is wrong, in one sentence."""
        return self.value[1]

    @property
    def slug(self) -> str:
        """The name that stands in addresses."""
        return self.name.lower().replace("_", "-")


class Refused(Exception):
    """A request that is not answered; `errors` are the places to mend, as `error` writes them."""

    def __init__(
        self,
        reason: Reason,
        detail: str,
        errors: Sequence[Data] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(reason.title)
        self.reason = reason
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def problem_body(refused: Refused) -> bytes:
    """The body of the refusal, as JSON."""
    reason = refused.reason
    data: Data = {
        "type": f"/docs#{reason.slug}",
        "title": reason.title,
        "status": reason.status,
        "detail": refused.detail,
    }
    if refused.errors:
        data["errors"] = refused.errors[:MOST_ERRORS]
    return json.dumps(data).encode()
