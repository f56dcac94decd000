"""`coverline compare`: the same patient under every payer."""

from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import say, say_data

if TYPE_CHECKING:
    from coverline.language.cases import ReadCase
    from coverline.library import Library
    from coverline.problem import Problem


def compare(
    case: Annotated[
        str,
        typer.Argument(metavar="CASE", help="A file as for decide; it need not name a payer."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list per case.")] = False,
) -> None:
    """Decide the same patient under every payer, side by side.

    The payer of the case is replaced, all else stays as it is. For each level: what each policy says,
    which criteria alone stand in the way, and what is missing.
    """
    from coverline.cli.inputs import read_input
    from coverline.language.grammar.case import CASE_OF_ANY_PAYER
    from coverline.library import Library

    library = Library.load()
    read = read_input(case, library, CASE_OF_ANY_PAYER)
    compared = [_compare(library, case, each, as_json) for each in read]
    raise typer.Exit(0 if all(compared) else 2)


def _compare(library: "Library", file: str, read: "ReadCase", as_json: bool) -> bool:
    """Print the comparison of one case, or what is wrong with it; whether there was one."""
    from coverline.cli.comparison import comparison_lines
    from coverline.cli.inputs import undecidable_problems
    from coverline.decide.facts import Undecidable
    from coverline.library.comparison import compared
    from coverline.library.replies.compared import compared_data

    if read.case is None:
        return _refuse(read.name, read.problems, as_json)
    try:
        parts = compared(read.case, library)
    except Undecidable as undecidable:
        return _refuse(read.name, undecidable_problems(file, read, undecidable), as_json)
    if as_json:
        say_data(compared_data(read.name, parts, library))
    else:
        for line in comparison_lines(read.name, read.case, parts, library):
            say(line)
        say()
    return True


def _refuse(name: str, problems: "tuple[Problem, ...]", as_json: bool) -> bool:
    told = [str(problem) for problem in problems]
    for each in told:
        say(each, error=True)
    if as_json:
        say_data([{"case": name, "outcome": None, "problems": told}])
    return False
