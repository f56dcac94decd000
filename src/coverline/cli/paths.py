"""Paths in words: what would make a case met, never as values to supply."""

from collections.abc import Iterator, Sequence

from coverline.cli.terminal import faint
from coverline.publish.paths import path_words
from coverline.search.paths import Paths
from coverline.search.steps import Path


def path_lines(paths: Paths, subjects: Sequence[str]) -> Iterator[str]:
    """A line for each path of the whole case, then for each of single parts, with the parts that it is of."""
    if len(subjects) == 1:
        yield from map(path_words, paths.whole)
        return
    for path in paths.whole:
        yield f"{path_words(path)}  {faint('all of it')}"
    found: dict[Path, list[str]] = {}
    for part, subject in zip(paths.parts, subjects, strict=True):
        for path in part:
            found.setdefault(path, []).append(subject)
    for path, of in found.items():
        if path not in paths.whole:
            yield f"{path_words(path)}  {faint('; '.join(of))}"
