"""The comments of a YAML text, which a tree of values does not keep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverline.document.yaml_text import yaml_events


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as written, its mark included; `alone` where nothing else is on its line."""

    text: str
    line: int
    alone: bool


def read_comments(text: str) -> tuple[Comment, ...]:
    """Every comment of a YAML text that can be read, in order."""
    found = []
    start = 0
    for first, last in (*_scalars(text), (len(text), len(text))):
        found += [
            match for match in re.compile(r"(?<!\S)#[^\n]*").finditer(text, start, first) if start <= first
        ]
        start = max(start, last)
    return tuple(_comment(text, match.start(), match.group()) for match in found)


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Where the values stand, in which a # is no comment."""
    for event in yaml_events(text):
        if type(event).__name__ == "ScalarEvent":
            first = event.start_mark.index
            # Behind the mark of a block of text a comment may stand, on the same line.
            header = text.index("\n", first) if event.style in ("|", ">") else first
            yield header, event.end_mark.index


def _comment(text: str, start: int, words: str) -> Comment:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return Comment(words.rstrip(), text.count("\n", 0, start) + 1, not before.strip())
