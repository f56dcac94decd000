"""The pages themselves: a form in, a page out, so that a process of its own can work on each."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from coverline.library import Library
from coverline.library.shipped import shipped
from coverline.publish.site import Page, Site
from coverline.web.mistakes import Refused
from coverline.web.posted import read_posted
from coverline.web.replies import Reply, reply
from coverline.web.steps import BLANK, STEPS, Visit


@dataclass(frozen=True, slots=True)
class Made:
    """A page as bytes; `failure` tells the log where the program went wrong, without any value."""

    status: int
    body: bytes
    failure: tuple[str, ...] = ()


def blank(address: str = "/") -> Made:
    """The empty page at an address of BLANK; raises nothing."""
    return _made(lambda: BLANK[address](shipped()))


def step(address: str, content: bytes, media_type: str, today: date) -> Made:
    """The page that a form posted to an address of STEPS leads to; raises nothing."""
    return _made(lambda: answered(address, content, media_type, shipped(), today))


def read(path: str) -> Made:
    """A page of the policies to read; raises nothing."""
    return _made(lambda: _page(path))


def answered(address: str, content: bytes, media_type: str, library: Library, today: date) -> Reply:
    """The page that a posted form leads to, also where it cannot be read."""
    try:
        return STEPS[address](Visit(read_posted(content, media_type), library, today))
    except Refused as refused:
        return refusal(refused)


def refusal(refused: Refused) -> Reply:
    """The page that says why a form was not taken, and what to do."""
    return reply("refused.html", refused.status, refused=refused)


def _made(work: Callable[[], Reply]) -> Made:
    try:
        found = work()
    except Exception as failure:
        # What an exception says can hold facts of a patient; where it arose cannot.
        frames = traceback.extract_tb(failure.__traceback__)
        places = (f"{each.filename}:{each.lineno} {each.name}" for each in frames)
        return Made(500, b"", (type(failure).__name__, *places))
    return Made(found.status, found.page.encode())


NO_SUCH_PAGE = Refused(404, "Nothing is at this address", ("Found an address that is not known.",))


@cache
def _pages() -> Mapping[str, Page]:
    return Site(shipped()).pages


def _page(path: str) -> Reply:
    page = _pages().get(path)
    return refusal(NO_SUCH_PAGE) if page is None else Reply(200, page())
