"""What every policy thinks of a code, as data."""

from collections.abc import Iterator
from typing import Any

from coverline.codesets import icd10cm
from coverline.decide.data import cite_data
from coverline.decide.listing import ICD10CM, Code, Listing, identified, listings
from coverline.language.words import in_words
from coverline.library.answering import Library
from coverline.model.code import ProcedureCode
from coverline.model.policy import CodeException

Data = dict[str, Any]

FORMS = "22513 (CPT), C7507 (HCPCS), 0QU03JZ (ICD-10-PCS) or M80.08XA (ICD-10-CM)"


def codes_data(code: Code, library: Library) -> list[Data]:
    """An entry for each finding of each policy, each with what the code settles by itself."""
    return [_entry(code, each, library) for each in listings_of(code, library)]


def code_of(text: str, library: Library) -> Code | None:
    """A code with its system; None where it has the form of none."""
    lists = [library.plan(name).of(versions[-1]).lists for name, versions in library.policies.items()]
    return identified(text, library.procedure_codes, lists)


def listings_of(code: Code, library: Library) -> Iterator[Listing]:
    """Every finding of every policy's newest version."""
    for name, versions in library.policies.items():
        yield from listings(code, library.plan(name).of(versions[-1]).lists)


def spelled(code: Code) -> str:
    """A code as its system prints it: diagnoses have a dot after three characters."""
    dotted = code.system == ICD10CM and len(code.code) > 3
    return code.printed or (f"{code.code[:3]}.{code.code[3:]}" if dotted else code.code)


def under_condition(exception: CodeException, library: Library) -> str:
    """Another finding, and the condition that it holds under."""
    when = " and ".join(in_words(test, library.vocabulary) for test in exception.when)
    return f"{exception.finding.value.replace('_', ' ')} where {when} ({exception.mark})"


def days_in_force(known: ProcedureCode) -> tuple[str | None, str | None]:
    """The first and the last day on which a code exists."""
    first, last = (day.isoformat() if day else None for day in (known.first_day, known.last_day))
    return first, last


def _entry(code: Code, listing: Listing, library: Library) -> Data:
    conditions = [under_condition(each, library) for each in listing.exceptions]
    cite = cite_data(listing.cite, library.register, listing.source) if listing.cite else None
    return {
        "code": spelled(code),
        "system": code.system,
        "policy": listing.policy,
        "finding": listing.finding.value if listing.finding else None,
        "note": "; ".join((listing.note, *conditions)),
        "cite": cite,
        "about": dict(_about(code)),
    }


def _about(code: Code) -> Iterator[tuple[str, Any]]:
    if code.system == ICD10CM:
        yield "exists", icd10cm.exists(code.code)
        yield "complete", icd10cm.is_complete(code.code)
    if code.known is not None:
        first, last = days_in_force(code.known)
        yield "techniques", list(code.known.techniques)
        yield "regions", list(code.known.regions)
        yield "in_force", {"from": first, "to": last}
        yield "add_on_to", list(code.known.add_on_to)
