"""What is asked of decide once for all rows that are alike in what it depends on."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import polars as pl

from coverline.batch.classes import Column
from coverline.batch.distinct import Kinds
from coverline.batch.readings import LEARNING, SILENT
from coverline.model.case import Case, Known, Service
from coverline.model.quantity import Span

T = TypeVar("T", bound=Hashable)


class Rows:
    """Rows of class numbers, any of which can be had as a case."""

    def __init__(self, frame: pl.DataFrame, columns: Mapping[str, Column], on_all_days: bool = False) -> None:
        self.frame = frame
        self.columns = columns
        self.on_all_days = on_all_days

    def among(self, places: pl.Series, on_all_days: bool = False) -> "Rows":
        """The rows in some places; with `on_all_days` their cases keep every possible day of service."""
        return Rows(self.frame[places], self.columns, on_all_days)

    @cached_property
    def _classes(self) -> pl.DataFrame:
        return self.frame.select(list(self.columns))

    def keys(self, names: Sequence[str]) -> list[pl.Series]:
        """Some columns."""
        return [self.frame[name] for name in names]

    def asks(self, row: int) -> bool:
        """Whether a row asks anything together with others."""
        return bool(self.frame["payer"][row] != SILENT)

    def value(self, column: str, row: int) -> Any:
        """What one column says in a row, None where it says nothing."""
        return self.columns[column].reading.meanings[self.frame[column][row]].value

    def case(self, row: int) -> Case:
        """The case of a row, on the last day of service that is possible or on all of them."""
        classes = zip(self.columns.values(), self._classes.row(row), strict=True)
        said = {
            column.reading.column: column.reading.meanings[number].value
            for column, number in classes
            if number != SILENT and not column.reading.is_derived
        }
        level = (said["level"],) if "level" in said else ()
        service: Span = said["date_of_service"]
        return Case(
            payer=said["payer"],
            date_of_service=service if self.on_all_days else Span.exactly(service.last),
            services=(Service(said["code"], said.get("technique"), level),),
            product=said.get("product"),
            state=said.get("state"),
            setting=said.get("setting"),
            diagnoses=said.get("diagnoses", ()),
            facts={
                name: Known(name, value) for name, value in said.items() if self.columns[name].reading.is_fact
            },
        )


class Numbered(Generic[T]):
    """Different things, numbered from 0 as they are met."""

    def __init__(self, *known: T) -> None:
        self.all = list(known)
        self._numbers = {each: number for number, each in enumerate(known)}

    def number(self, thing: T) -> int:
        """The number of a thing."""
        found = self._numbers.get(thing)
        if found is not None:
            return found
        with LEARNING:
            if thing not in self._numbers:
                self.all.append(thing)
                self._numbers[thing] = len(self.all) - 1
            return self._numbers[thing]


class Asked(Generic[T]):
    """Answers by what they depend on; `answers` are the different ones, in the order of their numbers.

    `answer` gives that of a row; `together`, where given, first gives those of rows in some places that it
    can tell at once, and None for the others.
    """

    def __init__(
        self,
        answer: Callable[[Rows, int], T],
        *known: T,
        together: Callable[[Rows, list[int]], Sequence[T | None]] | None = None,
    ) -> None:
        self.answers: Numbered[T] = Numbered(*known)
        self._answer = answer
        self._together = together
        self._by_key: dict[tuple[int, ...], int] = {}
        self._kinds = Kinds()

    def numbers(self, rows: Rows, keys: Sequence[pl.Series]) -> pl.Series:
        """The number of every row's answer; rows with equal keys have one, asked of the first of them."""

        def number(first: list[int]) -> list[int]:
            known = pl.DataFrame({str(at): key.gather(first) for at, key in enumerate(keys)}).rows()
            new = [place for place, key in zip(first, known, strict=True) if key not in self._by_key]
            told = dict(zip(new, self._together(rows, new), strict=True)) if self._together and new else {}
            for key, row in zip(known, first, strict=True):
                if key not in self._by_key:
                    found = told.get(row)
                    self._by_key[key] = self.answers.number(
                        self._answer(rows, row) if found is None else found
                    )
            return [self._by_key[key] for key in known]

        return self._kinds.numbers(keys, number)
