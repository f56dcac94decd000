"""The answers to a frame of rows: class numbers, expressions, and decide once for each different rest."""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from coverline.batch.alone import Alone
from coverline.batch.answered import Answered
from coverline.batch.asking import Asked, Numbered, Rows
from coverline.batch.classes import NUMBER
from coverline.batch.columns import ANSWERS, LISTS
from coverline.batch.conditions import category_tests, columns_asked, finding_tests
from coverline.batch.criteria import KIND, RESULTS, Criteria
from coverline.batch.findings import Findings
from coverline.batch.forest import Forest
from coverline.batch.opened import Opened
from coverline.batch.patterns import Pattern
from coverline.batch.policies import Policies
from coverline.batch.prepared import Preparation
from coverline.batch.requests import NOBODY, Lead, Request, authorization, category_if_unmet, request
from coverline.library import Library
from coverline.model.criteria import Test


class Engine:
    """Answers frames of rows; what it learns from one frame it knows for the next."""

    def __init__(self, library: Library) -> None:
        self.policies = Policies(library)
        self.preparation = Preparation(self.policies)
        self.columns = self.preparation.columns
        self.forest = Forest(library.vocabulary)
        self.patterns = {
            number: Pattern(tree, self.forest.add(tree), domains)
            for number, (_, tree, domains) in self.policies.trees.items()
        }
        self.alone = Alone(self.columns, library)
        self.requests: Asked[Request] = Asked(lambda rows, row: request(rows, row, self.policies), NOBODY)
        self.leads: Numbered[tuple[Lead, ...]] = Numbered()
        self.opened: dict[tuple[tuple[Lead, ...], bool], Opened] = {}
        self.authorizations: Asked[str | None] = Asked(
            lambda rows, row: authorization(rows, row, self.policies), None
        )
        self.categories: Asked[str | None] = Asked(
            lambda rows, row: category_if_unmet(rows, row, self.policies), None
        )
        self.category_conditions = self._asked(category_tests(self.policies))
        procedure, diagnoses = (self._asked(finding_tests(self.policies, each)) for each in (False, True))
        self.findings = Findings(self.policies, procedure, diagnoses)
        self.conditions = tuple(
            each
            for each in (*self.category_conditions, *procedure, *diagnoses)
            if each in self.forest.tests.values()
        )
        self.criterion_columns = Criteria(self.policies, self.patterns)
        self._values: dict[str, Numbered[Any]] = {}

    @property
    def criteria(self) -> tuple[str, ...]:
        """The columns of all criteria."""
        return self.criterion_columns.names

    def _asked(self, tests: Iterable[Test]) -> tuple[str, ...]:
        """The columns that some conditions depend on, those of tests of facts among them."""
        fields, of_facts = columns_asked(tests)
        return (*fields, *(self.forest.add_test(each) for each in of_facts))

    def answers(self, frame: pl.DataFrame, wanted: Sequence[str]) -> pl.DataFrame:
        """The wanted columns of the answers to all rows, in their order."""
        classes = self.preparation.classes(frame)
        prepared = self.preparation.prepared(classes)
        fine, spread = self.preparation.answerable(prepared)
        if self.conditions:
            fine, spread = fine & ~spread, spread & False
        on_a_day = fine & ~spread
        rows = Rows(prepared.with_columns(pl.col("payer") * on_a_day), self.columns)
        numbers = self._together(Answered(self, rows, wanted))
        places = spread.arg_true()
        if len(places):
            reached = self.preparation.spread(prepared[places])
            answered = Answered(self, Rows(reached, self.columns), wanted, spread=True)
            found = self._together(answered)
            numbers = {name: each.scatter(places, found[name]) for name, each in numbers.items()}
            fine = fine.scatter(places, answered.settled)
        alone = (~fine).arg_true()
        if len(alone):
            found = self._alone(classes[alone], wanted)
            numbers = {name: each.scatter(alone, found[name]) for name, each in numbers.items()}
        return pl.DataFrame([self._column(name, numbers[name]) for name in wanted])

    def _together(self, answered: Answered) -> dict[str, pl.Series]:
        """What rows are answered together, as numbers of the engine's values."""
        return {
            name: pl.Series([self._number(name, each) for each in known], dtype=NUMBER).gather(numbers)
            for name, (numbers, known) in answered.columns().items()
        }

    def _alone(self, classes: pl.DataFrame, wanted: Sequence[str]) -> dict[str, pl.Series]:
        """The answers to rows one by one, as numbers of the engine's values."""
        names = tuple(self.preparation.names)
        found = [self.alone.answer(names, row) for row in classes.select(names).iter_rows()]
        return {
            name: pl.Series([self._number(name, each.column(name)) for each in found], dtype=NUMBER)
            for name in wanted
        }

    def _known(self, name: str) -> Numbered[Any]:
        results = () if name in ANSWERS else RESULTS
        return self._values.setdefault(name, Numbered(*results))

    def _number(self, name: str, value: Any) -> int:
        return self._known(name).number(value)

    def _column(self, name: str, numbers: pl.Series) -> pl.Series:
        values = self._known(name).all
        if name in LISTS:
            listed = [None if each is None else list(each) for each in values]
            table = pl.Series(listed, dtype=pl.List(pl.String))
        else:
            table = pl.Series(values, dtype=pl.String if name in ANSWERS else KIND)
        return table.gather(numbers).alias(name)
