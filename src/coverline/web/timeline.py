"""The days of service on which each level is met, as a drawing that says the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coverline.library import Library
from coverline.library.replies.windows import passages_of
from coverline.model.case import Case
from coverline.publish.paths import path_words
from coverline.publish.stretches import Stretch, days, stretches
from coverline.search.alone import parts_under
from coverline.search.passage import DAY
from coverline.search.paths import paths_of_parts
from coverline.search.steps import Change, Step, along

WIDTH, MARGIN = 720, 8
MOST_POSSIBLE = 2
BEYOND = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch as it is drawn."""

    x: float
    width: float
    met: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A day named below the drawing."""

    x: float
    day: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A level's stretches, drawn from left to right with its own date of service."""

    subject: str
    stretches: tuple[Stretch, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    service: Mark
    width: int = WIDTH

    @property
    def opens(self) -> str:
        """The days on which the level is met, in words; nothing where there are none."""
        return _open_days(self.stretches)

    @property
    def closed(self) -> tuple[tuple[str, str], ...]:
        """The other days in words, each with why the level is not met on them."""
        return tuple((days(each), each.why) for each in self.stretches if not each.met)


def timelines(case: Case, library: Library) -> tuple[Timeline, ...]:
    """A timeline for each part of a case, in order; levels that share one share its drawing."""
    found: dict[tuple[Stretch, ...], list[str]] = {}
    for passage in passages_of(case, library):
        found.setdefault(stretches(passage), []).append(passage.part.level or passage.part.service.code)
    return tuple(_drawn(", ".join(names), each, case.date_of_service.last) for each, names in found.items())


def possible_windows(case: Case, library: Library) -> tuple[tuple[str, str], ...]:
    """What the chart would have to show, and the days on which the one level of a case would then be met.

    Only what has no boundary of its own: a length or a date that is only the nearest would move its window.
    """
    plan = library.plan_for(case)
    several = len(parts_under(case, plan, library.procedure_codes)) > 1
    if several or not case.date_of_service.is_exact:
        return ()
    (paths,) = paths_of_parts(case, plan, library.procedure_codes)
    plain = [path for path in paths if all(_is_plain(step) for step in path)][:MOST_POSSIBLE]
    then = [(path_words(path), passages_of(along(path, case), library)[0]) for path in plain]
    return tuple((words, _open_days(stretches(passage))) for words, passage in then)


def _is_plain(step: Step) -> bool:
    return step.bound is None and step.change is not Change.TIME


def _open_days(found: tuple[Stretch, ...]) -> str:
    return " and ".join(days(each) for each in found if each.met)


def _drawn(subject: str, stretches: tuple[Stretch, ...], service: date) -> Timeline:
    named = [day for each in stretches for day in (each.first, each.last) if day] + [service]
    scale = _Scale(min(named) - BEYOND, max(named) + BEYOND)
    turns = [each.first for each in stretches if each.met and each.first]
    turns += [each.last for each in stretches if each.met and each.last]
    return Timeline(
        subject,
        stretches,
        tuple(_bar(each, scale) for each in stretches),
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
