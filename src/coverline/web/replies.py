"""Pages out of templates: text is escaped, and every page is a whole reply."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from coverline.publish.templates import environment
from coverline.web.mistakes import Mistaken
from coverline.web.wording import known_words, plain, sentence, titled

FOLDER = Path(__file__).parent / "templates"
ASSETS = "/assets/"

Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A page with its status of HTTP."""

    status: int
    page: str


@cache
def templates() -> Environment:
    """The templates of the flow, over those of the pages that it links to."""
    shared = environment()
    assert shared.loader is not None
    made = shared.overlay(loader=ChoiceLoader([FileSystemLoader(FOLDER), shared.loader]))
    made.filters = {
        **shared.filters,
        "titled": titled,
        "plain": plain,
        "known_words": known_words,
        "sentence": sentence,
    }
    return made


def reply(template: str, status: int = 200, **values: Any) -> Reply:
    """A page from a template."""
    values = {"mistakes": (), "hidden": (), **values}
    beside: dict[str, list[str]] = {}
    for each in values["mistakes"]:
        beside.setdefault(each.field, []).append(each.text)
    page = templates().get_template(template).render(assets=ASSETS, beside=beside, **values)
    return Reply(status, page)


def status_of(mistaken: Mistaken | None) -> int:
    """What HTTP calls a form with something to mend in it."""
    return 200 if mistaken is None else 422
