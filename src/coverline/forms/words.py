"""Names as people read them, and codes of our own."""

from typing import Any
from xml.sax.saxutils import escape

from coverline.forms.urls import FACTS

Data = dict[str, Any]

NONE_OF_THESE = "none-of-these"


def in_words(name: str) -> str:
    """A vocabulary name with spaces."""
    return name.replace("_", " ").replace("-", " ")


def coding(value: str) -> Data:
    """A value, level or technique as a code of our own."""
    return {"system": FACTS, "code": value, "display": in_words(value)}


def narrative(*paragraphs: str) -> Data:
    """Paragraphs as the narrative of a resource."""
    inside = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>'}
