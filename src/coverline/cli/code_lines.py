"""A code for people and as data: what it settles by itself, then what each policy says."""

from collections.abc import Iterator
from typing import Any

from coverline.cli.citation import Source
from coverline.cli.terminal import faint, heading
from coverline.cli.wording import in_words, services, spelled
from coverline.codesets import icd10cm, icd10pcs
from coverline.decide.data import cite_data
from coverline.decide.listing import ICD10CM, ICD10PCS, Code, Listing, listings
from coverline.language.words import in_words as test_in_words
from coverline.library import Library
from coverline.model.code import ProcedureCode, SourceLines
from coverline.model.criteria import Citation
from coverline.model.policy import CodeException

TITLE = 10


def code_lines(code: Code, library: Library) -> Iterator[str]:
    """What the code settles by itself, then a line for each finding of each policy."""
    yield f"{heading(_spelled(code))}  {code.system}"
    for title, said in _about(code, library):
        yield f"  {title:<{TITLE}}  {said}"
    width = max(map(len, library.policies))
    for each in _listings(code, library):
        finding = in_words(each.finding.value) if each.finding else "no list"
        yield f"  {each.policy:<{width}}  {finding}: {each.note}{_place(each.cite, each, library)}"
        for exception in each.exceptions:
            place = _place(exception.cite, each, library)
            yield f"  {'':{width}}  {_under_condition(exception, library)}{place}"
    yield ""


def code_data(code: Code, library: Library) -> list[dict[str, Any]]:
    """An entry for each finding of each policy, each with what the code settles by itself."""
    return [_data(code, each, library) for each in _listings(code, library)]


def _spelled(code: Code) -> str:
    return code.printed or spelled(code.code, code.system)


def _listings(code: Code, library: Library) -> Iterator[Listing]:
    for name, versions in library.policies.items():
        yield from listings(code, library.plan(name).of(versions[-1]).lists)


def _about(code: Code, library: Library) -> Iterator[tuple[str, str]]:
    if code.system == ICD10CM:
        yield "official", _official(code.code)
    if code.system == ICD10PCS:
        yield "section", icd10pcs.SECTIONS.get(code.code[0], "none of ICD-10-PCS")
        approach = icd10pcs.approach(code.code)
        if approach:
            yield "approach", approach
    if code.known is not None:
        yield from _settled(code, code.known, library)
    elif code.system != ICD10CM:
        yield "field", "no code of this field"


def _official(code: str) -> str:
    edition = icd10cm.edition()
    if not icd10cm.exists(code):
        return f"not in the ICD-10-CM list of {edition}"
    complete = "complete" if icd10cm.is_complete(code) else "incomplete: it needs more characters"
    return f"in the ICD-10-CM list of {edition}, {complete}"


def _settled(code: Code, known: ProcedureCode, library: Library) -> Iterator[tuple[str, str]]:
    """What the code says by itself: technique, region, days and the codes that it adds to."""
    techniques = " or ".join(map(in_words, known.techniques))
    yield "technique", techniques or "none: nothing is asked under this code today"
    if known.regions:
        yield "body part" if code.system == ICD10PCS else "region", " or ".join(known.regions)
    if known.first_regions:
        yield "first", f"the first level is {' or '.join(known.first_regions)}"
    if known.dates_cite is not None:
        first, last = _days(known)
        yield "in force", f"{services(first, last)}  {faint(_lines(known.dates_cite, library))}"
    if known.add_on_to:
        yield "add-on", f"only beside {' or '.join(known.add_on_to)}"


def _days(known: ProcedureCode) -> tuple[str | None, str | None]:
    first, last = (day.isoformat() if day else None for day in (known.first_day, known.last_day))
    return first, last


def _lines(cite: SourceLines, library: Library) -> str:
    source = Source(library.register, cite.source)
    return f"{cite.source} {source.where(Citation(cite.lines))}"


def _place(cite: Citation | None, listing: Listing, library: Library) -> str:
    return f"  {faint(Source(library.register, listing.source).where(cite))}" if cite else ""


def _under_condition(exception: CodeException, library: Library) -> str:
    when = " and ".join(test_in_words(test, library.vocabulary) for test in exception.when)
    return f"{in_words(exception.finding.value)} where {when} ({exception.mark})"


def _data(code: Code, listing: Listing, library: Library) -> dict[str, Any]:
    conditions = [_under_condition(each, library) for each in listing.exceptions]
    cite = cite_data(listing.cite, library.register, listing.source) if listing.cite else None
    return {
        "code": _spelled(code),
        "system": code.system,
        "policy": listing.policy,
        "finding": listing.finding.value if listing.finding else None,
        "note": "; ".join((listing.note, *conditions)),
        "cite": cite,
        "about": dict(_about_data(code)),
    }


def _about_data(code: Code) -> Iterator[tuple[str, Any]]:
    if code.system == ICD10CM:
        yield "exists", icd10cm.exists(code.code)
        yield "complete", icd10cm.is_complete(code.code)
    if code.known is not None:
        first, last = _days(code.known)
        yield "techniques", list(code.known.techniques)
        yield "regions", list(code.known.regions)
        yield "in_force", {"from": first, "to": last}
        yield "add_on_to", list(code.known.add_on_to)
