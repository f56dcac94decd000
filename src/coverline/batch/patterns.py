"""What is left open of a tree: all that decide's answer to an open row depends on.

Below an open node that is no `at_least`, known parts are all alike (under `all_of` they are yes, under others
no), so what matters is which tests are open below open nodes, and what their facts can still be.
"""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from coverline.batch.classes import NUMBER, Column
from coverline.batch.expressions import closed, first, last, limit
from coverline.batch.readings import Meaning
from coverline.batch.service_days import ORDER
from coverline.decide.consequences import ANY_DAY
from coverline.decide.domains import Domains
from coverline.decide.meaning import truth
from coverline.decide.tree import Tree
from coverline.model.criteria import AtLeast, Elapsed
from coverline.model.quantity import Duration
from coverline.model.truth import Truth

# So many bits are packed into one number.
BITS = 30


class Pattern:
    """The key of what is open in one tree, the results of whose nodes stand in `columns`."""

    def __init__(self, tree: Tree, columns: Sequence[str], domains: Domains) -> None:
        self.tree = tree
        self.columns = columns
        self.domains = domains

    def keys(self, frame: pl.DataFrame, known: Mapping[str, Column], root: int = 0) -> list[pl.Series]:
        """Numbers that are equal for rows which are alike in all that is left open below a node."""
        opened = self._opened(root)
        bits = [
            *(opened[number] for number in opened if not self.tree.children[number]),
            *self._shown(opened),
        ]
        state = pl.col(self.columns[root]).cast(NUMBER).fill_null(2)
        variables = self._open_by_variable(opened)
        keys = (state, *_packed(bits), *self._tied(variables, known), *self._places(variables))
        return frame.select(each.cast(pl.Int64).alias(str(at)) for at, each in enumerate(keys)).get_columns()

    def may_be_settled(self, known: Mapping[str, Column]) -> pl.Expr:
        """Where what is open could still have one result only, though Kleene's reading does not tell.

        That takes an open fact that two open tests read, or whose values another fact narrows.
        """
        opened = self._opened(0)
        variables = self._open_by_variable(opened)
        tied = self.domains.consequences.tied
        reads = {
            name: [is_open for number, is_open in opened.items() if self.tree.variables[number] == name]
            for name in variables
        }
        return pl.any_horizontal(
            pl.lit(False),
            *(pl.sum_horizontal(each) > 1 for each in reads.values() if len(each) > 1),
            *(
                variables[one] & variables[other]
                for one in variables
                for other in tied.get(one, ())
                if other in variables
            ),
            *(effect > 0 for effect in self._tied(variables, known)),
        )

    def waits_for(self, variable: str) -> pl.Expr:
        """Where some open test reads a fact."""
        return self._open_by_variable(self._opened(0)).get(variable, pl.lit(False))

    def _opened(self, root: int) -> dict[int, pl.Expr]:
        """Where each node is open, and all above it up to the root."""
        found = {root: pl.col(self.columns[root]).is_null()}
        for number in range(root, len(self.tree.nodes)):
            if number in found:
                for child in self.tree.children[number]:
                    found[child] = found[number] & pl.col(self.columns[child]).is_null()
        return found

    def _shown(self, opened: Mapping[int, pl.Expr]) -> Iterator[pl.Expr]:
        """Where parts of an open `at_least` are shown already."""
        for number, is_open in opened.items():
            if isinstance(self.tree.nodes[number].body, AtLeast):
                for child in self.tree.children[number]:
                    yield is_open & pl.col(self.columns[child]).fill_null(False)

    def _open_by_variable(self, opened: Mapping[int, pl.Expr]) -> dict[str, pl.Expr]:
        """Where some open test reads a fact, by the fact's variable."""
        found: dict[str, pl.Expr] = {}
        for number, is_open in opened.items():
            variable = self.tree.variables[number]
            if variable is not None:
                found[variable] = found[variable] | is_open if variable in found else is_open
        return found

    def _tied(self, variables: Mapping[str, pl.Expr], known: Mapping[str, Column]) -> Iterator[pl.Expr]:
        """What is known of the facts that bar values of an open one."""
        tied = self.domains.consequences.tied
        for other in tied:
            beside = [is_open for name, is_open in variables.items() if other in tied.get(name, ())]
            if beside:
                table = self._effects(other, known[other])
                effects = pl.lit(table).gather(pl.col(closed(other)))
                yield pl.when(pl.any_horizontal(beside)).then(effects).otherwise(0)

    def _effects(self, variable: str, column: Column) -> pl.Series:
        def effect(meaning: Meaning) -> int:
            """Which rules a value sets off, as a number; 0 where it sets off none."""
            found = 0
            for each in self.domains.vocabulary.follows:
                for test, sets_off in ((each.when, Truth.YES), (each.then, Truth.NO)):
                    if meaning.value is not None and test.fact == variable and not each.unless_stated:
                        found = found * 2 + (truth(test.relation, meaning.value, ANY_DAY) is sets_off)
            return found

        return column.table("effect", effect)

    def _places(self, variables: Mapping[str, pl.Expr]) -> Iterator[pl.Expr]:
        """Where an open time can lie among the days at which its tests change."""
        for name, is_open in variables.items():
            if self.domains.is_time(name):
                bounds = self._bounds(name)
                if len(bounds) > 1:
                    yield is_open * pl.col(ORDER)
                for bound in bounds:
                    for end in (first, last):
                        day, change = pl.col(end(name)), pl.col(limit(bound))
                        yield is_open * ((day >= change).cast(NUMBER) + (day > change).cast(NUMBER))

    def _bounds(self, variable: str) -> tuple[Duration, ...]:
        relations = self.domains.relations.get(variable, ())
        return tuple(dict.fromkeys(each.bound for each in relations if isinstance(each, Elapsed)))


def _packed(bits: Sequence[pl.Expr]) -> Iterator[pl.Expr]:
    for start in range(0, len(bits), BITS):
        part = bits[start : start + BITS]
        yield pl.sum_horizontal(each.cast(pl.Int64) * (1 << at) for at, each in enumerate(part))
