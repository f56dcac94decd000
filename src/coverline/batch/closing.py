"""What follows from the facts of a row: worked out by decide for each combination of facts that are tied."""

from collections.abc import Iterator, Mapping

import polars as pl

from coverline.batch.classes import Column, small
from coverline.batch.distinct import Kinds
from coverline.batch.expressions import closed
from coverline.decide.consequences import Consequences
from coverline.decide.facts import Contradiction, close
from coverline.model.case import Known

CLASH = "clash"
Classes = tuple[int, ...]


def tied_together(consequences: Consequences) -> tuple[tuple[str, ...], ...]:
    """Groups of facts of which one may settle another, directly or by others of its group."""
    groups: list[set[str]] = []
    for each in consequences.vocabulary.follows:
        pair = {each.when.fact, each.then.fact}
        touched = [group for group in groups if group & pair]
        groups = [group for group in groups if group not in touched]
        groups.append(pair.union(*touched))
    order = tuple(consequences.vocabulary.facts)
    return tuple(tuple(sorted(group, key=order.index)) for group in groups)


class Closing:
    """A group of tied facts, with what follows for each combination of their classes met so far."""

    def __init__(
        self, facts: tuple[str, ...], columns: Mapping[str, Column], consequences: Consequences
    ) -> None:
        self.facts = facts
        self._columns = columns
        self._consequences = consequences
        self._kinds = Kinds()
        self._numbers: dict[Classes, int] = {}
        self._closed: list[Classes | None] = []

    def added(self, frame: pl.DataFrame, clash: str) -> Iterator[pl.Series]:
        """The closed class of every fact of the group, and where they contradict each other, if anywhere."""
        keys = [frame[name] for name in self.facts]

        def number(first: list[int]) -> list[int]:
            return [self._number(row) for row in frame.select(self.facts)[first].rows()]

        numbers = self._kinds.numbers(keys, number)
        for at, name in enumerate(self.facts):
            table = small([0 if each is None else each[at] for each in self._closed])
            yield table.gather(numbers).alias(closed(name))
        if None in self._closed:
            yield pl.Series([each is None for each in self._closed]).gather(numbers).alias(clash)

    def _number(self, classes: Classes) -> int:
        if classes not in self._numbers:
            self._numbers[classes] = len(self._closed)
            self._closed.append(self._close(classes))
        return self._numbers[classes]

    def _close(self, classes: Classes) -> Classes | None:
        """The classes of all facts of the group, None where what is stated contradicts itself."""
        readings = [self._columns[name].reading for name in self.facts]
        said = {
            reading.column: reading.meanings[each].value
            for reading, each in zip(readings, classes, strict=True)
        }
        stated = {name: Known(name, value) for name, value in said.items() if value is not None}
        derived = [name for name in stated if self._consequences.vocabulary.facts[name].derived]
        given = {name: stated.pop(name).value for name in derived}
        try:
            found = close(stated, self._consequences, given).values
        except Contradiction:
            return None
        return tuple(
            reading.class_of_value(found[reading.column]) if reading.column in found else 0
            for reading in readings
        )
