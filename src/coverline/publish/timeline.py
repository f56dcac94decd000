"""The days of service on which each level is met, as a drawing that says the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coverline.publish.stretches import Stretch, days, stretches
from coverline.search.passage import DAY, Passage

WIDTH, MARGIN = 720, 8
BEYOND = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch as it is drawn."""

    x: float
    width: float
    met: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A day named beside the drawing."""

    x: float
    day: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stretches that levels share, drawn from left to right with the case's own date of service."""

    subject: str
    stretches: tuple[Stretch, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    service: Mark
    width: int = WIDTH

    @property
    def opens(self) -> str:
        """The days on which the levels are met, in words; nothing where there are none."""
        return open_days(self.stretches)

    @property
    def closed(self) -> tuple[tuple[str, str], ...]:
        """The other days in words, each with why the levels are not met on them."""
        return tuple((days(each), each.why) for each in self.stretches if not each.met)


def timelines(passages: Sequence[Passage]) -> tuple[Timeline, ...]:
    """A timeline for each part of a case, in order; levels that share one share its drawing."""
    found: dict[tuple[Stretch, ...], list[str]] = {}
    for passage in passages:
        found.setdefault(stretches(passage), []).append(passage.part.level or passage.part.service.code)
    return tuple(
        _drawn(", ".join(dict.fromkeys(names)), each, passages[0].case.date_of_service.last)
        for each, names in found.items()
    )


def open_days(found: tuple[Stretch, ...]) -> str:
    """The days that are met, in words."""
    return " and ".join(days(each) for each in found if each.met)


def _drawn(subject: str, found: tuple[Stretch, ...], service: date) -> Timeline:
    named = [day for each in found for day in (each.first, each.last) if day] + [service]
    scale = _Scale(min(named) - BEYOND, max(named) + BEYOND)
    turns = [day for each in found if each.met for day in (each.first, each.last) if day]
    return Timeline(
        subject,
        found,
        tuple(_bar(each, scale) for each in found),
        tuple(_apart([scale.mark(day) for day in sorted(turns)])),
        scale.mark(service),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def mark(self, day: date) -> Mark:
        """The day with its words turned inwards near an edge."""
        x = self.at(day)
        anchor = "start" if x < WIDTH / 6 else "end" if x > WIDTH * 5 / 6 else "middle"
        return Mark(x, day.isoformat(), anchor)


def _bar(stretch: Stretch, scale: _Scale) -> Bar:
    left = scale.at(stretch.first or scale.first)
    right = scale.at(stretch.last + DAY if stretch.last else scale.last)
    return Bar(left, round(right - left, 1), stretch.met)


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks whose words do not run into each other; the rest are in the words beside the drawing."""
    last = -WIDTH
    for each in marks:
        if each.x - last >= WIDTH / 6:
            yield each
            last = int(each.x)
