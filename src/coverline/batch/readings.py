"""What the cells of a column say: each distinct one is read once, by the language's own readers."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import RLock
from typing import Any

from coverline.batch.rows import Cell, holding_several, node_of, scalar, told
from coverline.document import Items, Node, Scalar
from coverline.language.conform import Conformance
from coverline.language.grammar.case import CASE, SERVICE
from coverline.language.quantities import read_span
from coverline.language.values import read_stated
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Unreadable

SILENT = 0
# Held by whoever adds to what is known: several frames are answered at a time.
LEARNING = RLock()
UPPER = ("state", "level")
SPELLED = ("code", "diagnoses")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a class of cells says: a value, nothing, or what keeps it from being read.

    `cell` is one of the class, as it stands in the table.
    """

    cell: Cell
    value: Any = None
    problem: str | None = None


class Reading:
    """The classes of a column's cells, numbered from 0, which says nothing, as they are met.

    Cells of one class are alike in every answer: `alike` tells what a value is known by, itself if not given.
    """

    def __init__(
        self, column: str, vocabulary: Vocabulary, alike: Callable[[Any], Hashable] = lambda value: value
    ) -> None:
        self.column = column
        self.meanings = [Meaning(None)]
        self._vocabulary = vocabulary
        self._several = column in holding_several(vocabulary)
        self._alike = alike
        self._classes: dict[Hashable, int] = {}
        self._by_cell: dict[Cell, int] = {}

    def class_of(self, cell: Cell) -> int:
        """The number of a cell's class."""
        if cell not in self._by_cell:
            self._by_cell[cell] = self._read(cell)
        return self._by_cell[cell]

    def class_of_value(self, value: Any) -> int:
        """The number of a value's class, also of one that no cell states."""
        return self._class(("value", self._alike(value)), Meaning(None, value))

    @property
    def is_fact(self) -> bool:
        """Whether the column states a fact, not a field of the case."""
        return self.column in self._vocabulary.facts

    @property
    def is_derived(self) -> bool:
        """Whether the column is never in a table, since it follows from others."""
        return self.is_fact and self._vocabulary.facts[self.column].derived

    @property
    def unreadable(self) -> tuple[int, ...]:
        """The classes of cells that cannot be read."""
        return tuple(number for number, each in enumerate(self.meanings) if each.problem is not None)

    def _read(self, cell: Cell) -> int:
        node = node_of(self.column, cell, self._several)
        if node is None:
            return SILENT
        try:
            value = self._value(node)
        except Unreadable as unreadable:
            return self._class(("problem", cell), Meaning(cell, problem=told(unreadable.problems)))
        # An answer spells codes as the case does.
        key = cell if self.column in SPELLED else self._alike(value)
        return self._class(("value", key), Meaning(cell, value))

    def _class(self, key: Hashable, meaning: Meaning) -> int:
        with LEARNING:
            if key not in self._classes:
                self.meanings.append(meaning)
                self._classes[key] = len(self.meanings) - 1
            return self._classes[key]

    def _value(self, node: Node) -> Any:
        if self.column in self._vocabulary.facts:
            known = read_stated(scalar(self.column, self.column), node, self._vocabulary)
            assert known is not None
            return known.value
        return _field(self.column, node, self._vocabulary)


def _field(column: str, node: Node, vocabulary: Vocabulary) -> Any:
    """The value of a field of the case, by the grammar of a case."""
    if column == "date_of_service" and isinstance(node, Scalar) and not node.is_nothing:
        return read_span(node)
    conformance = Conformance(vocabulary)
    key = {**CASE.keys, **SERVICE.keys}.get(column, SERVICE.keys["levels"])
    conformance.check(Items((node,), column, 0, 0) if column == "level" else node, key.shape)
    if conformance.problems:
        raise Unreadable(conformance.problems)
    if isinstance(node, Items):
        return tuple(each.text for each in node.items if isinstance(each, Scalar))
    assert isinstance(node, Scalar)
    return node.text.upper() if column in UPPER else node.text
