"""The second step: the procedures, their levels, the setting, the diagnoses and the date of service."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from coverline.codesets.form import normalize
from coverline.decide.listing import ICD10CM
from coverline.document import Scalar
from coverline.language.quantities import read_span
from coverline.library import Library
from coverline.library.replies.codes import code_of
from coverline.model.case import Case, Lesion, Service
from coverline.model.code import ProcedureCodes
from coverline.model.quantity import Span
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Unreadable, nearest
from coverline.publish.wording import spelled
from coverline.web.mistakes import Mistake, Mistaken, ended, said
from coverline.web.posted import Posted
from coverline.web.times import moved

MOST_SERVICES = 4
FORMS = "22513 (CPT), C7507 (HCPCS) or 0QU03JZ (ICD-10-PCS)"


@dataclass(frozen=True, slots=True)
class TypedService:
    """One procedure as it was typed."""

    code: str = ""
    technique: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedRequest:
    """The second step as it was typed, to be shown again where something is to be mended."""

    services: tuple[TypedService, ...] = (TypedService(),)
    diagnoses: str = ""
    setting: str = ""
    day: str = ""
    part_of_date: str = ""
    unscheduled: bool = False


def request_of(case: Case, scheduled: bool) -> TypedRequest:
    """A case as it would have been typed."""
    day = str(case.date_of_service) if scheduled else ""
    exact = case.date_of_service.is_exact
    return TypedRequest(
        services=tuple(TypedService(each.code, each.technique or "", each.levels) for each in case.services),
        diagnoses=", ".join(case.diagnoses),
        setting=case.setting or "",
        day=day if exact else "",
        part_of_date="" if exact else day,
        unscheduled=not scheduled,
    )


def typed_request(posted: Posted) -> TypedRequest:
    """The form as it was typed, with one more procedure or one fewer where a button asks for it."""
    count = posted.one("services")
    rows = min(int(count), MOST_SERVICES) if count.isdecimal() and len(count) < 4 else 1
    services = [
        TypedService(posted.one(f"code-{row}"), posted.one(f"technique-{row}"), posted.all(f"level-{row}"))
        for row in range(max(rows, 1))
    ]
    if posted.has("remove"):
        services = [each for row, each in enumerate(services) if str(row) != posted.one("remove")]
    if posted.has("add") and len(services) < MOST_SERVICES:
        services.append(TypedService())
    return TypedRequest(
        services=tuple(services) or (TypedService(),),
        diagnoses=posted.one("diagnoses"),
        setting=posted.one("setting"),
        day=posted.one("day"),
        part_of_date=posted.one("part_of_date"),
        unscheduled=posted.has("unscheduled"),
    )


def read_request(typed: TypedRequest, before: Case | None, today: date, library: Library) -> Case:
    """A case of what was typed, without a payer unless there was a case `before`, whose facts stay.

    Raises Mistaken with everything that is to be mended.
    """
    mistakes: list[Mistake] = []
    services = tuple(_service(row, each, mistakes, library) for row, each in enumerate(typed.services))
    if typed.setting and typed.setting not in library.vocabulary.settings:
        mistakes.append(Mistake("setting", "Choose inpatient or outpatient, or leave it open."))
    diagnoses = tuple(_diagnoses(typed.diagnoses, mistakes))
    service_day = _day(typed, today, mistakes)
    if mistakes or service_day is None:
        raise Mistaken(mistakes)
    case = before or Case(payer="", date_of_service=service_day, services=services)
    case = moved(case, service_day, "day")
    case = replace(case, services=services, diagnoses=diagnoses, setting=typed.setting or None)
    return replace(case, lesions=tuple(_lesions_left(case)))


def _lesions_left(case: Case) -> Iterator[Lesion]:
    """The lesions at levels that are still named."""
    named = {level for each in case.services for level in each.levels}
    for each in case.lesions:
        levels = tuple(level for level in each.levels if level in named)
        if levels:
            yield replace(each, levels=levels)


def _service(row: int, typed: TypedService, mistakes: list[Mistake], library: Library) -> Service:
    vocabulary = library.vocabulary
    if typed.technique and typed.technique not in vocabulary.techniques:
        mistakes.append(Mistake(f"technique-{row}", "Choose a procedure of the list, or leave it open."))
    if not set(typed.levels) <= set(vocabulary.levels):
        mistakes.append(Mistake(f"levels-{row}", "Choose levels of the list."))
        return Service("")
    levels = tuple(dict.fromkeys(each for each in vocabulary.levels if each in typed.levels))
    code = normalize(re.sub(r"\s", "", typed.code))
    if not code:
        code = usual_code(typed.technique, levels, library.procedure_codes, vocabulary) or ""
        if not code:
            mistakes.append(Mistake(f"code-{row}", _wanted(typed, levels)))
    elif not _is_procedure(code, library):
        known = (each for each, code_known in library.procedure_codes.codes.items() if code_known.techniques)
        text = f"Found “{typed.code[:40]}”; expected a procedure code such as {FORMS}"
        hint = nearest(code, known)
        mistakes.append(Mistake(f"code-{row}", ended(f"{text}; {hint}" if hint else text)))
    return Service(code, typed.technique or None, levels)


def _is_procedure(code: str, library: Library) -> bool:
    found = code_of(code, library)
    return found is not None and found.system != ICD10CM


def _wanted(typed: TypedService, levels: tuple[str, ...]) -> str:
    if typed.technique and not levels:
        return "Give the code, or the levels as well, from which the usual code follows."
    if typed.technique:
        return "Give the code: no single code is usual for this procedure at these levels."
    return "Give the procedure code, or choose the procedure and its levels."


def usual_code(
    technique: str, levels: tuple[str, ...], codes: ProcedureCodes, vocabulary: Vocabulary
) -> str | None:
    """The first code of the table that stands alone for a technique in the one region of all levels."""
    regions = {vocabulary.levels[each] for each in levels}
    if len(regions) != 1:
        return None
    return next(
        (
            code
            for code, known in codes.codes.items()
            if technique in known.techniques and regions <= set(known.regions) and not known.add_on_to
        ),
        None,
    )


def _diagnoses(text: str, mistakes: list[Mistake]) -> Iterator[str]:
    for each in dict.fromkeys(re.split(r"[,;\s]+", text.strip())):
        if not each:
            continue
        code = normalize(each)
        if re.fullmatch(r"[A-Z][0-9][0-9A-Z]{1,5}", code) is None:
            found = f"Found “{each[:40]}”; expected ICD-10-CM codes such as M80.08XA, parted by commas."
            mistakes.append(Mistake("diagnoses", found))
        yield spelled(code, "ICD-10-CM")


def _day(typed: TypedRequest, today: date, mistakes: list[Mistake]) -> Span | None:
    given = [each for each in (typed.day, typed.part_of_date) if each]
    if typed.unscheduled and not given:
        return Span.exactly(today)
    if len(given) + typed.unscheduled != 1:
        wanted = "Give the date of service in one way: a day, a month, or “not scheduled”."
        mistakes.append(Mistake("day", wanted))
        return None
    return read_date(given[0], "day" if typed.day else "part_of_date", mistakes)


def read_date(text: str, field: str, mistakes: list[Mistake]) -> Span | None:
    """A day, a month or a year; None where it is none, which is then among the mistakes."""
    try:
        return read_span(Scalar(text, False, field, 0, 0))
    except Unreadable as unreadable:
        mistakes.extend(Mistake(field, said(each)) for each in unreadable.problems)
        return None


def grouped_levels(vocabulary: Vocabulary) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The levels under their regions, from the neck down."""
    groups = groupby(vocabulary.levels.items(), key=lambda each: each[1])
    return tuple((region, tuple(level for level, _ in group)) for region, group in groups)
