"""What all parts of a case need together, on every day that it can be: the smallest sets of values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from coverline.decide.domains import cut
from coverline.decide.inquiry import questions
from coverline.model.case import Case, Value
from coverline.model.quantity import Span
from coverline.model.vocabulary import Kind
from coverline.search.outset import View
from coverline.search.sufficient import Sufficient, either, joined, merged, smallest


class Slot(NamedTuple):
    """A fact and where it is set: in the case, or in the lesion of these levels, which states it in part."""

    variable: str
    levels: tuple[str, ...]


Need = Mapping[Slot, frozenset[Value]]


class Needs:
    """What the views of an outset need, with the times of all their days cut alike.

    A date stays where it is on every day of service; a duration of which nothing is known stays as long as
    it is, and is told from the last day.
    """

    def __init__(self, views: Sequence[View], case: Case, search: Sufficient) -> None:
        self.views = tuple(views)
        self.case = case
        self.search = search
        self.domains = search.domains
        self.day = max(view.situation.day for view in views)

    @cached_property
    def pieces(self) -> Mapping[Slot, tuple[Span, ...]]:
        """Every time that is read in pieces, each alike on every single day, the latest first."""
        spans: dict[Slot, list[Span]] = {}
        limits: dict[Slot, set[date]] = {}
        for view in self.views:
            for variable in filter(self.domains.is_time, self.domains.read):
                slot, span = self._slot(variable, view), self._span(variable, view)
                spans.setdefault(slot, []).append(span)
                bounds = self.domains.limits(variable, view.situation.day)
                edges = {each for each in (span.first, span.last) if each is not None}
                limits.setdefault(slot, set()).update(
                    edges, (each + self._later(variable, view) for each in bounds)
                )
        return {slot: tuple(cut(_around(each), tuple(sorted(limits[slot])))) for slot, each in spans.items()}

    def smallest(self) -> tuple[Need, ...]:
        """The smallest sets that do for every part on every day."""
        found: tuple[Need, ...] = ({},)
        for view in self.views:
            # Taken together at once, what differs in one fact alone stays few over a year of days.
            found = smallest(merged(joined((found, self._of_view(view)))))
        return found

    def _of_view(self, view: View) -> tuple[Need, ...]:
        found = self.search.sets(questions(view.prospect), view.situation)
        needs = [
            {self._slot(name, view): self._everywhere(name, values, view) for name, values in each.items()}
            for each in found
        ]
        return either([needs, list(self._excluding(view))])

    def _everywhere(self, variable: str, values: frozenset[Value], view: View) -> frozenset[Value]:
        """Values that do on one day, times in the pieces of all days."""
        if not self.domains.is_time(variable):
            return values
        by = self._later(variable, view)
        spans = [each.moved(by) for each in values if isinstance(each, Span)]
        pieces = self.pieces[self._slot(variable, view)]
        return frozenset(each for each in pieces if any(_within(each, span) for span in spans))

    def _excluding(self, view: View) -> Iterator[Need]:
        """Dates that this day cannot have, so that it needs nothing if they are so."""
        for variable in self.domains.read:
            if variable in self.search.settable and self._is_date(variable):
                span, slot = self._span(variable, view), self._slot(variable, view)
                apart = frozenset(each for each in self.pieces[slot] if not _within(each, span))
                if apart:
                    yield {slot: apart}

    def _is_date(self, variable: str) -> bool:
        return self.domains.vocabulary.facts[variable].kind is Kind.DATE

    def _slot(self, variable: str, view: View) -> Slot:
        part, named = view.inquiry.part, view.inquiry.closed.named.get(variable, ())
        own = (each for each in self.case.lesions if part.level in each.levels)
        levels = (each.levels for each in own if any(name in each.facts for name in named))
        return Slot(variable, next(levels, ()))

    def _span(self, variable: str, view: View) -> Span:
        known = view.situation.values.get(variable, Span(None, view.situation.day))
        assert isinstance(known, Span)
        return known.moved(self._later(variable, view))

    def _later(self, variable: str, view: View) -> timedelta:
        return timedelta() if self._is_date(variable) else self.day - view.situation.day


def _around(spans: Sequence[Span]) -> Span:
    firsts = [each.first for each in spans]
    first = None if None in firsts else min(each for each in firsts if each is not None)
    return Span(first, max(each.last for each in spans))


def _within(piece: Span, span: Span) -> bool:
    begins = span.first is None or (piece.first is not None and piece.first >= span.first)
    return begins and piece.last <= span.last
