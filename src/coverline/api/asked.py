"""A request to the library, and the case that it holds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from coverline.api.bodies import Body, read_body
from coverline.api.refusals import Reason, Refused
from coverline.decide.facts import Undecidable
from coverline.document import Node, Scalar
from coverline.language.grammar.case import CASE
from coverline.language.quantities import read_day
from coverline.language.shapes import Record
from coverline.library import Library
from coverline.model.case import Case
from coverline.problem import Unreadable


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its body, its parameters, the seconds that there are, and who answers."""

    content: bytes
    parameters: Mapping[str, str]
    seconds: float
    library: Library

    def body(self) -> Body:
        """The body as a located tree; raises Refused."""
        return read_body(self.content, self.library.vocabulary)

    def day(self) -> date | None:
        """The parameter `on`, which is absent or a day; else raises Refused."""
        text = self.parameters.get("on")
        if text is None:
            return None
        try:
            return read_day(Scalar(text, True, "", 0, 0))
        except Unreadable as reason:
            (problem,) = reason.problems
            detail = f"found {problem.found}; expected {problem.expected}"
            error = {"parameter": "on", "detail": detail}
            raise Refused(Reason.UNREADABLE, f"on: {detail}", [error]) from None


@dataclass(frozen=True, slots=True)
class Question:
    """A case that could be read, and where in its body it stands."""

    body: Body
    node: Node
    name: str | None
    case: Case

    @contextmanager
    def decidable(self) -> Iterator[None]:
        """Turns facts that exclude each other into a refusal that names them."""
        try:
            yield
        except Undecidable as undecidable:
            raise self.body.undecidable(undecidable, self.node) from None


def only_case(asked: Asked, shape: Record = CASE) -> Question:
    """The case that the whole body is; raises Refused."""
    body = asked.body()
    return question_at(body.root, body, shape)


def question_at(node: Node, body: Body, shape: Record = CASE) -> Question:
    """The case that stands somewhere in a body; raises Refused with every problem in it."""
    read = body.case(node, "", shape)
    if read.case is None:
        raise body.refused(read.problems)
    return Question(body, node, read.case.identifier, read.case)
