"""What is wrong with an input: what was found, where, what was expected, what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; lines and columns count from 1, 0 where they are not known."""

    file: str
    line: int
    found: str
    expected: str
    column: int = 0
    hint: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}" + (f":{self.column}" if self.column else "")
        text = f"{place}: found {self.found}; expected {self.expected}"
        return f"{text}; {self.hint}" if self.hint else text


@dataclass(frozen=True, slots=True)
class Todo(Problem):
    """A value of a draft that somebody still has to write; nothing decides before."""


class Unreadable(Exception):
    """An input with problems, all of which are listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest right spelling, or nothing where none is near."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""
