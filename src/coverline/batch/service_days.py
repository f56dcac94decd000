"""Days of service: the versions in force on them, and what else of an answer changes on some day."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date

from coverline.batch.asking import Numbered
from coverline.batch.policies import Policies
from coverline.batch.readings import Meaning
from coverline.decide.days import days_of
from coverline.decide.scope import standing
from coverline.model.code import ProcedureCode
from coverline.model.quantity import Span, back

# The versions in force, the days on which codes change, and the order of the days at which tests change.
ERA, CODE_ERA, ORDER, FORM = "era", "code_era", "order", "form"
Standing = tuple[int, bool]
Number = Callable[[Meaning], int]


class Eras:
    """Different sets of versions in force, numbered; where a day is not known, several may be in force."""

    def __init__(self, policies: Policies) -> None:
        self._plans = policies.plans
        self._turns = policies.turns
        self._between: dict[int, tuple[Standing, ...]] = {}
        self._known: Numbered[tuple[Standing | None, ...]] = Numbered(())
        self._numbers: dict[tuple[int, int], int] = {}

    def number(self, meaning: Meaning) -> int:
        """The number of the versions in force on all possible days of a date of service."""
        if meaning.value is None:
            return 0
        ends = self._since(meaning.value.first), self._since(meaning.value.last)
        if ends not in self._numbers:
            one, other = (self._between[each] for each in ends)
            shared = tuple(a if a == b else None for a, b in zip(one, other, strict=True))
            self._numbers[ends] = self._known.number(shared)
        return self._numbers[ends]

    def standing(self, payer: str | None, era: int) -> Standing | None:
        """Where a payer's policy stands; None where that is open, or no policy is known."""
        standings = dict(zip(self._plans, self._known.all[era], strict=False))
        return standings.get(payer) if payer is not None else None

    def _since(self, day: date) -> int:
        """How many of the days on which versions change have come; until the next, all stays as it is."""
        since = bisect_right(self._turns, day.toordinal())
        if since not in self._between:
            found = (standing(plan.versions, day) for plan in self._plans.values())
            self._between[since] = tuple((id(each.version), each.in_force) for each in found)
        return since


def code_eras(policies: Policies) -> Number:
    """A number for each different set of codes in force."""
    known: Numbered[object] = Numbered()
    codes = tuple(policies.library.procedure_codes.codes.values())

    def era(meaning: Meaning) -> int:
        service = meaning.value
        return known.number(tuple(out_of_force(each, service) for each in codes) if service else None)

    return era


def out_of_force(code: ProcedureCode, service: Span) -> tuple[bool, bool]:
    """Whether a service lies wholly before the first day of a code, or after its last."""
    assert service.first is not None
    return (
        code.first_day is not None and service.last < code.first_day,
        code.last_day is not None and service.first > code.last_day,
    )


def forms(policies: Policies) -> Number:
    """A number for each different course of the days at which tests change over the days of service."""
    known: Numbered[object] = Numbered()

    def form(meaning: Meaning) -> int:
        if meaning.value is None or meaning.value.is_exact:
            return known.number(None)
        days = tuple(days_of(meaning.value))
        return known.number(
            tuple(tuple((back(day, each) - days[0]).days for day in days) for each in policies.bounds)
            or len(days)
        )

    return form


def orders(policies: Policies) -> Number:
    """A number for each different order of the days at which tests of a time change."""
    known: Numbered[object] = Numbered()
    pairs = policies.uneven_bounds

    def order(meaning: Meaning) -> int:
        if not pairs or meaning.value is None:
            return 0
        limits = ((back(meaning.value.last, each).toordinal() for each in pair) for pair in pairs)
        # Whether a day lies between two limits matters, not how many.
        return 1 + known.number(tuple(max(-2, min(2, one - other)) for one, other in limits))

    return order
