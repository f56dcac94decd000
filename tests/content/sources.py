"""The texts of the registered sources, where this machine has them beside the project."""

from pathlib import Path

import pytest

from coverline.library import Library
from coverline.problem import Unreadable
from coverline.sources.passage import passage

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "sources"
REGISTER = Library.load().register


def lines_of(source: str) -> list[str]:
    """The lines of a registered source; skips the test, saying so, where its text is not here unchanged."""
    document = REGISTER.documents[source]
    try:
        found = passage(document, (1, document.lines), FOLDER)
    except Unreadable as unreadable:
        pytest.skip(f"the text of {source} is not at hand: {unreadable}")
    if not found.same:
        pytest.skip(f"{found.file} is not the registered text of {source}")
    return found.text.split("\n")
