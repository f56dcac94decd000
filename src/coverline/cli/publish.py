"""`coverline publish`: everything that the content says as a static site."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from coverline.cli.terminal import say


def publish(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new folder, an empty one, or a former site.")
    ],
) -> None:
    """Write a static site: every policy with its criteria beside citations, and what stands across them.

    Readings with their status, cases, codes, history, evidence, and the differences between payers with
    patients who show them. The pages need no network and no scripts; the same content gives the same bytes.

    A folder with anything in it that no former site wrote is refused, and nothing is changed.
    """
    from coverline.library import Library
    from coverline.publish.folder import write_site
    from coverline.publish.site import Site

    site = Site(Library.load())
    hidden = not sys.stderr.isatty()
    with typer.progressbar(length=len(site.pages), label="Pages", file=sys.stderr, hidden=hidden) as shown:
        count = write_site(site, folder, lambda _path: shown.update(1))
    say(f"{folder}: {count} pages; begin with {folder / 'index.html'}")
