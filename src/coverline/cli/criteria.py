"""The criteria of an answer as an indented checklist with marks, facts and citations."""

from collections.abc import Iterator

from coverline.cli.terminal import bad, faint, good, open_question
from coverline.model.case import Known, written
from coverline.model.criteria import Citation, NoneOf, NotThis, Test
from coverline.model.determination import Explanation
from coverline.model.truth import Truth, opposite
from coverline.publish.citation import Source
from coverline.publish.wording import in_words, joins

MARKS = {Truth.YES: "[yes]", Truth.NO: "[ no]", Truth.UNKNOWN: "[ ? ]"}


def checklist(explanation: Explanation, source: Source) -> Iterator[str]:
    """A line per criterion, in the policy's order, each with the facts that settled it."""
    yield from _criterion(explanation, source, 0, Truth.YES, None)


def _criterion(
    node: Explanation, source: Source, depth: int, wanted: Truth, above: Citation | None
) -> Iterator[str]:
    criterion = node.criterion
    group = joins(criterion.body)
    label = f"{criterion.label}: {group}" if group else criterion.label
    words = (f"{_mark(node.result, wanted)} {'  ' * depth}{label}", _facts(node), _place(node, source, above))
    yield "  ".join(word for word in words if word)
    # What an exclusion lists is bad news where it is present.
    below = opposite(wanted) if isinstance(criterion.body, NoneOf | NotThis) else wanted
    for child in node.children:
        yield from _criterion(child, source, depth + 1, below, criterion.cite)


def _mark(result: Truth, wanted: Truth) -> str:
    mark = MARKS[result]
    if result is Truth.UNKNOWN:
        return open_question(mark)
    return good(mark) if result is wanted else bad(mark)


def _facts(node: Explanation) -> str:
    label, body = node.criterion.label, node.criterion.body
    said = "; ".join(_fact(each, label) for each in node.evidence)
    if not said and isinstance(body, Test) and node.result is Truth.UNKNOWN:
        said = _named(body.fact, "not documented", label)
    return f"<- {said}" if said else ""


def _fact(known: Known, label: str) -> str:
    said = _named(known.fact, in_words(written(known.value)), label)
    if known.derived:
        return f"{said} (follows from other facts)"
    return f"{said} ({known.source})" if known.source else said


def _named(fact: str, value: str, label: str) -> str:
    """The value with its fact, unless the label names the fact already."""
    return value if label.startswith(in_words(fact)) else f"{in_words(fact)}: {value}"


def _place(node: Explanation, source: Source, above: Citation | None) -> str:
    """Where the criterion stands, unless the line above says so already."""
    cite = node.criterion.cite
    return "" if cite == above else faint(source.where(cite, above))
