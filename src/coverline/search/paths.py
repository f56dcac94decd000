"""Paths: the smallest sets of unknown facts, and the moves in time, that would make a part met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import product

from coverline.decide.facts import Undecidable
from coverline.decide.inquiry import Inquiry, Prospect, questions
from coverline.decide.missing import LEVELS
from coverline.decide.plan import Lead, PolicyPlan
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.model.case import Case, Known, Value
from coverline.model.code import ProcedureCodes
from coverline.model.criteria import Comparison
from coverline.model.determination import Outcome
from coverline.model.quantity import Span
from coverline.model.vocabulary import Vocabulary
from coverline.search.alone import alone, inquiry_alone, parts_under
from coverline.search.growth import grown
from coverline.search.knowing import Place, knowing
from coverline.search.nearest import Nearest, nearest_values
from coverline.search.passage import MET, Passage
from coverline.search.sufficient import Assignment, sufficient
from coverline.search.windows import windows

MOST_PATHS = 20


class Change(Enum):
    """How a value of a path could come about."""

    DOCUMENT = "document"
    TIME = "time"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Step:
    """One value of a path, under the fact's name or that of a field of the case.

    `bound` says where the value is only the nearest, and all beyond it will do too.
    """

    fact: str
    value: Value
    change: Change
    bound: Comparison | None = None


Path = tuple[Step, ...]


@dataclass(frozen=True)
class Search:
    """The search for paths of a case of one part."""

    case: Case
    plan: PolicyPlan
    codes: ProcedureCodes

    def paths(self) -> tuple[Path, ...]:
        """Every path, fewest facts first, at most twenty; each decided to be met, and no part of it.

        Raises Undecidable where the case contradicts itself.
        """
        inquiry = inquiry_alone(self.case, self.plan, self.codes)
        if inquiry.outcomes == MET:
            return ()
        found = dict.fromkeys([*self._of_facts(inquiry), *self._of_time(inquiry)])
        return tuple(sorted(found, key=len)[:MOST_PATHS])

    def _of_facts(self, inquiry: Inquiry) -> Iterator[Path]:
        if Outcome.MET not in inquiry.outcomes:
            return
        candidates = dict.fromkeys(
            path for prospect in inquiry.prospects for path in _candidates(prospect, inquiry)
        )
        found: dict[Path, None] = {}
        for path in sorted(candidates, key=len):
            if len(found) == MOST_PATHS:
                break
            found.update(dict.fromkeys(self._smallest(path)))
        yield from found

    def _smallest(self, path: Path) -> Iterator[Path]:
        """The parts of a path that suffice and have no part that does: mostly itself."""
        if not self._is_met(path):
            return
        shorter = [path[:place] + path[place + 1 :] for place in range(len(path))]
        parts = [part for each in shorter for part in self._smallest(each)]
        yield from parts or (path,)

    def _is_met(self, path: Path) -> bool:
        try:
            return inquiry_alone(along(path, self.case), self.plan, self.codes).outcomes == MET
        except Undecidable:
            return False

    def _of_time(self, inquiry: Inquiry) -> Iterator[Path]:
        """The first day of each later window, with every stated duration as it has grown by then."""
        service = self.case.date_of_service
        if inquiry.closed.lasting and not service.is_exact:
            return
        for window in windows(Passage(inquiry.part, self.case, self.plan)):
            if window.first is not None and window.first > service.last:
                path = tuple(_moved(window.first, inquiry))
                if self._is_met(path):
                    yield path


def paths_of_parts(case: Case, plan: PolicyPlan, codes: ProcedureCodes) -> tuple[tuple[Path, ...], ...]:
    """The paths of each part of a case, in order; raises Undecidable."""
    return tuple(Search(alone(part, case), plan, codes).paths() for part in parts_under(case, plan, codes))


def shared_paths(parts: Sequence[tuple[Path, ...]], outcomes: Sequence[Outcome]) -> tuple[Path, ...]:
    """The paths of the whole case: those of a part that hold a path of every other part which is not met."""
    unmet = [paths for paths, outcome in zip(parts, outcomes, strict=True) if outcome is not Outcome.MET]
    every = dict.fromkeys(path for paths in unmet for path in paths)
    shared = [path for path in every if all(any(set(each) <= set(path) for each in paths) for paths in unmet)]
    return tuple(sorted(shared, key=len)[:MOST_PATHS])


def along(path: Path, case: Case) -> Case:
    """A case of one service with the values of a path set in it."""
    for step in path:
        case = knowing(case, Place(step.fact), Known(step.fact, step.value))
    return case


def _candidates(prospect: Prospect, inquiry: Inquiry) -> Iterator[Path]:
    domains = inquiry.version(prospect).domains
    for chosen, leads in _by_technique(prospect, inquiry):
        asked = questions(replace(prospect, leads=leads))
        for assignment in _merged(sufficient(asked, prospect.situation, domains)):
            for path in _valued(assignment, prospect, inquiry):
                yield chosen + path


def _by_technique(prospect: Prospect, inquiry: Inquiry) -> Iterator[tuple[Path, tuple[Lead, ...]]]:
    """What must all be met where the technique is left open, and what for each that it can be."""
    yield (), prospect.leads
    if len(inquiry.part.techniques) > 1:
        for technique in inquiry.part.techniques:
            leads = tuple(each for each in prospect.leads if each.technique == technique)
            yield (Step(TECHNIQUE, technique, Change.DOCUMENT),), leads


def _merged(found: tuple[Assignment, ...]) -> list[Assignment]:
    """Sets that differ in one fact alone, taken together, so that its boundary can be seen."""
    names = dict.fromkeys(name for each in found for name in each)
    merged = list(found)
    for name in names:
        values: dict[frozenset[tuple[str, frozenset[Value]]] | None, frozenset[Value]] = {}
        others = [each for each in merged if name not in each]
        for each in merged:
            if name in each:
                rest = frozenset(item for item in each.items() if item[0] != name)
                values[rest] = values.get(rest, frozenset()) | each[name]
        merged = [*others, *({**dict(rest or ()), name: found} for rest, found in values.items())]
    return merged


def _valued(assignment: Assignment, prospect: Prospect, inquiry: Inquiry) -> Iterator[Path]:
    domains = inquiry.version(prospect).domains
    order = [name for name in domains.read if name in assignment]
    steps = [
        [
            _step(name, each, domains.vocabulary)
            for each in nearest_values(name, assignment[name], prospect.situation, domains)
        ]
        for name in order
    ]
    yield from product(*steps)


def _step(variable: str, nearest: Nearest, vocabulary: Vocabulary) -> Step:
    if variable == "region":
        level = next(each for each, region in vocabulary.levels.items() if region == nearest.value)
        return Step(LEVELS, frozenset({level}), Change.DOCUMENT)
    change = Change.FIXED if vocabulary.facts[variable].fixed else Change.DOCUMENT
    return Step(variable, nearest.value, change, nearest.bound)


def _moved(day: date, inquiry: Inquiry) -> Iterator[Step]:
    yield Step(DATE_OF_SERVICE, Span.exactly(day), Change.TIME)
    for name, lasted in grown(inquiry.closed, inquiry.service.last, day):
        yield Step(name, lasted, Change.TIME)
