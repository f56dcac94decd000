"""`coverline codes`: what every policy thinks of a code."""

from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import say, say_data

if TYPE_CHECKING:
    from coverline.decide.listing import Code
    from coverline.library import Library


def codes(
    code: Annotated[
        list[str],
        typer.Argument(metavar="CODE...", help="CPT, HCPCS, ICD-10-PCS or ICD-10-CM, with or without dots."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list per code.")] = False,
) -> None:
    """Say for each policy what it thinks of a code, and why.

    A listed code never proves a criterion.
    """
    from coverline.cli.code_lines import code_data, code_lines
    from coverline.library import Library

    library = Library.load()
    status = 0
    for text in code:
        known = _identified(text, library)
        if known is None:
            status = 2
        elif as_json:
            say_data(code_data(known, library))
        else:
            for line in code_lines(known, library):
                say(line)
    raise typer.Exit(status)


def _identified(text: str, library: "Library") -> "Code | None":
    """The code; where it has the form of no system, that is said."""
    from coverline.decide.listing import identified

    lists = [library.plan(name).of(versions[-1]).lists for name, versions in library.policies.items()]
    known = identified(text, library.procedure_codes, lists)
    if known is None:
        forms = "22513 (CPT), C7507 (HCPCS), 0QU03JZ (ICD-10-PCS) or M80.08XA (ICD-10-CM)"
        say(f"{text}: found no code of a known form; expected one such as {forms}", error=True)
    return known
