"""Cases from files and from standard input."""

import sys
from pathlib import Path

from coverline.decide.facts import Undecidable
from coverline.document import LARGEST_FILE, decode
from coverline.language.cases import ReadCase, read_cases
from coverline.language.grammar.case import CASE
from coverline.language.shapes import Record
from coverline.library import Library
from coverline.problem import Problem, Unreadable

STANDARD_INPUT = "standard input"


def read_input(file: str, library: Library, shape: Record = CASE) -> tuple[ReadCase, ...]:
    """The cases of a file, or of standard input for a dash, each read or with its problems."""
    if file != "-":
        return read_cases(Path(file), file, library.vocabulary, shape)
    try:
        return read_cases(_standard_input(), STANDARD_INPUT, library.vocabulary, shape)
    except Unreadable as unreadable:
        return (ReadCase(STANDARD_INPUT, None, unreadable.problems),)


def one_case(file: str, library: Library, expected: str = "one case") -> ReadCase:
    """The only case of a file; Unreadable where it cannot be read, or there are several."""
    read = read_input(file, library)
    problems = [problem for each in read for problem in each.problems]
    if len(read) != 1:
        problems = [Problem(file, 0, f"{len(read)} cases", expected)]
    if problems:
        raise Unreadable(problems)
    return read[0]


def undecidable_problems(file: str, read: ReadCase, undecidable: Undecidable) -> tuple[Problem, ...]:
    """Why a case that could be read cannot be decided, each reason at the last of the lines it is about."""
    place = STANDARD_INPUT if file == "-" else file
    return tuple(
        Problem(place, max(read.lines.get(name, 0) for name in each.names), each.found, each.expected)
        for each in undecidable.conflicts
    )


def _standard_input() -> str:
    # A closed standard input is None; it has nothing to say.
    content = sys.stdin.buffer.read(LARGEST_FILE + 1) if sys.stdin else b""
    if len(content) > LARGEST_FILE:
        found, expected = f"more than {LARGEST_FILE:,} bytes", f"at most {LARGEST_FILE:,} bytes"
        raise Unreadable((Problem(STANDARD_INPUT, 0, found, expected, hint="split it into several files"),))
    return decode(content, STANDARD_INPUT)
