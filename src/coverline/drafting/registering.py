"""Adds a document to a register: both files are written whole, or neither."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coverline.document import LARGEST_FILE, load_text, read_text
from coverline.drafting.document import ReadDocument
from coverline.drafting.entry import Identity, entry, name_of
from coverline.drafting.extract import LARGEST_TEXT, unreadable
from coverline.problem import Problem, Unreadable
from coverline.sources.reading import read_register
from coverline.sources.register import Register, SourceDocument

NOT_STATED = "not stated"
_EMPTY = "documents:\n"


@dataclass(frozen=True, slots=True)
class Place:
    """The register's file, and the reader's own folder for the texts."""

    register: Path
    texts: Path


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of a document; what is empty is taken from it.

    `edition_of` is a registered document whose number this one may have too. A document that says nothing of
    coverage is refused, unless it is wanted `without_criteria`.
    """

    id: str = ""
    publisher: str = NOT_STATED
    title: str = ""
    edition_of: str = ""
    without_criteria: bool = False


def register_document(document: ReadDocument, wishes: Wishes, place: Place) -> SourceDocument:
    """Registers a document and returns what the register then says; else raises Unreadable, nothing written.

    The rest of the register's file stays as it is, byte for byte.
    """
    if not document.statements and not wishes.without_criteria:
        expected = "a sentence on what is covered or not"
        hint = "is it the right document? --without-criteria registers it all the same"
        unreadable(document.file, "no criteria", expected, hint)
    before = load_text(place.register) if place.register.exists() else _EMPTY
    identity = _identity(document, wishes, place)
    problems = tuple(_rivals(identity, _known(before, place.register), document.file, wishes.edition_of))
    if problems:
        raise Unreadable(problems)
    after = _ended(before) + entry(identity, document, document.text)
    if len(after.encode()) > LARGEST_FILE:
        unreadable(document.file, "more headings and lists than a register holds", "a shorter document")
    registered = _known(after, place.register).documents[identity.id]
    _keep_copy(place.texts, identity.file, document.text)
    _write(place.register, after)
    return registered


def _identity(document: ReadDocument, wishes: Wishes, place: Place) -> Identity:
    number = document.numbers[0].number if document.numbers else None
    known = "" if wishes.publisher == NOT_STATED else wishes.publisher
    name = wishes.id or name_of(f"{known} {number or document.title or document.file.stem}")
    # A text that lies in the folder already is its own copy.
    is_copy = document.file.parent == place.texts and _is_text(document)
    file = document.file.name if is_copy else f"{name}.txt"
    return Identity(name, file, wishes.publisher, number, wishes.title or document.title)


def _is_text(document: ReadDocument) -> bool:
    try:
        return load_text(document.file, LARGEST_TEXT) == document.text
    except Unreadable:
        return False


def _keep_copy(folder: Path, name: str, text: str) -> None:
    copy = folder / name
    if not copy.exists():
        _write(copy, text)
    elif load_text(copy, LARGEST_TEXT) != text:
        found = f'another text under the name "{name}"'
        unreadable(folder, found, "a folder without it", "choose another --id or another --sources")


def _known(text: str, file: Path) -> Register:
    """What a register says; one without entries is read as empty."""
    return Register({}) if text == _EMPTY else read_register(read_text(text, str(file)))


def _rivals(identity: Identity, known: Register, file: Path, edition_of: str) -> Iterator[Problem]:
    """What another document of the register has already."""
    if edition_of and edition_of not in known.documents:
        yield Problem(str(file), 0, f"no document {edition_of}", f"one of {', '.join(known.documents)}")
    if identity.id in known.documents:
        found = f"the id {identity.id}, which the register has"
        yield Problem(str(file), 0, found, "an id of its own", hint="choose another with --id")
    for each in known.documents.values():
        same = each.number == identity.number and identity.number is not None
        if same and identity.publisher in (each.publisher, NOT_STATED) and edition_of != each.id:
            found = f"number {identity.number}, which {each.id} has"
            hint = f"name its --publisher, or register it as a later edition with --edition-of {each.id}"
            yield Problem(
                str(file), 0, found, "a number that no other document of its publisher has", hint=hint
            )


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _write(file: Path, text: str) -> None:
    """Write beside and move into place, so that nobody ever meets half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        partial.write_bytes(text.encode())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
