"""A case with one more of its facts or fields known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coverline.decide.missing import LEVELS
from coverline.decide.parts import CasePart
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.model.case import Case, Known, Lesion
from coverline.model.quantity import Span


@dataclass(frozen=True, slots=True)
class Place:
    """What a value is of: a fact or field, a service, and the levels whose own fact it is; none share it."""

    fact: str
    service: int = 0
    levels: tuple[str, ...] = ()


def place_of(fact: str, part: CasePart, case: Case) -> Place:
    """Where a fact of one part belongs: to its level's lesion where the case tells lesions apart."""
    if fact == DATE_OF_SERVICE:
        return Place(fact)
    if fact in (TECHNIQUE, LEVELS):
        return Place(fact, part.index)
    if not case.lesions or part.level is None:
        return Place(fact)
    own = (each.levels for each in case.lesions if part.level in each.levels)
    return Place(fact, levels=next(own, (part.level,)))


def knowing(case: Case, place: Place, known: Known) -> Case:
    """The case with a value; it stands in place of what the case said of the same fact in this place."""
    match place.fact, known.value:
        case "date_of_service", Span() as day:
            return replace(case, date_of_service=day)
        case "technique", str(technique):
            return _with_service(case, place.service, technique=technique)
        case "levels", frozenset(levels):
            return _with_service(case, place.service, levels=tuple(sorted(levels)))
        case _:
            return _with_fact(case, place.levels, known)


def _with_service(case: Case, index: int, technique: str | None = None, levels: tuple[str, ...] = ()) -> Case:
    before = case.services[index]
    after = replace(before, technique=technique or before.technique, levels=levels or before.levels)
    return replace(case, services=(*case.services[:index], after, *case.services[index + 1 :]))


def _with_fact(case: Case, levels: tuple[str, ...], known: Known) -> Case:
    if not levels:
        return replace(case, facts=_more(case.facts, known))
    own = {each.levels: each for each in case.lesions}
    before = own.get(levels, Lesion(levels, {}))
    own[levels] = replace(before, facts=_more(before.facts, known))
    return replace(case, lesions=tuple(own.values()))


def _more(facts: Mapping[str, Known], known: Known) -> Mapping[str, Known]:
    return {**facts, known.fact: known}
