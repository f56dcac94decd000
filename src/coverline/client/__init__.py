"""A typed client of the API, in two kinds: one that waits, one for asynchronous programs.

Nothing is tried a second time: whoever asked decides whether to ask again. Every failure is one of

    CoverlineError
    ├── Unreachable            no answer came: no connection, or none in time
    ├── Unexpected             an answer came that is not one of Coverline's
    └── Refused                the server said why not; `problem` holds it
        ├── Unreadable         something in the request is to be mended, `errors` says where
        ├── TooMuch            too large, too many at once, or too slow: ask again later or for less
        └── Unanswered         the time did not suffice or the server failed; nothing was decided
"""

from coverline.client.clients import AsyncClient, Client
from coverline.client.errors import (
    CoverlineError,
    Refused,
    TooMuch,
    Unanswered,
    Unexpected,
    Unreachable,
    Unreadable,
)
from coverline.client.replies import (
    Answer,
    Answers,
    Chart,
    CodeFinding,
    Compared,
    Difference,
    Error,
    Interview,
    Policy,
    Problem,
    Windows,
)

__all__ = [
    "Answer",
    "Answers",
    "AsyncClient",
    "Chart",
    "Client",
    "CodeFinding",
    "Compared",
    "CoverlineError",
    "Difference",
    "Error",
    "Interview",
    "Policy",
    "Problem",
    "Refused",
    "TooMuch",
    "Unanswered",
    "Unexpected",
    "Unreachable",
    "Unreadable",
    "Windows",
]
