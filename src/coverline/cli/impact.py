"""`coverline impact`: who of past cases moves from which outcome to which."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverline.cli.proof_terms import AsJson
from coverline.cli.terminal import faint, heading, say, say_data
from coverline.publish.wording import in_words

if TYPE_CHECKING:
    from coverline.search.impact import Impact

Reference = Annotated[
    str,
    typer.Argument(help="A policy's id (its newest version), an id with a day (id@2020-09-15), or a file."),
]


def impact(
    old: Reference,
    new: Reference,
    cases: Annotated[str, typer.Argument(metavar="CASES", help="Past cases, a file as for decide.")],
    as_json: AsJson = False,
) -> None:
    """Show what would become of past cases if one policy took another's place.

    NEW is asked as if it had been in force on the days of OLD. Counted are the cases of the two policies'
    payers and those that name no payer. For each move: how many cases, the criteria that keep them from
    being met on one side, or that are open there, and examples.

    The exit status is 2 where a case could not be read or decided; the others are still counted.
    """
    from coverline.cli.inputs import read_input
    from coverline.language.grammar.case import CASE_OF_ANY_PAYER
    from coverline.library import Library
    from coverline.library.references import version_of
    from coverline.search.impact import Succession

    library = Library.load()
    versions = version_of(old, library), version_of(new, library)
    read = read_input(cases, library, CASE_OF_ANY_PAYER)
    problems = [str(problem) for each in read for problem in each.problems]
    asked = Succession(*versions, library.vocabulary, library.procedure_codes)
    found = asked.impact((each.name, each.case) for each in read if each.case is not None)
    problems += [f"{cases}: found {name} with facts that exclude each other" for name in found.undecidable]
    for problem in problems:
        say(problem, error=True)
    if as_json:
        say_data(_data(found))
    else:
        for line in _lines(found):
            say(line)
    raise typer.Exit(2 if problems else 0)


def _data(found: "Impact") -> dict[str, Any]:
    return {
        "moves": [
            {
                "from": each.before.value,
                "to": each.after.value,
                "count": each.count,
                "criteria": list(each.criteria),
                "examples": list(each.examples),
            }
            for each in found.moves
        ],
        "unmoved": found.unmoved,
        "left_out": found.left_out,
        "undecidable": list(found.undecidable),
    }


def _lines(found: "Impact") -> Iterator[str]:
    yield heading(f"{found.moved} of {found.moved + found.unmoved} cases move")
    for each in found.moves:
        yield ""
        yield f"{in_words(each.before.value)} -> {in_words(each.after.value)}: {each.count}"
        if each.criteria:
            yield f"  by {', '.join(each.criteria)}"
        yield faint(f"  for example {', '.join(each.examples)}")
    if found.left_out:
        yield ""
        yield faint(f"Cases of other payers, which are not counted: {found.left_out}")
