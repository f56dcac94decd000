"""A line of a page with its citation in a column of its own."""

from coverline.model.criteria import Citation
from coverline.publish.citation import lines

TEXT_WIDTH = 84


def row(text: str, cite: Citation) -> str:
    """A line of a page: the text, and its source lines in a column of their own."""
    return f"{text:<{TEXT_WIDTH}}  {lines(cite)}"
