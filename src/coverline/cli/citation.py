"""Lines of a page: a text with its citation in a column of its own, folded where it is too long."""

from textwrap import wrap

from coverline.model.criteria import Citation
from coverline.publish.citation import lines

TEXT_WIDTH = 84


def row(text: str, cite: Citation) -> str:
    """The text with its source lines in a column of their own beside its first line."""
    first, *others = folded(text, TEXT_WIDTH)
    return "\n".join((f"{first:<{TEXT_WIDTH}}  {lines(cite)}", *others))


def folded(text: str, width: int) -> list[str]:
    """The lines of a text within a width; those after the first stand four columns further in."""
    if len(text) <= width:
        return [text]
    margin = text[: len(text) - len(text.lstrip())]
    return wrap(
        text.strip(),
        width,
        initial_indent=margin,
        subsequent_indent=f"{margin}    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
