"""The grammar of the evidence: studies, who cites them where, and what is reported oddly."""

from coverline.document import Scalar
from coverline.language.grammar.leaves import NOT_PRINTED
from coverline.language.quantities import LATEST_YEAR, read_count, read_lines
from coverline.language.shapes import ListOf, Named, OneOf, Parsed, Record, Reference, Words, may, need
from coverline.model.evidence import Direction, StudyKind

FIRST_YEAR = 1900
MOST_PEOPLE = 99_999_999


def read_people(node: Scalar) -> int:
    """How many people a study counts; Unreadable where it is no such number."""
    return read_count(node, most=MOST_PEOPLE)


def _year_or_not(node: Scalar) -> None:
    if node.text != NOT_PRINTED:
        read_count(node, FIRST_YEAR, LATEST_YEAR)


_LINES = Parsed("source lines", read_lines, "^[0-9]+(-[0-9]+)?$")
_YEAR = Parsed("a year, or not printed", _year_or_not, "^(not printed|[0-9]{4})$")
_STUDY = Record(
    "a study",
    {
        "by": need(Words("an author or a body")),
        "year": need(_YEAR),
        "kind": need(OneOf("a kind of study", tuple(each.value for each in StudyKind))),
        "topic": need(Reference("topic")),
        "population": need(Words("whom it is about")),
        "n": may(Parsed("a number of people", read_people, "^[0-9]+$")),
        "comparator": may(Words("what it was compared with")),
        "finding": need(Words("what it found, in our words")),
        "direction": need(OneOf("a direction", tuple(each.value for each in Direction))),
        "cited_in": need(Named("source documents with lines", ListOf("lines", _LINES, least=1))),
        "bears_on": may(
            Named("policies with criteria", ListOf("ids of criteria", Words("an id of a criterion"), least=1))
        ),
    },
)
_ACCOUNT = Record(
    "an account",
    {"source": need(Words("a source document")), "lines": need(_LINES), "prints": need(Words("our words"))},
)
_ODDITY = Record(
    "an oddity",
    {
        "about": need(ListOf("ids of studies", Reference("study"))),
        "says": need(Words("a sentence of ours")),
        "reading": need(Words("how it is read here")),
        "accounts": need(ListOf("accounts", _ACCOUNT, least=1, distinct=False)),
    },
)
EVIDENCE = Record(
    "the evidence",
    {
        "topics": need(Named("topics in words", Words("a topic"), declares="topic")),
        "studies": need(Named("studies", _STUDY, declares="study")),
        "oddities": need(Named("oddities", _ODDITY, declares="oddity")),
    },
)
