"""Code findings: what the policy's lists, and the code systems themselves, say of a case's codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverline.codesets import icd10cm
from coverline.codesets.form import normalize, system_of_procedure
from coverline.decide.fields import Fields, holds
from coverline.decide.meaning import Situation
from coverline.decide.parts import CasePart
from coverline.model.code import ProcedureCode
from coverline.model.determination import CodeFinding
from coverline.model.policy import CodeEntry, Codes, Finding, Misprint, PolicyVersion
from coverline.model.quantity import Span
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class CodeLists:
    """The code lists of one policy version, by normalized code."""

    policy: PolicyVersion
    procedures: Mapping[str, CodeEntry]
    diagnoses: Mapping[str, CodeEntry]
    misprints: Mapping[str, Misprint]

    @classmethod
    def of(cls, policy: PolicyVersion) -> "CodeLists":
        """The lists of a policy version."""
        codes: Codes = policy.codes
        return cls(
            policy,
            {code: entry for entry in codes.procedures for code in entry.codes},
            {code: entry for entry in codes.diagnoses for code in entry.codes},
            {normalize(each.printed): each for each in codes.misprints},
        )


def code_findings(
    part: CasePart,
    diagnoses: tuple[str, ...],
    lists: CodeLists | None,
    fields: Fields,
    situations: tuple[Situation, ...],
    vocabulary: Vocabulary,
) -> tuple[CodeFinding, ...]:
    """The findings on a part's procedure code and on the diagnoses; without lists, the systems' own."""
    found = [*_procedure(part, lists, fields, situations, vocabulary)]
    for code in diagnoses:
        found += _diagnosis(code, lists, fields, situations, vocabulary)
    return tuple(found)


def _procedure(
    part: CasePart,
    lists: CodeLists | None,
    fields: Fields,
    situations: tuple[Situation, ...],
    vocabulary: Vocabulary,
) -> Iterator[CodeFinding]:
    code, normalized = part.service.code, normalize(part.service.code)
    system = system_of_procedure(normalized)
    if system is None:
        yield CodeFinding(code, "unknown", Finding.INVALID, "no procedure code has this form")
        return
    if lists is not None and lists.policy.codes.lists_procedures:
        entry = lists.procedures.get(normalized)
        yield _listing(code, system, entry, lists, fields, situations, vocabulary)
    if part.code is not None:
        yield from _of_the_code(part, part.code, system, fields.date_of_service, vocabulary)


def _listing(
    code: str,
    system: str,
    entry: CodeEntry | None,
    lists: CodeLists,
    fields: Fields,
    situations: tuple[Situation, ...],
    vocabulary: Vocabulary,
) -> CodeFinding:
    if entry is None:
        return CodeFinding(
            code, system, Finding.NOT_LISTED, "not in this policy's lists", lists.policy.codes.cite
        )
    for each in entry.exceptions:
        if holds(each.when, fields, situations, vocabulary):
            return CodeFinding(code, system, each.finding, f"by the {each.mark}", each.cite)
    return CodeFinding(code, system, entry.finding, entry.note or lists.policy.codes.use, entry.cite)


def _of_the_code(
    part: CasePart, known: ProcedureCode, system: str, service: Span, vocabulary: Vocabulary
) -> Iterator[CodeFinding]:
    code = part.service.code
    assert service.first is not None
    if known.first_day is not None and service.last < known.first_day:
        yield CodeFinding(code, system, Finding.NOT_IN_FORCE, f"in force from {known.first_day}")
    if known.last_day is not None and service.first > known.last_day:
        yield CodeFinding(code, system, Finding.NOT_IN_FORCE, f"in force until {known.last_day}")
    if part.level is None:
        return
    region = vocabulary.levels[part.level]
    named = {vocabulary.levels[level] for level in part.service.levels} or {region}
    if known.regions and region not in known.regions:
        note = f"the code is for {' or '.join(known.regions)} levels, {part.level} is {region}"
        yield CodeFinding(code, system, Finding.LEVEL_MISMATCH, note)
    elif known.first_regions and not named & set(known.first_regions):
        note = f"the code's first level is {' or '.join(known.first_regions)}"
        yield CodeFinding(code, system, Finding.LEVEL_MISMATCH, note)


def _diagnosis(
    code: str,
    lists: CodeLists | None,
    fields: Fields,
    situations: tuple[Situation, ...],
    vocabulary: Vocabulary,
) -> Iterator[CodeFinding]:
    normalized, system = normalize(code), "ICD-10-CM"
    if not icd10cm.exists(normalized):
        yield invalid(code, lists.misprints.get(normalized) if lists else None)
    elif lists is not None and lists.policy.codes.lists_diagnoses:
        entry = lists.diagnoses.get(normalized)
        finding = _listing(code, system, entry, lists, fields, situations, vocabulary)
        if icd10cm.is_complete(normalized):
            yield finding
        else:
            note = "an incomplete code: it needs more characters to be reported"
            yield CodeFinding(code, system, finding.finding, note, finding.cite)


def invalid(code: str, misprint: Misprint | None) -> CodeFinding:
    """The finding on a diagnosis code that does not exist, with the code that was meant if that is clear."""
    note = f"not in the ICD-10-CM list of {icd10cm.edition()}"
    if misprint is None:
        return CodeFinding(code, "ICD-10-CM", Finding.INVALID, note)
    meant = f"{misprint.meant} is meant" if misprint.meant else "the code meant is not clear"
    return CodeFinding(
        code, "ICD-10-CM", Finding.INVALID, f"{note}; printed so in the source, {meant}", misprint.cite
    )
