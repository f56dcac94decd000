"""The templates of all pages: text is escaped, names that are not given are errors."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from coverline.publish.fates import grouped
from coverline.publish.policy_page import confirmed_words, span_words, status_words
from coverline.publish.wording import in_words, spelled

FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The one environment that every page is made in."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["in_words"] = in_words
    made.globals.update(
        spelled=spelled,
        grouped=grouped,
        span_words=span_words,
        status_words=status_words,
        confirmed_words=confirmed_words,
    )
    return made


def rendered(template: str, **values: Any) -> str:
    """A page from a template of ours."""
    return environment().get_template(template).render(values)
