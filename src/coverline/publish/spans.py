"""Which version of a policy decides on which days, and what decides before, between and after them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from coverline.decide.scope import Standing, standing
from coverline.library.replies.policies import instead_of
from coverline.model.policy import PolicyVersion

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days of service on which the same decides; None is an open end."""

    first: date | None
    last: date | None
    stands: Standing

    @property
    def decides(self) -> PolicyVersion | None:
        """The version that decides on these days, None where none does."""
        return self.stands.version if self.stands.in_force else None

    @property
    def instead(self) -> str:
        """What decides where no version does, nothing where that is not known."""
        return instead_of(self.stands) or ""


def spans(versions: tuple[PolicyVersion, ...]) -> tuple[Days, ...]:
    """All days in order, for the versions of one policy, oldest first."""
    begins = (None, *_turns(versions), None)
    return tuple(
        Days(first, last - DAY if last else None, standing(versions, _some_day(first, last)))
        for first, last in pairwise(begins)
    )


def on_day(versions: tuple[PolicyVersion, ...], day: date) -> Days:
    """The days around one on which the same decides."""
    return next(each for each in spans(versions) if each.last is None or day <= each.last)


def _turns(versions: tuple[PolicyVersion, ...]) -> Iterator[date]:
    """The first days on which something else than before may decide."""
    turns = {each.version.first_day for each in versions}
    turns |= {each.version.last_day + DAY for each in versions if each.version.last_day}
    return iter(sorted(day for day in turns if day))


def _some_day(first: date | None, last: date | None) -> date:
    if first is not None:
        return first
    return last - DAY if last is not None else date.max
