"""The copies of source documents in a reader's folder, whatever their form."""

from collections.abc import Iterator
from pathlib import Path

from coverline.drafting.extract import extract, unreadable
from coverline.problem import Unreadable
from coverline.sources.verification import Copy

_FORMS = (".txt", ".text", ".md", ".pdf", ".html", ".htm")


def copies(folder: Path) -> Iterator[Copy]:
    """Every file of a folder that can be read as a document; Unreadable where there is no folder."""
    if not folder.is_dir():
        unreadable(folder, "no such folder", "a folder with your copies of the source documents")
    for file in sorted(folder.iterdir()):
        if file.suffix.casefold() in _FORMS and file.is_file():
            copy = _copy(file)
            if copy:
                yield copy


def _copy(file: Path) -> Copy | None:
    """What a file says; a scan, or a file that is something else, is no copy."""
    try:
        return Copy.of(file, extract(file).text)
    except Unreadable:
        return None
