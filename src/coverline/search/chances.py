"""How likely an answer is before it is known.

Every value of a yes/no fact or a choice that contradicts nothing known counts as equally likely, and of any
other fact every way in which its tests can come out.
"""

from collections.abc import Sequence
from typing import NamedTuple

from coverline.decide.domains import Domains
from coverline.decide.meaning import Situation, truth
from coverline.model.case import Value
from coverline.model.vocabulary import Kind


class Way(NamedTuple):
    """A way in which the tests of a fact can come out: its chance, and a value that stands for it."""

    chance: float
    value: Value


class Chances:
    """The ways in which the facts that some criteria read can turn out; each is worked out once."""

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self._tied = domains.consequences.tied
        self._kept: dict[object, tuple[Way, ...]] = {}

    def ways(self, variable: str, situation: Situation) -> tuple[Way, ...]:
        """Every way in which the tests of an unknown fact can come out; one where its value follows."""
        tied = tuple(situation.values.get(each) for each in self._tied.get(variable, ()))
        key = variable, situation.day, tied
        if key not in self._kept:
            self._kept[key] = self._ways(variable, situation)
        return self._kept[key]

    def matters(self, situation: Situation) -> object:
        """What has effects beyond the results of tests: the day, and what excludes values of other facts."""
        return situation.day, *(situation.values.get(each) for each in self._tied)

    def _ways(self, variable: str, situation: Situation) -> tuple[Way, ...]:
        enumerated = self.domains.vocabulary.facts[variable].kind in (Kind.YES_NO, Kind.CHOICE)
        found: dict[object, list[Value]] = {}
        for value in self._values(variable, situation):
            tests = (truth(each, value, situation.day) for each in self.domains.relations[variable])
            found.setdefault(tuple(tests), []).append(value)
        counts = [len(each) if enumerated else 1 for each in found.values()]
        return tuple(
            Way(count / sum(counts), each[0]) for count, each in zip(counts, found.values(), strict=True)
        )

    def _values(self, variable: str, situation: Situation) -> Sequence[Value]:
        if self.domains.is_time(variable):
            return self.domains.choices(variable, situation)
        values = self.domains.values(variable)
        return [each for each in values if self.domains.allows(situation.values, variable, each)]
