"""The text of a file, whatever its form, with what the form says about it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from coverline.document import load_text
from coverline.problem import Problem, Unreadable

LARGEST_TEXT = 50_000_000
LARGEST_FILE = 200_000_000

# Told how many pages of how many have been read.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Extract:
    """Lines of text; the first line of each page but the first holds a form feed.

    `levels` has the level of each line, from 1, whose type or tag makes it a heading.
    """

    lines: tuple[str, ...]
    levels: Mapping[int, int] = field(default_factory=dict)
    title: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.lines)


def extract(file: Path, progress: Progress | None = None) -> Extract:
    """The text of a PDF, a page of HTML or a text file, told apart by how they begin; else Unreadable."""
    beginning = _beginning(file)
    if b"%PDF-" in beginning:
        from coverline.drafting.pdf import pdf_extract

        return pdf_extract(file, progress)
    refuse_other_forms(file, beginning)
    text = load_text(file, LARGEST_TEXT)
    if "\0" in text:
        unreadable(file, "binary data", "a PDF, a page of HTML or a text file in UTF-8")
    if not text.strip():
        unreadable(file, "nothing", "a document with text")
    if _is_html(file, text):
        from coverline.drafting.html import html_extract

        return html_extract(text)
    return Extract(tuple(text.split("\n")))


def refuse_other_forms(file: Path, beginning: bytes) -> None:
    """Refuse what many people would try: a word processor's file, an archive, an image."""
    forms: Mapping[str, Collection[bytes]] = {
        "a word processor's file or an archive": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"),
        "an image": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"),
    }
    for name, marks in forms.items():
        if beginning.startswith(tuple(marks)):
            unreadable(
                file, name, "a PDF, a page of HTML or a text file", "save or print it as PDF with text"
            )


def unreadable(file: Path, found: str, expected: str, hint: str = "") -> NoReturn:
    """Say of a whole file what is wrong with it."""
    raise Unreadable((Problem(str(file), 0, found, expected, hint=hint),))


def _beginning(file: Path) -> bytes:
    try:
        if file.is_dir():
            unreadable(file, "a folder", "a file")
        if file.stat().st_size > LARGEST_FILE:
            unreadable(file, f"{file.stat().st_size:,} bytes", f"at most {LARGEST_FILE:,} bytes")
        with file.open("rb") as stream:
            return stream.read(1024)
    except PermissionError:
        unreadable(file, "a file that this user may not read", "a file that can be read")
    except OSError:
        unreadable(file, "no file", "a file that can be read")


def _is_html(file: Path, text: str) -> bool:
    beginning = text[:1000].lstrip().casefold()
    return file.suffix.casefold() in (".html", ".htm") or beginning.startswith(("<!doctype html", "<html"))
