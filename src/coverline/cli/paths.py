"""Paths in words: what would make a case met, never as values to supply."""

from collections.abc import Iterator, Sequence

from coverline.cli.terminal import faint
from coverline.publish.paths import path_words
from coverline.search.steps import Path

Parts = tuple[tuple[Path, ...], ...]


def path_lines(parts: Parts, subjects: Sequence[str]) -> Iterator[str]:
    """A line for each path, with the parts that it is of where there are several."""
    found: dict[Path, list[str]] = {}
    for paths, subject in zip(parts, subjects, strict=True):
        for path in paths:
            found.setdefault(path, []).append(subject)
    for path, of in found.items():
        yield f"{path_words(path)}  {faint('; '.join(of))}" if len(parts) > 1 else path_words(path)
