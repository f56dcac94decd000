"""What a text says apart from how it is laid out: the same for every extraction of one document.

White space, hyphens, bullets, marks of emphasis, page headers and footers differ between extractions;
letters, digits and the signs of comparison do not.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

# Marks of structure that some extractions leave in the text: tags, and the targets of links.
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_TARGET = re.compile(r"\]\([^()]*\)")
_BULLET = re.compile(r"^[^\w<>≤≥=±%§†]+", re.MULTILINE)
_SPACE = re.compile(r"\s+")
_DASH = re.compile("[\u2010-\u2015\u2212]")
# Between digits a point, a stroke or a dash is part of a number or a date; elsewhere it only divides.
_KEPT = re.compile(r"[^\W_]|[<>≤≥=±%§†]|(?<=\d)[./-](?=\d)")


def essence(text: str) -> str:
    """The letters, digits and signs of comparison of a text, in order."""
    return letters(_TARGET.sub("", without_tags(text)))


@lru_cache(maxsize=50_000)
def letters(text: str) -> str:
    """The same of a text without tags, all of it: also what stands in the target of a link."""
    lines = _BULLET.sub("", unicodedata.normalize("NFKC", text))
    return "".join(_KEPT.findall(_DASH.sub("-", _SPACE.sub("", lines)).casefold()))


def without_tags(text: str) -> str:
    """The text without tags; those of a link or a superscript stand between no words."""
    return _TAG.sub("", text)


def body(lines: Sequence[str], furniture: Collection[int]) -> Iterable[tuple[int, str]]:
    """The lines with their numbers, from 1, without those that repeat what every page says."""
    return ((number, line) for number, line in enumerate(lines, start=1) if number not in furniture)
