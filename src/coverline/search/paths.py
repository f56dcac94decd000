"""Paths: the smallest sets of unknown facts, and the moves in time, that would make a case met."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from coverline.decide.determine import inquire
from coverline.decide.domains import Domains
from coverline.decide.facts import Undecidable
from coverline.decide.inquiry import Inquiry
from coverline.decide.missing import LEVELS
from coverline.decide.plan import PolicyPlan
from coverline.decide.usefulness import DATE_OF_SERVICE
from coverline.model.case import Case, Value
from coverline.model.code import ProcedureCodes
from coverline.model.quantity import Span
from coverline.search.alone import alone, parts_under
from coverline.search.growth import grown
from coverline.search.nearest import Nearest, nearest_values
from coverline.search.needs import Need, Needs, Slot
from coverline.search.outset import Outset, open_variables, outsets
from coverline.search.passage import MET, Passage
from coverline.search.steps import Change, Path, Step, along
from coverline.search.sufficient import Sufficient
from coverline.search.windows import windows

MOST_PATHS = 20


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of a whole case, and those of each of its parts alone, in order."""

    whole: tuple[Path, ...]
    parts: tuple[tuple[Path, ...], ...]


def paths_of(case: Case, plan: PolicyPlan, codes: ProcedureCodes) -> Paths:
    """All paths of a case; raises Undecidable."""
    parts = paths_of_parts(case, plan, codes)
    return Paths(parts[0] if len(parts) == 1 else Search(case, plan, codes).paths(), parts)


def paths_of_parts(case: Case, plan: PolicyPlan, codes: ProcedureCodes) -> tuple[tuple[Path, ...], ...]:
    """The paths of each part of a case, in order; raises Undecidable."""
    return tuple(Search(alone(part, case), plan, codes).paths() for part in parts_under(case, plan, codes))


@dataclass(frozen=True)
class Search:
    """The search for the paths of a case: what makes all of its parts met at once."""

    case: Case
    plan: PolicyPlan
    codes: ProcedureCodes

    def paths(self) -> tuple[Path, ...]:
        """Every path, fewest facts first, at most twenty; each decided to be met, and no part of it.

        Raises Undecidable where the case contradicts itself.
        """
        if all(each.outcomes == MET for each in self._inquiries):
            return ()
        found = dict.fromkeys([*self._of_facts(), *self._of_time()])
        return tuple(sorted(found, key=len)[:MOST_PATHS])

    @cached_property
    def _inquiries(self) -> tuple[Inquiry, ...]:
        return tuple(_inquiries(self.case, self.plan, self.codes))

    def _of_facts(self) -> Iterator[Path]:
        unmet = [each for each in self._inquiries if each.outcomes != MET]
        search = Sufficient(self._domains(unmet), frozenset[str]().union(*map(open_variables, unmet)))
        candidates = dict.fromkeys(
            path for outset in outsets(unmet) for path in self._candidates(outset, search)
        )
        found: dict[Path, None] = {}
        for path in sorted(candidates, key=len):
            if len(found) == MOST_PATHS:
                break
            if not _chooses_a_day_in_vain(path, found):
                found.update(dict.fromkeys(self._smallest(path)))
        yield from found

    def _domains(self, inquiries: Sequence[Inquiry]) -> Domains:
        """The facts as all versions read them that the possible days fall to."""
        prospects = (prospect for each in inquiries for prospect in each.prospects)
        return self.plan.domains(*(prospect.standing.version for prospect in prospects))

    def _candidates(self, outset: Outset, search: Sufficient) -> Iterator[Path]:
        needs = Needs(outset.views, self.case, search)
        for need in needs.smallest():
            for path in product(*_steps(need, needs, outset)):
                yield outset.chosen + path

    def _smallest(self, path: Path) -> Iterator[Path]:
        """The parts of a path that suffice and have no part that does: mostly itself."""
        if not self._is_met(path):
            return
        shorter = [path[:place] + path[place + 1 :] for place in range(len(path))]
        parts = [part for each in shorter for part in self._smallest(each)]
        yield from parts or (path,)

    def _is_met(self, path: Path) -> bool:
        try:
            asked = _inquiries(along(path, self.case), self.plan, self.codes)
            return all(each.outcomes == MET for each in asked)
        except Undecidable:
            return False

    def _of_time(self) -> Iterator[Path]:
        """The first day of each later window, with every stated duration as it has grown by then."""
        passages = [Passage(each.part, self.case, self.plan) for each in self._inquiries]
        for window in windows(*passages):
            if window.first is not None and window.first > self.case.date_of_service.last:
                path = self._moved(window.first)
                if self._is_met(path):
                    yield path

    def _moved(self, day: date) -> Path:
        lasted = (step for each in self._inquiries for step in self._lasted(each, day))
        return (Step(DATE_OF_SERVICE, Span.exactly(day), Change.TIME), *dict.fromkeys(lasted))

    def _lasted(self, inquiry: Inquiry, day: date) -> Iterator[Step]:
        """The durations that a part states; of several possible days of service, since the last."""
        for name, duration in grown(inquiry.closed, inquiry.situations[-1].day, day):
            own = (each for each in self.case.lesions if inquiry.part.level in each.levels)
            levels = next((each.levels for each in own if name in each.facts), ())
            yield Step(name, duration, Change.TIME, levels=levels)


def _chooses_a_day_in_vain(path: Path, found: Iterable[Path]) -> bool:
    """Whether a path chooses the day of service though the same facts would do on every possible day."""
    shape = _shape(path)
    return (DATE_OF_SERVICE, (), None) in shape and any(_shape(each) < shape for each in found)


def _shape(path: Path) -> frozenset[tuple[str, tuple[str, ...], Value | None]]:
    """The facts of a path, with those values that stand for themselves and not for a range."""
    return frozenset(
        (step.fact, step.levels, step.value if isinstance(step.value, bool | str) else None) for step in path
    )


def _inquiries(case: Case, plan: PolicyPlan, codes: ProcedureCodes) -> Iterator[Inquiry]:
    return (inquire(part, case, plan) for part in parts_under(case, plan, codes))


def _steps(need: Need, needs: Needs, outset: Outset) -> list[list[Step]]:
    """For each fact of a need the values that can be named for it, in the policy's order."""
    order = needs.domains.read
    return [
        [
            _step(slot, nearest, needs, outset)
            for nearest in nearest_values(
                slot.variable, need[slot], needs.pieces.get(slot, ()), needs.day, needs.domains
            )
        ]
        for slot in sorted(need, key=lambda slot: (order.index(slot.variable), slot.levels))
    ]


def _step(slot: Slot, nearest: Nearest, needs: Needs, outset: Outset) -> Step:
    vocabulary = needs.domains.vocabulary
    if slot.variable == "region":
        level = next(each for each, region in vocabulary.levels.items() if region == nearest.value)
        parts = (each.inquiry.part for each in outset.views)
        services = tuple(dict.fromkeys(each.index for each in parts if each.level is None))
        return Step(LEVELS, frozenset({level}), Change.DOCUMENT, services=services)
    change = Change.FIXED if vocabulary.facts[slot.variable].fixed else Change.DOCUMENT
    return Step(slot.variable, nearest.value, change, nearest.bound, levels=slot.levels)
