"""What can go wrong; the package's own words draw the tree."""

from coverline.client.replies import Error, Problem


class CoverlineError(Exception):
    """The root of all failures of a client."""


class Unreachable(CoverlineError):
    """No answer came."""


class Unexpected(CoverlineError):
    """An answer came that is not one of Coverline's."""


class Refused(CoverlineError):
    """The server said why it does not answer; `request` is the id in its log, empty where it gave none."""

    def __init__(self, problem: Problem, request: str) -> None:
        super().__init__(f"{problem['title']}: {problem['detail']}")
        self.problem = problem
        self.request = request

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return self.problem["status"]

    @property
    def errors(self) -> list[Error]:
        """Every place to mend."""
        return self.problem.get("errors", [])


class Unreadable(Refused):
    """Something in the request is to be mended."""


class TooMuch(Refused):
    """Too large, too many at once, or too slow."""


class Unanswered(Refused):
    """The time did not suffice, or the server failed; nothing was decided."""
