"""`coverline codes`: what every policy thinks of a code."""

from typing import Annotated

import typer

from coverline.cli.terminal import say, say_data


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
    from coverline.cli.code_lines import code_lines
    from coverline.library import Library
    from coverline.library.replies.codes import FORMS, code_of, codes_data

    library = Library.load()
    status = 0
    for text in code:
        known = code_of(text, library)
        if known is None:
            say(f"{text}: found no code of a known form; expected one such as {FORMS}", error=True)
            status = 2
        elif as_json:
            say_data(codes_data(known, library))
        else:
            for line in code_lines(known, library):
                say(line)
    raise typer.Exit(status)
