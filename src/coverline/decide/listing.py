"""What a policy thinks of a code by itself, without a case."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverline.codesets import icd10cm
from coverline.codesets.form import normalize, system_of_procedure
from coverline.codesets.icd10pcs import SECTIONS
from coverline.decide.codes import CodeLists, invalid
from coverline.model.code import ProcedureCode, ProcedureCodes
from coverline.model.criteria import Citation
from coverline.model.policy import CodeEntry, CodeException, Finding

ICD10CM, ICD10PCS = "ICD-10-CM", "ICD-10-PCS"
_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}")


@dataclass(frozen=True, slots=True)
class Code:
    """A code (normalized) in its system, with what it settles where it belongs to this field.

    `printed` is its spelling where a policy prints it though it does not exist.
    """

    code: str
    system: str
    known: ProcedureCode | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One finding of a policy on a code; `exceptions` are other findings under conditions.

    There is no finding where the policy has no list of the code's kind.
    """

    policy: str
    source: str
    finding: Finding | None
    note: str
    cite: Citation | None = None
    exceptions: tuple[CodeException, ...] = ()


def identified(text: str, procedures: ProcedureCodes, lists: Iterable[CodeLists]) -> Code | None:
    """A code with its system; None where it has the form of none and no policy prints it.

    Where a form fits several systems, the lists tell, then a dot, then the sections of ICD-10-PCS.
    """
    code = normalize(text)
    known = procedures.find(code)
    form = system_of_procedure(code)
    if known is not None and form is not None:
        return Code(code, form, known)
    if icd10cm.exists(code):
        return Code(code, ICD10CM)
    for each in lists:
        if code in each.misprints:
            return Code(code, ICD10CM, printed=each.misprints[code].printed)
    diagnosis = _DIAGNOSIS.fullmatch(code) is not None
    dotted = text.strip()[3:4] == "."
    if diagnosis and (dotted or form is None or (form == ICD10PCS and code[0] not in SECTIONS)):
        return Code(code, ICD10CM)
    return Code(code, form) if form is not None else None


def listings(code: Code, lists: CodeLists) -> tuple[Listing, ...]:
    """Every finding of a policy version on a code."""
    found = _diagnosis(code, lists) if code.system == ICD10CM else _procedure(code, lists)
    return tuple(found)


def _diagnosis(code: Code, lists: CodeLists) -> Iterator[Listing]:
    policy = lists.policy
    if not icd10cm.exists(code.code):
        finding = invalid(code.code, lists.misprints.get(code.code))
        yield Listing(policy.id, policy.source, finding.finding, finding.note, finding.cite)
    elif not policy.codes.lists_diagnoses:
        yield _silent(lists, "diagnosis")
    elif icd10cm.is_complete(code.code):
        yield _listed(lists.diagnoses.get(code.code), lists)
    else:
        below = sum(each.startswith(code.code) for each in lists.diagnoses)
        note = (
            f"an incomplete code: it needs more characters to be reported; {below} codes below it are listed"
        )
        yield Listing(policy.id, policy.source, Finding.NOT_LISTED, note, policy.codes.cite)


def _procedure(code: Code, lists: CodeLists) -> Iterator[Listing]:
    policy = lists.policy
    if policy.codes.lists_procedures:
        yield _listed(lists.procedures.get(code.code), lists)
    else:
        yield _silent(lists, "procedure")
    last = code.known.last_day if code.known else None
    if last is not None:
        yield Listing(policy.id, policy.source, Finding.NOT_IN_FORCE, f"for services after {last}")


def _silent(lists: CodeLists, kind: str) -> Listing:
    policy = lists.policy
    return Listing(policy.id, policy.source, None, f"prints no {kind} codes", policy.codes.cite)


def _listed(entry: CodeEntry | None, lists: CodeLists) -> Listing:
    policy = lists.policy
    if entry is None:
        note = "not in this policy's lists"
        return Listing(policy.id, policy.source, Finding.NOT_LISTED, note, policy.codes.cite)
    note = entry.note or policy.codes.use
    if entry.printed_as:
        note = f"printed {entry.printed_as}; {note}"
    return Listing(policy.id, policy.source, entry.finding, note, entry.cite, entry.exceptions)
