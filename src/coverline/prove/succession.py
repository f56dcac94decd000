"""Days on which no version of a policy is in force, or more than one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from coverline.decide.scope import standing
from coverline.model.case import Case
from coverline.model.quantity import Span
from coverline.prove.finding import Finding, Kind
from coverline.prove.patients import Patients

ONE_DAY = timedelta(days=1)


def gaps_and_overlaps(asked: tuple[Patients, ...]) -> Iterator[Finding]:
    """What lies between each version and the next; one `Patients` for each version, oldest first."""
    for earlier, later in pairwise(asked):
        yield from _between(earlier, later)


def _between(earlier: Patients, later: Patients) -> Iterator[Finding]:
    (before,), (after,) = earlier.versions, later.versions
    last, first = before.version.last_day, after.version.first_day
    names = f"versions {before.version.name} and {after.version.name}"
    if last is None or first is None or first <= last:
        day = first or last or date.max
        ends = f" until {last}" if last is not None else ""
        says = f"{names} are both in force from {day}{ends}"
        yield Finding(Kind.OVERLAP, str(day), says, _on(day, earlier))
    elif first - last > ONE_DAY:
        day = last + ONE_DAY
        assert not standing((before, after), day).in_force
        says = f"no version is in force from {day} to {first - ONE_DAY}, between {names}"
        yield Finding(Kind.GAP, str(day), says, _on(day, earlier))


def _on(day: date, patients: Patients) -> Case:
    shown = patients.smallest()
    assert shown is not None
    return replace(shown.cases[0], date_of_service=Span.exactly(day))
