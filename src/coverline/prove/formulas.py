"""The two-valued reading of the tree over complete patients, node by node, as decide/kleene.py reads it."""

from collections.abc import Mapping
from typing import assert_never

import z3

from coverline.model.criteria import (
    AllOf,
    AnyOf,
    AtLeast,
    Criterion,
    Fixed,
    NoneOf,
    NotThis,
    Test,
    parts_of,
)
from coverline.model.quantity import Duration
from coverline.model.truth import Truth
from coverline.prove.calendar import Calendar
from coverline.prove.patient import Formula, Patient

NOTHING_FORCED: Mapping[str, Formula] = {}


class Reading:
    """What criteria say of a patient on the days of a calendar; `place` is the day of service among them.

    Calendars of different names have days of their own.
    """

    def __init__(self, patient: Patient, calendar: Calendar, name: str = "day") -> None:
        self.patient = patient
        self.calendar = calendar
        self.place = z3.Int(name)
        self.reaches: dict[Duration, Formula] = {
            each: z3.Int(f"{name} back {each}") for each in calendar.reaches
        }

    def axiom(self) -> Formula:
        """The day of service is one of the calendar's, and every duration reaches back from it."""
        return z3.Or(
            [
                z3.And(
                    self.place == place,
                    *(self.reaches[each] == days[place] for each, days in self.calendar.reaches.items()),
                )
                for place in range(len(self.calendar.days))
            ]
        )

    def holds(self, criterion: Criterion, forced: Mapping[str, Formula] = NOTHING_FORCED) -> Formula:
        """Whether a criterion holds; `forced` gives formulas to criteria by id instead of reading them."""
        if criterion.id in forced:
            return forced[criterion.id]
        parts = [self.holds(part, forced) for part in parts_of(criterion)]
        match criterion.body:
            case Test() as test:
                return self.patient.passes(test, self.reaches)
            case Fixed(result):
                return z3.BoolVal(result is Truth.YES)
            case AllOf():
                return z3.And(parts)
            case AnyOf():
                return z3.Or(parts)
            case NoneOf() | NotThis():
                return z3.Not(z3.Or(parts))
            case AtLeast(count):
                return z3.AtLeast(*parts, count)
        assert_never(criterion.body)

    def turned(self, criterion: Criterion, node: Criterion) -> Formula:
        """Whether a criterion would hold if the node below it alone came out the other way."""
        return self.holds(criterion, {node.id: z3.Not(self.holds(node))})
