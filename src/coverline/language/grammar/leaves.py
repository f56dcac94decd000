"""The small shapes that many sections of a policy file share."""

from coverline.document import Scalar
from coverline.language.quantities import read_day, read_lines, read_span
from coverline.language.shapes import Either, Known, ListOf, OneOf, Parsed, Reference, Shape, Tests, Words
from coverline.language.words import Place

NONE_PRINTED = "none printed"
NOT_PRINTED = "not printed"
OPEN = "open"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _day_or_not(node: Scalar) -> None:
    if node.text not in (OPEN, NOT_PRINTED):
        read_day(node, "open, not printed, or a day")


def _span_or_not(node: Scalar) -> None:
    if node.text != NOT_PRINTED:
        read_span(node)


CITE = Parsed("source lines, or none", read_lines, "^(none|[0-9]+(-[0-9]+)?)$")
WHY = Words("a reason")
SAYS = Words("a sentence of ours")
LABEL = Words("a label", longest=10)
NOTES = ListOf("ids of notes", Reference("note"))
DAY_OR_NOT = Parsed("open, not printed, or a day", _day_or_not, f"^(open|not printed|{_DAY})$")
PARTIAL_DATE = Parsed("a day, a month or a year", read_span, "^[0-9]{4}(-[0-9]{2}){0,2}$")
DAY = Parsed("a day", read_day, f"^{_DAY}$")
SPAN_OR_NOT = Parsed(
    "a day, a month, a year, or not printed", _span_or_not, "^(not printed|[0-9]{4}(-[0-9]{2}){0,2})$"
)
TECHNIQUES = ListOf(
    "techniques",
    Known("a technique", lambda vocabulary: (*vocabulary.techniques, *vocabulary.technique_groups)),
    least=1,
)


def when(place: Place) -> Shape:
    """Conditions, or the word always."""
    return Either(
        "always, or facts with their tests", text=OneOf("always", ("always",)), entries=Tests(place)
    )


def none_printed_or(shape: ListOf) -> Shape:
    """A list, or the words that none is printed."""
    return Either(
        f"{NONE_PRINTED}, or a list of {shape.what}", text=OneOf(NONE_PRINTED, (NONE_PRINTED,)), items=shape
    )
