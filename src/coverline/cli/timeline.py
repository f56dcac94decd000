"""The windows of one part as lines for people."""

from collections.abc import Iterator

from coverline.cli.terminal import bad, good
from coverline.publish.stretches import days, said, stretches
from coverline.search.passage import Passage


def timeline_lines(passage: Passage) -> Iterator[str]:
    """A line for each stretch of days."""
    for each in stretches(passage):
        coloured = good if each.met else bad
        yield f"{days(each):<26}{coloured(said(each))}"
