"""The days of service on which a part is met, with what stands on both sides of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from coverline.decide.explain import explanation
from coverline.decide.inquiry import Inquiry
from coverline.decide.missing import missing
from coverline.decide.separating import separating
from coverline.model.determination import Explanation, Outcome
from coverline.publish.wording import in_words
from coverline.search.passage import DAY, MET, Passage
from coverline.search.windows import Window, windows


class State(Enum):
    """What a stretch of days is, in a word or two."""

    EARLY = "too early"
    OPEN = "open"
    CLOSED = "closed"
    NEVER = "no window"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a part is met, or is not and `why`; None is an open end."""

    first: date | None
    last: date | None
    met: bool
    why: str = ""

    @property
    def state(self) -> State:
        """Whether the policy is met on these days, is not yet or no more, or on no day."""
        if self.met:
            return State.OPEN
        if self.first is not None:
            return State.CLOSED
        return State.EARLY if self.last is not None else State.NEVER


def stretches(passage: Passage) -> tuple[Stretch, ...]:
    """All days in order: each window, and what lies before, between and after."""
    found = windows(passage)
    if not found:
        why = _why(passage, passage.inquiry.situations[0].day)
        return (Stretch(None, None, False, f"on the case's own day: {why}"),)
    return tuple(_around(found, passage))


def _around(found: tuple[Window, ...], passage: Passage) -> Iterator[Stretch]:
    first, last = found[0].first, found[-1].last
    if first is not None:
        yield Stretch(None, first - DAY, False, f"too early: {_why(passage, first - DAY, first)}")
    for window, following in pairwise(found):
        yield Stretch(window.first, window.last, True)
        assert window.last is not None
        assert following.first is not None
        closed, early = window.last + DAY, following.first - DAY
        why = f"closed: {_why(passage, closed, window.last)}"
        again = f"too early again: {_why(passage, early, following.first)}"
        yield Stretch(closed, early, False, f"{why}; {again}")
    yield Stretch(found[-1].first, last, True)
    if last is not None:
        yield Stretch(last + DAY, None, False, f"closed: {_why(passage, last + DAY, last)}")


def _why(passage: Passage, day: date, met: date | None = None) -> str:
    """What keeps a part from being met on a day; beside a day on which it is `met`, what time changed."""
    inquiries = passage.inquiries(day)
    if not inquiries:
        late = [
            in_words(variable)
            for variable, span in passage.histories[0].dated.items()
            if span.first is not None and span.first > day
        ]
        return f"{' and '.join(late)}: not yet begun"
    inquiry = next(each for each in inquiries if each.outcomes != MET)
    (prospect,) = inquiry.prospects
    if not prospect.standing.in_force:
        return "no version of the policy is in force"
    if inquiry.outcomes == {Outcome.NOT_APPLICABLE}:
        return "decided elsewhere"
    return (_turned(inquiry, passage, met) if met is not None else "") or _open(inquiry)


def _turned(inquiry: Inquiry, passage: Passage, met: date) -> str:
    """The tests that come out another way than on the day that is met."""
    explained = explanation(inquiry)
    other = explanation(passage.inquiries(met)[0])
    if explained is None or other is None:
        return ""
    before = {each.criterion.id: each.result for each in _leaves(other)}
    turned = [
        each.criterion.label
        for each in _leaves(explained)
        if before.get(each.criterion.id, each.result) is not each.result
    ]
    return f"not shown: {'; '.join(dict.fromkeys(turned))}" if turned else ""


def _leaves(explained: Explanation) -> Iterator[Explanation]:
    if not explained.children:
        yield explained
    for child in explained.children:
        yield from _leaves(child)


def _open(inquiry: Inquiry) -> str:
    if inquiry.outcomes != {Outcome.NOT_MET}:
        return f"not documented: {', '.join(in_words(each.fact) for each in missing(inquiry))}"
    explained = explanation(inquiry)
    if explained is None:
        return "no position of the policy is met"
    criteria = separating(explained, inquiry.situations, inquiry.plan.vocabulary)
    return f"not met: {'; or '.join(each.label for each in criteria)}"


def days(stretch: Stretch) -> str:
    """The days of a stretch in words."""
    if stretch.first is None:
        unbounded = "on any day" if stretch.met else "on no day"
        return unbounded if stretch.last is None else f"until {stretch.last}"
    return f"from {stretch.first}" if stretch.last is None else f"{stretch.first} to {stretch.last}"


def said(stretch: Stretch) -> str:
    """What holds on the days of a stretch."""
    return "meets the policy (not an approval)" if stretch.met else stretch.why
