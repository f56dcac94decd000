"""A code for people: what it settles by itself, then what each policy says."""

from collections.abc import Iterator

from coverline.cli.terminal import faint, heading
from coverline.codesets import icd10cm, icd10pcs
from coverline.decide.listing import ICD10CM, ICD10PCS, Code, Listing
from coverline.library import Library
from coverline.library.replies.codes import days_in_force, listings_of, spelled, under_condition
from coverline.model.code import ProcedureCode, SourceLines
from coverline.model.criteria import Citation
from coverline.publish.citation import Source
from coverline.publish.wording import in_words, services

TITLE = 10


def code_lines(code: Code, library: Library) -> Iterator[str]:
    """What the code settles by itself, then a line for each finding of each policy."""
    yield f"{heading(spelled(code))}  {code.system}"
    for title, said in _about(code, library):
        yield f"  {title:<{TITLE}}  {said}"
    width = max(map(len, library.policies))
    for each in listings_of(code, library):
        finding = in_words(each.finding.value) if each.finding else "no list"
        yield f"  {each.policy:<{width}}  {finding}: {each.note}{_place(each.cite, each, library)}"
        for exception in each.exceptions:
            place = _place(exception.cite, each, library)
            yield f"  {'':{width}}  {under_condition(exception, library)}{place}"
    yield ""


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
        first, last = days_in_force(known)
        yield "in force", f"{services(first, last)}  {faint(_lines(known.dates_cite, library))}"
    if known.add_on_to:
        yield "add-on", f"only beside {' or '.join(known.add_on_to)}"


def _lines(cite: SourceLines, library: Library) -> str:
    source = Source(library.register, cite.source)
    return f"{cite.source} {source.where(Citation(cite.lines))}"


def _place(cite: Citation | None, listing: Listing, library: Library) -> str:
    return f"  {faint(Source(library.register, listing.source).where(cite))}" if cite else ""
