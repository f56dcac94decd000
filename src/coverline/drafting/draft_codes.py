"""The code lists of a draft."""

import re
from collections.abc import Iterator

from coverline.document import Entries, Node
from coverline.drafting.document import CodeTable, PrintedCode, ReadDocument
from coverline.drafting.draft_nodes import cited, names, record, rows, text, todo
from coverline.language.grammar.leaves import NONE_PRINTED
from coverline.model.policy import Finding

_SYSTEMS = ("CPT", "HCPCS", "ICD-10-PCS", "ICD-10-CM")
_AGAINST = re.compile(r"investigational|experimental|unproven|not\s+medically\s+necessary", re.IGNORECASE)
_NOT_COVERED = re.compile(r"\bnot\s+covered\b|\bnon-?covered\b", re.IGNORECASE)


def codes(document: ReadDocument) -> Entries:
    """Every code that is printed, list by list, and the misprints."""
    first = document.tables[0].lines[0] if document.tables else 0
    cite = cited((first, document.tables[-1].lines[1])) if document.tables else text("none")
    why = () if document.tables else (("why", todo("no code was found in the document")),)
    misprints = rows(_misprint(each) for each in document.codes if each.suspect)
    return record(
        ("use", todo("what a listed code proves")),
        ("cite", cite),
        *why,
        *((system, _list(system, document)) for system in _SYSTEMS),
        *((("misprints", misprints),) if misprints.items else ()),
    )


def _list(system: str, document: ReadDocument) -> Node:
    found = tuple(
        _entry(code, _finding(code, table, document))
        for table in document.tables
        for code in table.codes
        if code.system == system and not code.suspect
    )
    return rows(found) if found else todo(NONE_PRINTED)


def _finding(code: PrintedCode, table: CodeTable, document: ReadDocument) -> Node:
    """What the heading of a table, or the words beside a code, say of it; doubtful where others may."""
    beside = code.beside or document.lines[code.line - 1]
    if code.mark:
        return todo(f"perhaps {Finding.LISTED.value}; a mark stands beside it, which may say otherwise")
    if _AGAINST.search(table.heading) or _AGAINST.search(beside):
        return text(Finding.INVESTIGATIONAL.value)
    if _NOT_COVERED.search(table.heading) or _NOT_COVERED.search(beside):
        return todo(f"perhaps {Finding.NOT_LISTED.value}; it is called not covered")
    if not code.beside and any(map(_AGAINST.search, _above(table, document))):
        return todo(f"perhaps {Finding.INVESTIGATIONAL.value}; see the lines above")
    return text(Finding.LISTED.value)


def _above(table: CodeTable, document: ReadDocument) -> Iterator[str]:
    """The few lines above a table that are not those of another one."""
    last = table.lines[0] - 1
    first = max([0, last - 5, *(each.lines[1] for each in document.tables if each.lines[1] <= last)])
    yield from document.lines[first:last]


def _entry(code: PrintedCode, finding: Node) -> Entries:
    pairs: list[tuple[str, Node]] = []
    if len(code.codes) == 1:
        pairs.append(("codes", names((_printed(code),))))
    elif code.system == "ICD-10-CM":
        first, last = code.codes[0], code.codes[-1]
        pairs.append(
            ("range", record(("from", text(_dotted(first))), ("to", text(_dotted(last))), flow=True))
        )
    else:
        pairs.append(("codes", names(code.codes)))
    pairs += [("finding", finding), ("cite", cited((code.line, code.line)))]
    if len(code.codes) > 1:
        pairs.append(("printed_as", text(" ".join(code.printed.split()))))
    return record(*pairs, flow=True)


def _misprint(code: PrintedCode) -> Entries:
    meant = todo(f"perhaps {code.likely}") if code.likely else todo("the code that was meant, or none")
    return record(
        ("printed", text(code.printed)), ("meant", meant), ("cite", cited((code.line, code.line))), flow=True
    )


def _printed(code: PrintedCode) -> str:
    return _dotted(code.codes[0]) if code.system == "ICD-10-CM" else code.codes[0]


def _dotted(code: str) -> str:
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code
