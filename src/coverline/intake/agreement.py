"""What all records together say of a fact: one value, or a conflict that shows each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coverline.intake.findings import Finding, Stretch
from coverline.model.case import Value
from coverline.model.quantity import Duration, Span, Unit
from coverline.model.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Agreed:
    """The value that records agree on, and the records that it rests on."""

    value: Value
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Records that cannot all be right, so that the facts stay unknown, at some `levels` or at all."""

    facts: tuple[str, ...]
    findings: tuple[Finding, ...]
    levels: tuple[str, ...] = ()


def agree(kind: Kind, findings: Sequence[Finding], until: date | None) -> Agreed | Disagreement | None:
    """What the findings of one fact come to; nothing where they do not add up to a value.

    What still goes on is known up to `until`, the day on which the chart was last added to.
    """
    found = tuple(_newest(findings))
    values = [each.value for each in found if not isinstance(each.value, Stretch)]
    if kind is Kind.DURATION:
        return _longest(found, until)
    if kind is Kind.SET:
        members: frozenset[str] = frozenset().union(*(each for each in values if isinstance(each, frozenset)))
        return Agreed(members, found)
    if kind is Kind.DATE:
        return _narrowed(found, [each for each in values if isinstance(each, Span)])
    if len(set(values)) == 1:
        return Agreed(values[0], found)
    return Disagreement((found[0].fact,), found)


def _newest(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those that a later one takes the place of."""
    days = [each.day for each in findings if each.place.newest and each.day is not None]
    latest = max((each.first or each.last for each in days), default=None)
    return [
        each
        for each in findings
        if not each.place.newest or latest is None or (each.day is not None and each.day.last >= latest)
    ]


def _narrowed(findings: tuple[Finding, ...], spans: list[Span]) -> Agreed | Disagreement:
    """The days that all dates allow."""
    narrowed: Span | None = spans[0]
    for each in spans[1:]:
        narrowed = narrowed.overlap(each) if narrowed is not None else None
    return Agreed(narrowed, findings) if narrowed is not None else Disagreement((findings[0].fact,), findings)


def _longest(findings: tuple[Finding, ...], until: date | None) -> Agreed | None:
    """The longest time without a gap that the findings cover, in whole days that are certain."""
    known = [
        (each.value.first.last, last, each)
        for each in findings
        if isinstance(each.value, Stretch) and (last := _end(each.value, until)) is not None
    ]
    runs: list[tuple[date, date, tuple[Finding, ...]]] = []
    for first, last, finding in sorted(known, key=lambda each: each[:2]):
        if last < first:
            continue
        if runs and first <= runs[-1][1] + timedelta(days=1):
            start, end, before = runs.pop()
            runs.append((start, max(end, last), (*before, finding)))
        else:
            runs.append((first, last, (finding,)))
    if not runs:
        return None
    start, end, used = max(runs, key=lambda run: (run[1] - run[0], run[1]))
    return Agreed(Duration((end - start).days, Unit.DAYS), used)


def _end(stretch: Stretch, until: date | None) -> date | None:
    """The last day on which it is known to have gone on, up to `until` at the latest."""
    last = stretch.last
    if last is None:
        return until
    known = last.first or last.last
    return known if until is None else min(known, until)
