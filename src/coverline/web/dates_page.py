"""Which version of each policy decides on a chosen day, or what decides in its stead."""

from datetime import date

from coverline.library import Library
from coverline.model.policy import PolicyVersion
from coverline.publish.spans import Days, on_day
from coverline.web.mistakes import Mistake
from coverline.web.reading import policy_address
from coverline.web.replies import Reply, reply
from coverline.web.service_step import read_date


def dates_reply() -> Reply:
    """The blank page, on which a day is chosen."""
    return reply("dates.html", typed="", day=None, policies=())


def day_reply(typed: str, library: Library) -> Reply:
    """What decides on the day that was typed, or what to mend in it."""
    mistakes: list[Mistake] = []
    span = read_date(typed, "day", mistakes)
    if span is not None and span.is_exact:
        found = tuple(_of(versions, span.last, library) for versions in library.policies.values())
        return reply("dates.html", typed=typed, day=span.last, policies=found)
    if span is not None:
        mistakes.append(Mistake("day", f"Found {span}; expected a day, such as 2026-05-01."))
    return reply("dates.html", 422, typed=typed, day=None, policies=(), mistakes=tuple(mistakes))


def _of(versions: tuple[PolicyVersion, ...], day: date, library: Library) -> tuple[str, str, Days, str]:
    found = on_day(versions, day)
    version = found.stands.version
    return library.vocabulary.payers[version.payer], version.title, found, policy_address(version, library)
