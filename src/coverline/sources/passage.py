"""Passages of source documents, from the reader's own copies: the project keeps no source text."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from coverline.document import load_text
from coverline.problem import Problem, Unreadable
from coverline.sources.register import Lines, SourceDocument

LARGEST_COPY = 20_000_000


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of a reader's copy; `same` says whether the copy has the registered text."""

    file: Path
    lines: Lines
    text: str
    same: bool


def passage(document: SourceDocument, lines: Lines, folder: Path) -> Passage:
    """These lines of the copy that a folder holds, under the registered name or any other.

    Unreadable where there is no copy, or it is not text, or lacks the lines.
    """
    file, text = _copy(document, folder)
    # Only line feeds end lines, as in the register's counts; other breaks are part of the text.
    printed = text.removesuffix("\n").split("\n")
    if lines[1] > len(printed):
        expected = f"line {lines[1]} of {_name(document)}"
        raise _unreadable(file, f"{len(printed)} lines", expected, "this may be another edition of it")
    passage_text = "\n".join(line.removesuffix("\r") for line in printed[lines[0] - 1 : lines[1]])
    return Passage(file, lines, passage_text, _is_registered(document, text))


def registered_lines(document: SourceDocument, folder: Path) -> list[str]:
    """All lines of the registered text; Unreadable where the folder's copy is missing or another text."""
    found = passage(document, (1, document.lines), folder)
    if not found.same:
        expected = f"the registered text of {_name(document)}"
        raise _unreadable(found.file, "another text", expected, "compare them with: coverline sources drift")
    return found.text.split("\n")


def _copy(document: SourceDocument, folder: Path) -> tuple[Path, str]:
    """The file under the registered name, else the one with the registered text."""
    if not folder.is_dir():
        raise _unreadable(folder, "no such folder", "a folder with your copies of the source documents")
    named = folder / document.file
    if named.exists():
        return named, load_text(named, LARGEST_COPY)
    for file in sorted(folder.iterdir()):
        text = _text_if_any(file)
        if _is_registered(document, text):
            return file, text
    expected = f'the text as "{document.file}", or unchanged under another name'
    raise _unreadable(folder, f"no copy of {_name(document)}", expected)


def _text_if_any(file: Path) -> str:
    """The text of a file, empty where it is a folder, an image or anything else that is not asked for."""
    try:
        return load_text(file, LARGEST_COPY)
    except Unreadable:
        return ""


def _is_registered(document: SourceDocument, text: str) -> bool:
    return sha256(text.encode()).hexdigest() == document.sha256


def _name(document: SourceDocument) -> str:
    return f'"{document.title}" ({document.publisher})'


def _unreadable(place: Path, found: str, expected: str, hint: str = "") -> Unreadable:
    return Unreadable((Problem(str(place), 0, found, expected, hint=hint),))
