"""What a body of JSON holds, read by the same reader as a file: a case, answers, many cases, a code."""

from collections.abc import Sequence
from dataclasses import dataclass

from coverline.api.pointers import Error, conflicts, errors
from coverline.api.refusals import Reason, Refused
from coverline.decide.facts import Undecidable
from coverline.document import Entries, Flawed, Items, Node, decode, read_text
from coverline.language.cases import ReadCase, read_case
from coverline.language.conform import Conformance
from coverline.language.grammar.case import CASE
from coverline.language.quantities import read_count
from coverline.language.shapes import Anything, Known, ListOf, Named, Parsed, Record, Words, may, need
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable

MOST_CASES = 1000
# The ending tells the reader that YAML is not meant.
NAME = "body.json"


def _askable(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (*vocabulary.questions, *vocabulary.facts)


ANSWERED = Record(
    "an answered question",
    {
        "fact": need(Known("a fact, technique, levels or date_of_service", _askable)),
        "service": may(Parsed("the place of a service, from 0", lambda node: read_count(node, least=0), "")),
        "levels": may(ListOf("levels", Words("a level"))),
        "value": may(Anything("a value")),
    },
)
INTERVIEW = Record(
    "an interview",
    {
        "case": need(Anything("a case")),
        "answered": may(ListOf("answered questions", ANSWERED)),
        "answers": may(Named("facts with their values", Anything("a value"))),
    },
)
BATCH = Record("a batch", {"cases": need(ListOf("cases", Anything("a case"), least=1, distinct=False))})
CODE = Record("a question on a code", {"code": need(Words("a code"))})
PAIR = Record("two policies", {"a": need(Words("a policy's id")), "b": need(Words("a policy's id"))})


@dataclass(frozen=True, slots=True)
class Body:
    """A body as a located tree, with the words that it is read by."""

    root: Node
    vocabulary: Vocabulary

    def conforming(self, shape: Record) -> Entries:
        """The whole body, which has this shape; raises Refused with all that has not."""
        conformance = Conformance(self.vocabulary)
        conformance.check(self.root, shape)
        if conformance.problems:
            raise self.refused(conformance.problems)
        assert isinstance(self.root, Entries)
        return self.root

    def case(self, node: Node, name: str, shape: Record = CASE) -> ReadCase:
        """A case of the body, or every problem in it."""
        return read_case(node, name, self.vocabulary, shape)

    def refused(self, problems: Sequence[Problem]) -> Refused:
        """The refusal that names every problem of the body."""
        return unreadable(errors(problems, self.root))

    def problem(self, node: Node, found: str, expected: str) -> Problem:
        """Something to mend at a place of the body."""
        return Problem(node.file, node.line, found, expected, node.column)

    def undecidable(self, reason: Undecidable, case: Node) -> Refused:
        """The refusal of a case that was read and cannot be decided."""
        return unreadable(conflicts(reason, case, self.root))


def read_body(content: bytes, vocabulary: Vocabulary) -> Body:
    """A body of JSON; raises Refused where it is something else, or where a key stands in it twice."""
    try:
        return Body(read_text(decode(content, NAME), NAME), vocabulary)
    except Unreadable as reason:
        root = reason.node if isinstance(reason, Flawed) else None
        found = errors(reason.problems, root)
        raise Refused(Reason.NOT_JSON, summary(found), found) from None


def items(node: Entries, key: str) -> tuple[Node, ...]:
    """The list under a key; nothing where the key is absent."""
    value = node.get(key)
    return value.items if isinstance(value, Items) else ()


def unreadable(found: Sequence[Error]) -> Refused:
    """The refusal of something that is to be mended."""
    return Refused(Reason.UNREADABLE, summary(found), found)


def summary(found: Sequence[Error]) -> str:
    """The first error, and how many there are."""
    first = found[0]
    place = f"{first['pointer']}: " if first.get("pointer") else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"{place}{first['detail']}{more}"
