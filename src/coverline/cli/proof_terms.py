"""The terms of a proof, as the commands prove and diff set them."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.prove.patients import Terms

Timeout = Annotated[
    float | None,
    typer.Option("--timeout", min=0, metavar="SECONDS", help="Leave what takes longer unsettled."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def terms_of(library: "Library", timeout: float | None) -> "Terms":
    """What every question of a command rests on."""
    from coverline.prove.patients import Terms
    from coverline.prove.solving import Limit

    content = library.content
    return Terms(content.vocabulary, content.procedure_codes, content.diagnosis_codes, Limit(timeout))
