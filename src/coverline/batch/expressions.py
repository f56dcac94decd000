"""The tree as expressions over columns, operator by operator as `decide/kleene.py` reads it.

A result is a column of yes, no and null, which is unknown; engines join them after Kleene, as decide does.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar, assert_never

import narwhals as nw

from coverline.batch.readings import SILENT, Meaning
from coverline.decide.consequences import ANY_DAY
from coverline.decide.meaning import truth, truth_unknown
from coverline.model.criteria import (
    AllOf,
    Among,
    Amount,
    AnyOf,
    AtLeast,
    Comparison,
    Criterion,
    Dated,
    Elapsed,
    Fixed,
    Includes,
    NoneOf,
    NotThis,
    Test,
)
from coverline.model.quantity import Duration
from coverline.model.truth import Truth
from coverline.model.vocabulary import Fact

RESULTS = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}
T = TypeVar("T")


def closed(variable: str) -> str:
    """The column that holds the class of a fact, what follows from others included."""
    return f"{variable}:"


def first(variable: str) -> str:
    """The column with the first day on which a time can have begun."""
    return f"{variable}:first"


def last(variable: str) -> str:
    """The column with the last day on which a time can have begun."""
    return f"{variable}:last"


def limit(bound: Duration, at: str = "last") -> str:
    """The column with the day that lies so long before the first or the last possible day of service."""
    return f"limit:{bound}:{at}"


def constant(result: Truth) -> nw.Expr:
    """The same result in every row."""
    return nw.lit(RESULTS[result], dtype=nw.Boolean)


def test_result(test: Test, variable: str, fact: Fact | None, meanings: Sequence[Meaning]) -> nw.Expr:
    """The result of a test; `meanings` are those of the classes of a fact that is no time."""
    match test.relation:
        case Elapsed(comparison, bound):
            return _elapsed(comparison, variable, bound)
        case Among() | Includes() | Amount() as relation:
            yes = [
                number
                for number, each in enumerate(meanings)
                if each.value is not None and truth(relation, each.value, ANY_DAY) is Truth.YES
            ]
            known = nw.col(closed(variable)).is_in(yes)
            unknown = constant(truth_unknown(relation, fact, ANY_DAY))
            return nw.when(nw.col(closed(variable)) == SILENT).then(unknown).otherwise(known)
        case Dated():
            raise TypeError(f"a test of the date {test.fact} stands in no criterion")
        case _:
            assert_never(test.relation)


def _elapsed(comparison: Comparison, variable: str, bound: Duration) -> nw.Expr:
    """Whether the longest and the shortest time that can have passed since the beginning agree."""
    earliest = _started(comparison, nw.col(first(variable)), nw.col(limit(bound)))
    latest = _started(comparison, nw.col(last(variable)), nw.col(limit(bound, "first")))
    return nw.when(earliest == latest).then(earliest)


def _started(comparison: Comparison, start: nw.Expr, bound: nw.Expr) -> nw.Expr:
    match comparison:
        case Comparison.AT_LEAST:
            return start <= bound
        case Comparison.MORE_THAN:
            return start < bound
        case Comparison.AT_MOST:
            return start >= bound
        case Comparison.LESS_THAN:
            return start > bound
    assert_never(comparison)


def joined(criterion: Criterion, parts: Sequence[str]) -> nw.Expr:
    """The result of a group from the columns of its parts, or a fixed one."""
    results = [nw.col(part) for part in parts]
    match criterion.body:
        case AllOf():
            return balanced(results, lambda one, other: one & other)
        case AnyOf():
            return some(results)
        case NoneOf() | NotThis():
            return ~some(results)
        case AtLeast(count):
            return _at_least(count, results)
        case Fixed(result):
            return constant(result)
        case Test():
            raise TypeError(f"{criterion.id} is no group")
    assert_never(criterion.body)


def some(results: Sequence[nw.Expr]) -> nw.Expr:
    """Yes where one is yes, no where all are no."""
    return balanced(results, lambda one, other: one | other)


def balanced(parts: Sequence[T], join: Callable[[T, T], T]) -> T:
    """Parts joined in a tree of even depth: engines overflow on long chains."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return join(balanced(parts[:middle], join), balanced(parts[middle:], join))


def _at_least(count: int, results: Sequence[nw.Expr]) -> nw.Expr:
    shown = balanced([each.fill_null(False).cast(nw.Int32) for each in results], lambda a, b: a + b)
    possible = balanced([each.fill_null(True).cast(nw.Int32) for each in results], lambda a, b: a + b)
    return nw.when(shown >= count).then(True).when(possible < count).then(False)
