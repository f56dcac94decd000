"""Days of service: the versions in force on them, and what else of an answer changes on some day."""

from collections.abc import Callable
from datetime import date
from itertools import combinations

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
        self._known: Numbered[tuple[Standing | None, ...]] = Numbered(())

    def number(self, meaning: Meaning) -> int:
        """The number of the versions in force on all possible days of a date of service."""
        if meaning.value is None:
            return 0
        one, other = (self._on(day) for day in (meaning.value.first, meaning.value.last))
        return self._known.number(tuple(a if a == b else None for a, b in zip(one, other, strict=True)))

    def is_open(self, payer: str | None, era: int) -> bool:
        """Whether several versions of a payer's policy are possible, or none is known."""
        standings = dict(zip(self._plans, self._known.all[era], strict=False))
        return payer is None or standings.get(payer) is None

    def _on(self, day: date) -> tuple[Standing, ...]:
        found = (standing(plan.versions, day) for plan in self._plans.values())
        return tuple((id(each.version), each.in_force) for each in found)


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
    bounds = policies.bounds

    def order(meaning: Meaning) -> int:
        day = meaning.value.last if meaning.value is not None else date(2000, 1, 1)
        limits = [back(day, each).toordinal() for each in bounds]
        # Whether a day lies between two limits matters, not how many.
        return known.number(tuple(max(-2, min(2, one - other)) for one, other in combinations(limits, 2)))

    return order
