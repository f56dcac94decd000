"""A document as an entry of the register."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from coverline.drafting.blocks import blocks
from coverline.drafting.document import Heading, Item, ReadDocument
from coverline.drafting.lists import lists
from coverline.sources.furniture import furniture
from coverline.sources.place import span
from coverline.sources.register import Lines

# Headings of ours are names, not sentences of the document.
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Identity:
    """What the register calls a document; `number` is None where none is printed."""

    id: str
    file: str
    publisher: str
    number: str | None
    title: str


def entry(identity: Identity, document: ReadDocument, text: str) -> str:
    """The lines of the entry in the register's file, the last one ended."""
    # A line break at the end begins no line of its own.
    count = len(text.removesuffix("\n").split("\n"))
    number = identity.number or "not printed"
    dates = [f"{{what: {each.what}, on: {each.on}, lines: {span(each.lines)}}}" for each in document.dates]
    pages = [f"    pages: [{', '.join(map(str, document.pages))}]"] if document.pages else []
    return "\n".join(
        (
            f"  {identity.id}:",
            *(
                f"    {key}: {_quoted(value)}"
                for key, value in (
                    ("file", identity.file),
                    ("publisher", identity.publisher),
                    ("number", number),
                    ("title", _named(identity.title)),
                )
            ),
            *_listed("dates", dates),
            f"    sha256: {sha256(text.encode()).hexdigest()}",
            f"    lines: {count}",
            *pages,
            *_listed("sections", [_section(*each) for each in _sections(document.headings, count)]),
            *_listed("lists", list(_lists(document))),
            "",
        )
    )


def name_of(text: str) -> str:
    """An id made of a number or a title: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold())[:8])


def _listed(key: str, entries: Sequence[str]) -> Iterator[str]:
    yield f"    {key}:" if entries else f"    {key}: []"
    yield from (f"      - {each}" for each in entries)


def _sections(headed: Sequence[Heading], count: int) -> Iterator[tuple[Heading, Lines]]:
    """Each heading with its lines, which end where the next heading of its level or a wider one begins."""
    for at, each in enumerate(headed):
        ends = (other.line - 1 for other in headed[at + 1 :] if other.level <= each.level)
        yield each, (each.line, next(ends, count))


def _section(heading: Heading, lines: Lines) -> str:
    return f"{{heading: {_quoted(_named(heading.text))}, printed: {heading.line}, lines: {span(lines)}}}"


def _lists(document: ReadDocument) -> Iterator[str]:
    found = tuple(blocks(document.lines, furniture(document.lines)))
    for items in lists(found, [each.line for each in document.headings]):
        yield from _list(items)


def _list(items: Sequence[Item]) -> Iterator[str]:
    key = "items" if all(re.search(r"\w[.)]", item.mark) for item in items) else "bullets"
    starts = ", ".join(str(item.lines[0]) for item in items)
    yield f"{{lines: {span((items[0].lines[0], _last_line(items[-1])))}, {key}: [{starts}]}}"
    for item in items:
        if item.children:
            yield from _list(item.children)


def _last_line(item: Item) -> int:
    return _last_line(item.children[-1]) if item.children else item.lines[1]


def _named(words: str) -> str:
    return " ".join(words.split()[:_MOST_WORDS]).rstrip(" ,;:-") or "untitled"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
