"""One row as a case, read by the language as if it stood in a case file."""

from collections.abc import Iterable, Mapping

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.cases import read_case
from coverline.language.conform import is_silent
from coverline.model.case import Case
from coverline.model.vocabulary import Kind, Vocabulary
from coverline.problem import Problem, Unreadable

Cell = str | tuple[str, ...] | None
REQUIRED = ("payer", "date_of_service", "code")
# Between the values of a cell that holds several, and what stands for none of them.
SEPARATOR = ";"
NO_VALUES = "[]"
CASE_FIELDS = ("payer", "product", "state", "date_of_service", "setting")
SERVICE_FIELDS = ("code", "technique")


def read_row(cells: Mapping[str, Cell], vocabulary: Vocabulary) -> Case:
    """The case of a row: one service, at one level or none; raises Unreadable with every problem."""
    several = holding_several(vocabulary)
    given = {**dict.fromkeys(REQUIRED), **cells}
    nodes = {
        name: node
        for name, cell in given.items()
        if (node := node_of(name, cell, name in several)) is not None
    }
    level = nodes.get("level")
    levels = {"levels": Items((level,), "level", 0, 0)} if level is not None else {}
    service = _entries({**_of(nodes, SERVICE_FIELDS), **levels})
    case = _entries(
        {
            **_of(nodes, CASE_FIELDS),
            "services": Items((service,), "row", 0, 0),
            **_of(nodes, ("diagnoses",)),
            "facts": _entries(_of(nodes, vocabulary.facts)),
        }
    )
    read = read_case(case, "row", vocabulary)
    if read.case is None:
        raise Unreadable(read.problems)
    return read.case


def holding_several(vocabulary: Vocabulary) -> frozenset[str]:
    """The columns whose cells hold several values."""
    sets = (name for name, fact in vocabulary.facts.items() if fact.kind is Kind.SET)
    return frozenset({*sets, "diagnoses"})


def node_of(column: str, cell: Cell, several: bool) -> Node | None:
    """A cell as the language reads it; None where it says nothing and need not."""
    if isinstance(cell, tuple):
        return Items(tuple(scalar(column, each) for each in cell), column, 0, 0)
    read = scalar(column, (cell or "").strip())
    if column in REQUIRED:
        return read
    if is_silent(read):
        return None
    if not several:
        return read
    parts = () if read.text == NO_VALUES else read.text.split(SEPARATOR)
    return Items(tuple(scalar(column, each.strip()) for each in parts), column, 0, 0)


def scalar(column: str, text: str) -> Scalar:
    """A text in a column, whose name stands for a file's in messages."""
    return Scalar(text, False, column, 0, 0)


def told(problems: Iterable[Problem]) -> str:
    """Problems on one line."""
    return " | ".join(str(each) for each in problems)


def _of(nodes: Mapping[str, Node], names: Iterable[str]) -> dict[str, Node]:
    return {name: nodes[name] for name in names if name in nodes}


def _entries(nodes: Mapping[str, Node]) -> Entries:
    return Entries(tuple((scalar("row", name), node) for name, node in nodes.items()), "row", 0, 0)
