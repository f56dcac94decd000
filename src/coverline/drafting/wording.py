"""Words of a line without the marks that an extraction leaves around them."""

import re

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|\*\*|__|^\s*#{1,6}\s+|\\(?=[^\w\s])|\f")
# A colon at the end, perhaps with a footnote mark after it.
_COLON = re.compile(r":[\W\d\u00b9\u00b2\u00b3\u2070-\u2079]*$")


def ends_in_colon(text: str) -> bool:
    """Whether words lead to what stands below them."""
    return _COLON.search(text) is not None


def plain(text: str) -> str:
    """The words alone, single spaces between them."""
    return " ".join(_MARKUP.sub("", text).split())
