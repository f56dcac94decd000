"""The readings of policies as data: how they are read, and who has confirmed it."""

from collections.abc import Iterable
from typing import Any

from coverline.decide.data import cite_data
from coverline.library.answering import Library
from coverline.model.policy import Note, PolicyVersion

Data = dict[str, Any]


def notes_data(versions: Iterable[PolicyVersion], library: Library) -> list[Data]:
    """Every note of some policy versions, in order."""
    return [_entry(note, each, library) for each in versions for note in each.notes.values()]


def _entry(note: Note, policy: PolicyVersion, library: Library) -> Data:
    by = note.confirmed
    return {
        "policy": policy.id,
        "version": policy.version.name,
        "id": note.id,
        "question": note.asks,
        "reading": note.reading,
        "changes": note.changes,
        "cite": cite_data(note.cite, library.register, policy.source) if note.cite else None,
        "status": "confirmed" if by else "unconfirmed",
        "confirmed": {"by": by.by, "as": by.role, "on": by.on.isoformat()} if by else None,
    }
