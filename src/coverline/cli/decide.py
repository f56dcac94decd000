"""`coverline decide`: cases in, answers out."""

from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import say, say_data

if TYPE_CHECKING:
    from coverline.language.cases import ReadCase
    from coverline.library import Library
    from coverline.problem import Problem

Files = Annotated[
    list[str],
    typer.Argument(metavar="CASE", help="Files in YAML, JSON or JSON Lines; - reads standard input."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per case, each on one line.")]


def decide(cases: Files, as_json: AsJson = False) -> None:
    """Answer coverage questions: does this request meet the policy?

    The policy is the one in force on the date of service.

    The exit status is 0 whatever the answers, and 2 where a case could not be read.
    """
    from coverline.cli.inputs import read_input
    from coverline.library import Library

    library = Library.load()
    unread = 0
    for file in cases:
        for read in read_input(file, library):
            unread += not _decide(library, file, read, as_json)
    raise typer.Exit(2 if unread else 0)


def _decide(library: "Library", file: str, read: "ReadCase", as_json: bool) -> bool:
    """Print the answer to one case, or what is wrong with it; whether there was an answer."""
    from coverline.cli.answer import answer_lines
    from coverline.cli.inputs import undecidable_problems
    from coverline.decide.facts import Undecidable
    from coverline.library.replies.decided import answered_data
    from coverline.publish.citation import source_of
    from coverline.search.paths import paths_of

    if read.case is None:
        return _refuse(read.name, read.problems, as_json)
    try:
        answer = library.decide(read.case)
        paths = paths_of(read.case, library.plan_for(read.case), library.procedure_codes)
    except Undecidable as undecidable:
        return _refuse(read.name, undecidable_problems(file, read, undecidable), as_json)
    if as_json:
        say_data({"case": read.name, **answered_data(answer, paths, library)})
    else:
        for line in answer_lines(read.name, read.case, answer, source_of(library, answer), paths):
            say(line)
        say()
    return True


def _refuse(name: str, problems: "tuple[Problem, ...]", as_json: bool) -> bool:
    told = [str(problem) for problem in problems]
    for each in told:
        say(each, error=True)
    if as_json:
        say_data({"case": name, "outcome": None, "problems": told})
    return False
