"""The parts of a case: each service at each of its levels, with what is known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverline.codesets.form import normalize
from coverline.decide.consequences import Consequences
from coverline.decide.days import Days
from coverline.decide.facts import Contradiction, close
from coverline.model.case import Case, Known, Service
from coverline.model.code import ProcedureCode, ProcedureCodes
from coverline.model.quantity import Span


@dataclass(frozen=True, slots=True)
class CasePart:
    """One service at one level; `level`, `region` are None where they are unknown.

    `techniques` are those that the service can be, none where it is not of this field.
    """

    index: int
    service: Service
    level: str | None
    region: str | None
    techniques: tuple[str, ...]
    code: ProcedureCode | None
    stated: Mapping[str, Known]


def parts_of_case(case: Case, codes: ProcedureCodes, consequences: Consequences) -> tuple[CasePart, ...]:
    """The parts of a case in the order of its services and levels."""
    return tuple(
        _part(case, index, level, codes, consequences)
        for index, service in enumerate(case.services)
        for level in _levels(case, service)
    )


def _levels(case: Case, service: Service) -> Iterator[str | None]:
    if service.levels:
        yield from service.levels
    elif len(case.services) == 1 and case.lesions:
        yield from (level for lesion in case.lesions for level in lesion.levels)
    else:
        yield None


def _part(
    case: Case, index: int, level: str | None, codes: ProcedureCodes, consequences: Consequences
) -> CasePart:
    service = case.services[index]
    code = codes.find(normalize(service.code))
    own = next((lesion.facts for lesion in case.lesions if level in lesion.levels), None)
    stated = case.facts if own is None else _with_shared(case.facts, own, consequences, case.date_of_service)
    techniques = (service.technique,) if service.technique else code.techniques if code else ()
    region = region_of(level, code, consequences.vocabulary.levels)
    return CasePart(index, service, level, region, techniques, code, stated)


def region_of(level: str | None, code: ProcedureCode | None, regions: Mapping[str, str]) -> str | None:
    """The region of a level; without a level, that of a code which names one region only."""
    if level is not None:
        return regions[level]
    return code.regions[0] if code and len(code.regions) == 1 else None


def _with_shared(
    base: Mapping[str, Known], more: Mapping[str, Known], consequences: Consequences, service: Span
) -> dict[str, Known]:
    """The shared facts that do not contradict a lesion's own, with those own facts over them."""
    fitting = {
        name: each
        for name, each in base.items()
        if name not in more and not _contradicts(each, more, consequences, service)
    }
    return {**more, **fitting}


def _contradicts(each: Known, own: Mapping[str, Known], consequences: Consequences, service: Span) -> bool:
    try:
        return not Days(close({**own, each.fact: each}, consequences, {}), service).situations
    except Contradiction:
        return True
