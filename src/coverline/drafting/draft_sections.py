"""The sections of a draft beside its criteria and codes: version, scope, authorization, documents."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from coverline.document import Entries, Node
from coverline.drafting.document import ReadDocument
from coverline.drafting.draft_nodes import at, cited, record, spelled, text, todo
from coverline.drafting.draft_words import stems
from coverline.language.grammar.leaves import NONE_PRINTED, NOT_PRINTED
from coverline.model.vocabulary import Vocabulary
from coverline.sources.register import Lines, PrintedDate

_AUTHORIZATION = re.compile(r"\b(?:prior\s+auth|pre-?auth|pre-?cert)", re.IGNORECASE)
_DETERMINATION = re.compile(r"\bL\d{5}\b")
_MEDICARE = re.compile(r"\bmedicare\b|\bfederal\s+employee|\bFEP\b", re.IGNORECASE)
_MOST_LINES = 6
_PRINTED = ("revised", "published", "effective", "reviewed")
_STARTS = ("effective", "first effective", "revised")
_DATED = re.compile(
    r"\b(?:history|revisions?|updates?|dates?|effective|status|policy\s+information)\b", re.IGNORECASE
)
_TOP = 60


def version(document: ReadDocument) -> Entries:
    """The dates of the edition; from when its rules hold, a person has to say.

    The day on which an edition takes effect is often not the day on which its criteria began.
    """
    told = tuple(_told(document))
    printed = next((each for kind in _PRINTED for each in told if each.what == kind), None)
    review = next((each for each in told if each.what == "next review"), None)
    cites = [each.lines for each in (printed, review) if each is not None]
    return record(
        ("name", text(printed.on) if printed else todo("a name, such as its date")),
        ("first_day", todo(_perhaps(_listed(document, _STARTS), "a day, open, or not printed"))),
        ("last_day", todo(_perhaps(_last_days(document), NOT_PRINTED))),
        ("printed_on", text(printed.on) if printed else todo(NOT_PRINTED)),
        ("next_review", text(review.on) if review else todo(NOT_PRINTED)),
        ("cite", cited((min(cites)[0], max(last for _, last in cites))) if cites else todo()),
    )


def scope(document: ReadDocument, vocabulary: Vocabulary) -> Entries:
    """Whom it decides for: the plans and determinations that are named, and where."""
    named = tuple(_products(document, vocabulary))
    products = f"[{', '.join(name for name, _ in named)}]"
    elsewhere = ", ".join(_elsewhere(document))
    return record(
        ("products", todo(_perhaps(products if named else "", "those that it decides for"))),
        ("products_cite", todo(spelled(named[0][1]) if named else "")),
        ("states", todo("all")),
        ("hands_over", todo(_perhaps(elsewhere, "[]"))),
    )


def authorization(document: ReadDocument) -> Node:
    """The lines that speak of authorization, or that none does."""
    found = [number for number, line in enumerate(document.lines, start=1) if _AUTHORIZATION.search(line)]
    if not found:
        return todo("not addressed")
    return todo(f"techniques and rules; see {_several(found)}")


def statements(document: ReadDocument) -> Iterator[tuple[str, Node]]:
    """What a policy prints beside its rules, section by section, where a heading tells of it."""
    for section, pattern in _SECTIONS.items():
        found = [each.line for each in document.headings if re.search(pattern, each.text, re.IGNORECASE)]
        yield section, todo(f"see {_several(found)}" if found else NONE_PRINTED)


_SECTIONS = {
    "documentation": r"\bdocumentation\b|\brequired\s+(?:clinical\s+)?information\b",
    "definitions": r"\bdefinitions?\b",
    "related_policies": r"\brelated\b",
    "history": r"\bhistory\b|\brevision|\bupdates?\b",
    "devices": r"\bdevices?\b|\bregulatory\b|\bFDA\b|\bfood\s+and\s+drug\b",
    "contraindications": r"\bcontraindicat",
    "background": r"\bbackground\b|\bdescription\b|\boverview\b|\bevidence\b",
}


def _told(document: ReadDocument) -> Iterator[PrintedDate]:
    """What the document says of itself: dates near its top, or under a heading of dates or of history."""
    for each in document.dates:
        line = each.lines[0]
        above = [heading.text for heading in document.headings if heading.line <= line]
        if line <= _TOP or (above and _DATED.search(above[-1])):
            yield each


def _listed(document: ReadDocument, kinds: tuple[str, ...]) -> str:
    """The dates of these kinds wherever they stand, the kinds in order."""
    dated = [each for kind in kinds for each in document.dates if each.what == kind]
    return ", ".join(f"{each.on} ({each.what}, {at(each.lines)})" for each in dated[:_MOST_LINES])


def _last_days(document: ReadDocument) -> str:
    """The day on which the document is retired, and the one before it."""
    for each in document.dates:
        if each.what == "retired" and len(each.on) == len("2024-11-01"):
            before = date.fromisoformat(each.on) - timedelta(days=1)
            return f"{before} or {each.on} ({at(each.lines)})"
    return ""


def _perhaps(found: str, otherwise: str) -> str:
    return f"perhaps {found}" if found else otherwise


def _products(document: ReadDocument, vocabulary: Vocabulary) -> Iterator[tuple[str, Lines]]:
    """The products whose words all stand in a line, once each."""
    wanted = {each: stems(each.replace("_", " ")) for each in vocabulary.products}
    for number, line in enumerate(document.lines, start=1):
        heard = stems(line)
        for product in [each for each, said in wanted.items() if said <= heard]:
            del wanted[product]
            yield product, (number, number)


def _elsewhere(document: ReadDocument) -> Iterator[str]:
    seen: set[str] = set()
    for number, line in enumerate(document.lines, start=1):
        for name in _DETERMINATION.findall(line):
            if name not in seen:
                seen.add(name)
                yield f"LCD {name} (line {number})"
    found = [number for number, line in enumerate(document.lines, start=1) if _MEDICARE.search(line)]
    if found:
        yield f"Medicare or federal plans ({_several(found)})"


def _several(lines: list[int]) -> str:
    said = ", ".join(map(str, lines[:_MOST_LINES]))
    more = ", ..." if len(lines) > _MOST_LINES else ""
    return f"line{'' if len(lines) == 1 else 's'} {said}{more}"
