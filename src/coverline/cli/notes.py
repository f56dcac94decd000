"""`coverline policies notes`: how the policies are read, and who has confirmed it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import faint, good, heading, open_question, say, say_data

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.model.policy import Note, PolicyVersion
    from coverline.publish.citation import Source


def notes(
    policy: Annotated[
        list[str] | None, typer.Argument(metavar="[POLICY]...", help="Policies' ids; none means all.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the readings: where careful readers could differ, how it is read here, who confirmed it."""
    from coverline.library import Library
    from coverline.library.replies.notes import notes_data

    library = Library.load()
    versions = tuple(_versions(library, policy or ()))
    if as_json:
        say_data(notes_data(versions, library))
        return
    for each in versions:
        say(f"{heading(each.id)}  version {each.version.name}, {each.title}")
        for line in (line for note in _notes(each) for line in _lines(note, _source(each, library))):
            say(line)
        say()
    say(_count(tuple(note for each in versions for note in _notes(each))))


def _versions(library: "Library", names: "tuple[str, ...] | list[str]") -> "Iterator[PolicyVersion]":
    from coverline.cli.policies import known_version

    for name in dict.fromkeys(names):
        known_version(library, name)
    for name, versions in library.policies.items():
        if not names or name in names:
            yield from versions


def _notes(policy: "PolicyVersion") -> "tuple[Note, ...]":
    return tuple(policy.notes.values())


def _source(policy: "PolicyVersion", library: "Library") -> "Source":
    from coverline.publish.citation import Source

    return Source(library.register, policy.source)


def _lines(note: "Note", source: "Source") -> Iterator[str]:
    by = note.confirmed
    status = good(f"confirmed by {by.by}, {by.role}, {by.on}") if by else open_question("unconfirmed")
    place = f"  {faint(source.where(note.cite))}" if note.cite else ""
    yield f"  {note.id}  {status}{place}"
    yield f"    {note.asks}"
    yield f"    Read: {note.reading}"
    yield f"    If wrong: {note.changes}"


def _count(found: "tuple[Note, ...]") -> str:
    roles = [note.confirmed.role for note in found if note.confirmed]
    by_role = ", ".join(f"{roles.count(role)} by a {role}" for role in sorted(set(roles)))
    confirmed = f"{len(roles)} confirmed ({by_role})" if roles else "none confirmed"
    return f"{len(found)} {'reading' if len(found) == 1 else 'readings'}, {confirmed}"
