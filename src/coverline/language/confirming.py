"""Records in a policy file that a reading is confirmed; everything else stays byte for byte."""

import re

from coverline.document import Entries, Node, Scalar, read_text
from coverline.language.formatter import format_policy
from coverline.language.layout import inline
from coverline.language.quantities import read_day
from coverline.model.policy import Confirmation
from coverline.problem import Problem, Unreadable, nearest

_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_UNCONFIRMED = re.compile("unconfirmed|'unconfirmed'|\"unconfirmed\"")


def confirmed(text: str, name: str, note: str, confirmation: Confirmation) -> str:
    """The policy with the confirmation in one of its notes, the same text where it has that already.

    A tidy file stays tidy, so that the note may be broken into lines anew. Unreadable where the file has
    no such note, or the note has another confirmation.
    """
    found = _note(read_text(text, name), note)
    status = found.get("status")
    if not isinstance(status, Scalar) or status.text not in ("unconfirmed", "confirmed"):
        raise _refused(found, f"the note {note} without a status", "status: unconfirmed")
    if status.text == "confirmed":
        return _unchanged(text, found, note, confirmation)
    edited = _edited(text, found, status, confirmation)
    return format_policy(edited, name) if format_policy(text, name) == text else edited


def _note(root: Node, note: str) -> Entries:
    notes = root.get("notes") if isinstance(root, Entries) else None
    known = notes.entries if isinstance(notes, Entries) else ()
    found = notes.get(note) if isinstance(notes, Entries) else None
    if not isinstance(found, Entries):
        names = [name.text for name, _ in known]
        hint = nearest(note, names)
        raise _refused(root, f"no note {note}", f"one of {', '.join(names)}", hint)
    return found


def _unchanged(text: str, note: Entries, name: str, confirmation: Confirmation) -> str:
    stated = tuple(
        value.text if isinstance(value, Scalar) else "" for value in map(note.get, ("by", "as", "on"))
    )
    if stated != _words(confirmation):
        by, role, on = stated
        found = f"the note {name} confirmed by {by} as {role} on {on}"
        raise _refused(note, found, "a note that is unconfirmed", "a person must take that back first")
    return text


def _edited(text: str, note: Entries, status: Scalar, confirmation: Confirmation) -> str:
    """The text with `confirmed` in place of the status, and by whom, as what and when behind it."""
    for key in ("by", "as", "on"):
        if note.get(key) is not None:
            raise _refused(note, f"{key} in a note that is unconfirmed", f"no {key} there")
    written = _UNCONFIRMED.match(text, _offset(text, status))
    if written is None:
        raise _refused(status, "the status in escaped letters", "status: unconfirmed")
    start, end = written.span()
    by, role, on = _words(confirmation)
    said = f"by: {inline(Scalar(by, True, '', 0, 0), flow=True)}", f"as: {role}", f"on: {on}"
    if note.flow:
        return f"{text[:start]}confirmed, {', '.join(said)}{text[end:]}"
    line = _LINE_ENDS.search(text, end)
    rest, ending = (line.start(), line.group()) if line else (len(text), "\n")
    margin = " " * (note.column - 1)
    added = "".join(f"{ending}{margin}{each}" for each in said)
    return f"{text[:start]}confirmed{text[end:rest]}{added}{text[rest:]}"


def _words(confirmation: Confirmation) -> tuple[str, str, str]:
    return confirmation.by, confirmation.role, confirmation.on.isoformat()


def _offset(text: str, node: Scalar) -> int:
    """Where a node begins in the text."""
    starts = [0, *(end.end() for end in _LINE_ENDS.finditer(text))]
    return starts[node.line - 1] + node.column - 1


def _refused(node: Node, found: str, expected: str, hint: str = "") -> Unreadable:
    return Unreadable((Problem(node.file, node.line, found, expected, node.column, hint),))


def read_confirmation(by: str, role: str, on: str) -> Confirmation:
    """A confirmation as a person types it; Unreadable where the name or the day cannot stand in a file."""
    if not by.strip() or not by.isprintable():
        raise Unreadable((Problem("--by", 0, f"the name {by!r}", "a name in characters that can be read"),))
    return Confirmation(by, role, read_day(Scalar(on, False, "--date", 0, 0)))
