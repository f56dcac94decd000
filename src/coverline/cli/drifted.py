"""What a new edition of a document changes, as lines and as data."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from coverline.cli.terminal import bad, faint, good, heading, open_question
from coverline.drafting.changes import Change, Kind
from coverline.drafting.drift import Drift
from coverline.model.policy import PolicyVersion
from coverline.sources.place import span
from coverline.sources.register import Lines, Register

WIDTH = 100


def drift_lines(found: Drift, policy: PolicyVersion, register: Register) -> Iterator[str]:
    """What a person must look at, the criteria first."""
    if found.is_nothing:
        yield f"{heading(policy.id)}  {good('nothing changed')}  {len(found.unchanged)} criteria need no look"
        return
    yield f"{heading(policy.id)}  version {policy.version.name}"
    yield from _block("Criteria", found.criteria, policy, register)
    yield from _block("Other rules", found.rules, policy, register)
    for title, codes in (("added", found.codes.added), ("removed", found.codes.removed)):
        if codes:
            yield f"Codes {title}: {', '.join(codes)}"
    for date in found.dates:
        yield f"Date {date.what}: {date.before or 'not printed'} -> {date.after or 'not printed'}"
    yield from _lines("New words", found.added, "of the new text")
    yield from _lines("Words gone", found.lost, "of the registered text")
    yield faint(f"{len(found.unchanged)} criteria need no look")


def drift_data(found: Drift) -> dict[str, Any]:
    """The same in the form of the contract."""
    return {
        "criteria": [_change(each) for each in found.criteria],
        "rules": [_change(each) for each in found.rules],
        "codes": {"added": list(found.codes.added), "removed": list(found.codes.removed)},
        "dates": [{"what": each.what, "from": each.before, "to": each.after} for each in found.dates],
        "added": [list(each) for each in found.added],
        "lost": [list(each) for each in found.lost],
        "unchanged": list(found.unchanged),
    }


def _change(each: Change) -> dict[str, Any]:
    return {
        "id": each.id,
        "change": each.kind.value,
        "of": _of(each) or None,
        "lines": list(each.lines),
        "new_lines": list(each.new) if each.new else None,
        "was": each.was,
        "now": each.now,
    }


def _of(each: Change) -> str:
    """What kind of words changed."""
    if each.kind is not Kind.CHANGED:
        return ""
    return "figures" if each.figures else "wording"


def _block(
    title: str, changes: tuple[Change, ...], policy: PolicyVersion, register: Register
) -> Iterator[str]:
    shown = [each for each in changes if not _is_told_above(each, changes)]
    if shown:
        yield title
    told: set[tuple[str, str]] = set()
    for each in shown:
        yield f"  {_headline(each, policy, register)}"
        if (each.was, each.now) not in told:
            told.add((each.was, each.now))
            yield from _words(each)


def _is_told_above(each: Change, changes: tuple[Change, ...]) -> bool:
    """Whether a criterion's one fact has what the criterion itself has."""
    parent = each.id.partition("/")[0]
    return each.id != parent and any((one.id, one.lines) == (parent, each.lines) for one in changes)


def _headline(each: Change, policy: PolicyVersion, register: Register) -> str:
    paint = open_question if each.kind is Kind.MOVED else bad
    what = f"{each.kind.value} {_of(each)}".strip()
    now = f" -> l.{span(each.new)}" if each.new else ""
    said = register.place(policy.source, each.lines).said
    return f"{paint(what)}  {each.id}  {faint(f'l.{span(each.lines)}{now}  {said}')}"


def _words(each: Change) -> Iterator[str]:
    for sign, words in (("-", each.was), ("+", each.now)):
        if words:
            yield f"    {sign} {shorten(words, WIDTH, placeholder=' ...')}"


def _lines(title: str, lines: tuple[Lines, ...], where: str) -> Iterator[str]:
    if lines:
        yield f"{title}: l.{', '.join(map(span, lines))} {faint(where)}"
