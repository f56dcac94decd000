"""What was found in a document that has been registered, as lines and as data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coverline.cli.terminal import faint, good, heading, open_question
from coverline.drafting.document import PrintedCode, ReadDocument, walk
from coverline.sources.place import span
from coverline.sources.register import SourceDocument


def added_lines(document: ReadDocument, registered: SourceDocument, folder: Path) -> Iterator[str]:
    """What a person checks before going on."""
    yield f"{heading(registered.id)}  {good('registered')}  {folder / registered.file}"
    yield f"  title    {registered.title}"
    yield f"  number   {registered.number or 'not printed'}"
    pages = f", {len(document.pages)} pages" if document.pages else ""
    yield f"  text     {registered.lines} lines{pages}, {len(document.headings)} headings"
    for each in registered.dates:
        yield f"  date     {each.what} {each.on}  {faint(f'l.{span(each.lines)}')}"
    for statement in document.statements:
        entries = len(list(walk(statement.items)))
        below = f", {entries} entries below it" if entries else ""
        yield f"  coverage l.{span(statement.lines)}{below}  {faint(statement.section)}"
    for table in document.tables:
        codes = sum(len(code.codes) for code in table.codes)
        systems = ", ".join(sorted({code.system for code in table.codes if code.system}))
        yield f"  codes    {codes} {systems}  {faint(f'l.{span(table.lines)} {table.heading}')}"
    yield from (
        f"  {open_question('suspect')}  {_suspicion(each)}" for each in document.codes if each.suspect
    )


def added_data(document: ReadDocument, registered: SourceDocument, folder: Path) -> dict[str, Any]:
    """The same for a program."""
    return {
        "document": registered.id,
        "file": str(folder / registered.file),
        "title": registered.title,
        "number": registered.number,
        "lines": registered.lines,
        "pages": len(document.pages),
        "headings": [{"text": each.text, "line": each.line} for each in document.headings],
        "dates": [{"what": each.what, "on": each.on, "lines": list(each.lines)} for each in registered.dates],
        "statements": [
            {"lines": list(each.lines), "section": each.section, "items": len(list(walk(each.items)))}
            for each in document.statements
        ],
        "codes": [_code(each) for each in document.codes],
    }


def _code(each: PrintedCode) -> dict[str, Any]:
    return {
        "printed": each.printed,
        "codes": list(each.codes),
        "system": each.system,
        "line": each.line,
        "mark": each.mark,
        "suspect": each.suspect,
        "likely": each.likely or None,
    }


def _suspicion(each: PrintedCode) -> str:
    listed = each.system == "ICD-10-CM"
    what = "not in the official list" if listed else f"not the form of a {each.system or 'known'} code"
    likely = f"; probably {each.likely}" if each.likely else "; look at the document"
    return f"{each.printed}  l.{each.line}  {what}{likely}"
