"""Questions to Z3 under a limit of time: an answer, or none."""

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any

import z3

from coverline.prove.patient import Formula

LONGEST_MILLISECONDS = 2**31 - 1


class NotSettled(Exception):
    """A question that the time did not suffice for: neither yes nor no is claimed."""


class Limit:
    """A time by which all questions must be answered."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    def milliseconds(self) -> int:
        """What is left; raises NotSettled where nothing is."""
        if self._end is None:
            return LONGEST_MILLISECONDS
        left = int(1000 * (self._end - monotonic()))
        if left <= 0:
            raise NotSettled
        return left


class Solving:
    """What is true of all patients, and questions whether there is one with more."""

    def __init__(self, axioms: Iterable[Formula], limit: Limit) -> None:
        self.axioms = tuple(axioms)
        self.limit = limit
        self._solver = z3.Solver()
        self._solver.add(*self.axioms)

    def exists(self, *formulas: Formula) -> bool:
        """Whether all formulas can hold together; raises NotSettled where the time does not suffice."""
        self._solver.set("timeout", self.limit.milliseconds())
        return _settled(self._solver.check(*formulas))

    def smallest(
        self, formulas: Sequence[Formula], wishes: Iterable[Formula], least: Iterable[Formula]
    ) -> Any:
        """A solution with as many wishes as can be, the first ones first, then with the least amounts.

        There must be one, and amounts are whole numbers of no less than nothing. Raises NotSettled.
        """
        search = z3.Optimize()
        search.set("timeout", self.limit.milliseconds())
        search.add(*self.axioms, *formulas)
        asked = tuple(wishes)
        for place, wish in enumerate(asked):
            # One wish more outweighs any order among them, and no two sets of wishes weigh the same.
            search.add_soft(wish, weight=2 ** len(asked) + 2 ** (len(asked) - 1 - place))
        if not _settled(search.check()):
            raise AssertionError("asked for the smallest of no solutions")
        model = search.model()
        kept = [*formulas, *(wish == model.eval(wish, True) for wish in asked)]
        for amount in least:
            model = self._least(amount, kept, model)
            kept.append(amount == model.eval(amount, True))
        return model

    def _least(self, amount: Formula, kept: Sequence[Formula], model: Any) -> Any:
        """The solution with the least of an amount; asked step by step, so that it is always the same one."""
        while (found := model.eval(amount, True).as_long()) > 0 and self.exists(*kept, amount < found):
            model = self._solver.model()
        return model


def _settled(result: Any) -> bool:
    if result == z3.unknown:
        raise NotSettled
    return bool(result == z3.sat)
