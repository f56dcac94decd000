"""Finds runs of words that a text shares with a source: what the project says, it says in its own words."""

import re
from collections.abc import Iterable, Iterator

RUN = 6


def words(text: str) -> list[tuple[str, int]]:
    """The words of a text in lower case, with their lines; numbers, codes and identifiers are none."""
    found = re.finditer(r"\w+|\n", text)
    line, result = 1, []
    for match in found:
        if match[0] == "\n":
            line += 1
        elif match[0].isalpha():
            result.append((match[0].lower(), line))
    return result


def runs(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every run of so many consecutive words, with the line of its first."""
    found = words(text)
    for start in range(len(found) - RUN + 1):
        run = found[start : start + RUN]
        yield tuple(word for word, _ in run), run[0][1]


def runs_of(sources: Iterable[str], names: Iterable[str] = ()) -> frozenset[tuple[str, ...]]:
    """The runs of the sources, save those of names, which are anybody's."""
    named = {run for name in names for run, _ in runs(name)}
    return frozenset(run for source in sources for run, _ in runs(source)) - named


def borrowed(text: str, known: frozenset[tuple[str, ...]]) -> list[str]:
    """The runs of a text that are known: `line 3: six words of a source`."""
    return [f"line {line}: {' '.join(run)}" for run, line in runs(text) if run in known]
