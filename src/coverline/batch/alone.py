"""Rows that are answered one by one: what cannot be read, contradicts itself, or straddles versions."""

from collections.abc import Mapping, Sequence

from coverline.batch.answers import Answer, answer_to
from coverline.batch.classes import Column
from coverline.batch.rows import REQUIRED, Cell
from coverline.library import Library
from coverline.model.quantity import Span

SERVICE = "date_of_service"
Cells = tuple[tuple[str, Cell], ...]


class Alone:
    """Answers to single rows of class numbers, each different row once."""

    def __init__(self, columns: Mapping[str, Column], library: Library) -> None:
        self._columns = columns
        self._library = library
        # A cell that can be read, for each column that must have one.
        payer, code = min(library.vocabulary.payers), "00000"
        self._readable: dict[str, Cell] = dict(zip(REQUIRED, (payer, "2000-01-01", code), strict=True))
        self._answers: dict[Cells, Answer] = {}

    def answer(self, names: Sequence[str], classes: Sequence[int]) -> Answer:
        """The answer to a row of these columns' classes."""
        cells = self._cells(names, classes)
        if cells not in self._answers:
            self._answers[cells] = answer_to(dict(cells), self._library)
        return self._answers[cells]

    def _cells(self, names: Sequence[str], classes: Sequence[int]) -> Cells:
        """The row's cells; of a row that cannot be read, those that keep it from being read."""
        stated = {
            name: self._columns[name].reading.meanings[number]
            for name, number in zip(names, classes, strict=True)
            if number
        }
        bad = {name: each.cell for name, each in stated.items() if each.problem is not None}
        if not bad:
            return tuple((name, each.cell) for name, each in stated.items())
        service = stated[SERVICE].value
        late = [name for name, each in stated.items() if _is_after(each.value, service)]
        kept = {name: stated[name].cell for name in (*late, *([SERVICE] if late else ()))}
        return tuple({**self._readable, **kept, **bad}.items())


def _is_after(value: object, service: Span | None) -> bool:
    if not isinstance(value, Span) or value.first is None or service is None:
        return False
    return value.first > service.last
