"""`coverline sample`: invented requests, for trying things out."""

from pathlib import Path
from typing import Annotated

import typer

from coverline.cli.terminal import say


def sample(
    count: Annotated[int, typer.Argument(metavar="N", min=0, help="How many rows.")],
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="A file .csv, .parquet or .jsonl.")
    ],
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed gives other rows.")] = 1,
    malformed: Annotated[
        int,
        typer.Option("--malformed", min=0, max=1000, help="How many of a thousand rows cannot be read."),
    ] = 0,
) -> None:
    """Write invented requests as a table for batch.

    Nobody's data: patients, charts and proportions are made up, for trying things out and for measuring.
    The same seed gives the same rows everywhere.
    """
    from coverline.batch.files.forms import form_of
    from coverline.batch.files.writing import beside, write
    from coverline.batch.sample import chunks, requests

    form = form_of(out)
    with beside(out) as partial:
        write(chunks(count, seed, malformed), requests(0, 0, seed), form, partial)
    say(f"{out}: {count:,} invented requests, seed {seed}")
