"""Where a worksheet goes next: the question that decides soonest, or none."""

from collections.abc import Iterator
from dataclasses import replace

from coverline.decide.determine import inquire
from coverline.decide.missing import missing
from coverline.decide.parts import CasePart
from coverline.library import Library
from coverline.model.case import Case, Lesion
from coverline.search.alone import alone, parts_under
from coverline.search.knowing import Place, place_of
from coverline.search.next_question import NextQuestion, next_question
from coverline.web.worksheet import Worksheet, own_places, unknowing


def next_of(worksheet: Worksheet, library: Library) -> NextQuestion | None:
    """The next question, the same as `coverline ask` would ask; None where the case is decided.

    Levels that a case tells apart are asked about together until the fact is told apart, too. Where one level
    settles the case and the worksheet goes on, the open levels are asked about too.
    """
    case, plan, codes = worksheet.case, library.plan_for(worksheet.case), library.procedure_codes
    asked = frozenset(_asked(worksheet))
    found = next_question(case, plan, codes, asked)
    if found is None and worksheet.onward:
        alone_found = (_of_part(part, worksheet, asked, library) for part in parts_under(case, plan, codes))
        found = next(filter(None, alone_found), None)
    return None if found is None else _together(found, worksheet, asked, library)


def _asked(worksheet: Worksheet) -> Iterator[Place]:
    """Every place that was asked about; what was asked of all levels alike was asked of each."""
    for each in worksheet.asked:
        yield from own_places(each, worksheet.case)
        if not each.levels:
            yield from own_places(replace(each, levels=levels_of(worksheet.case)), worksheet.case)


def _of_part(
    part: CasePart, worksheet: Worksheet, asked: frozenset[Place], library: Library
) -> NextQuestion | None:
    case, plan = worksheet.case, library.plan_for(worksheet.case)
    shared = frozenset(Place(each.fact) for each in asked if place_of(each.fact, part, case) == each)
    found = next_question(alone(part, case), plan, library.procedure_codes, shared)
    return None if found is None else replace(found, place=place_of(found.place.fact, part, case))


def _together(
    found: NextQuestion, worksheet: Worksheet, asked: frozenset[Place], library: Library
) -> NextQuestion:
    """The question for every level that waits for the same fact, unless the levels differ in it.

    A fact in which they differ is asked of one level after the other before anything else is.
    """
    fact = found.place.fact
    for apart in worksheet.apart:
        waiting = tuple(_waiting(apart, worksheet.case, asked, library))
        if waiting and found.place.levels:
            place, question = waiting[0]
            return NextQuestion(place, question)
    if not found.place.levels or fact in worksheet.apart:
        return found
    others = (place.levels for place, _ in _waiting(fact, worksheet.case, asked, library))
    named = {*found.place.levels, *(level for levels in others for level in levels)}
    return replace(found, place=replace(found.place, levels=_ordered(named, worksheet.case)))


def _waiting(fact: str, case: Case, asked: frozenset[Place], library: Library) -> Iterator[tuple[Place, str]]:
    """The levels that a fact is still missing for, each with its question."""
    plan = library.plan_for(case)
    for part in parts_under(case, plan, library.procedure_codes):
        inquiry, place = inquire(part, case, plan), place_of(fact, part, case)
        if len(inquiry.outcomes) > 1 and place not in asked and place.levels:
            yield from ((place, each.question) for each in missing(inquiry) if each.fact == fact)


def _ordered(named: set[str], case: Case) -> tuple[str, ...]:
    return tuple(level for level in levels_of(case) if level in named)


def open_levels(case: Case, library: Library) -> tuple[str, ...]:
    """The levels that are not decided yet; a level that is not stated has no name."""
    plan = library.plan_for(case)
    parts = parts_under(case, plan, library.procedure_codes)
    return tuple(part.level or "" for part in parts if len(inquire(part, case, plan).outcomes) > 1)


def levels_of(case: Case) -> tuple[str, ...]:
    """Every level that a case names."""
    return tuple(dict.fromkeys(level for each in case.services for level in each.levels))


def told_apart(worksheet: Worksheet, place: Place) -> Worksheet:
    """The worksheet in which every level has its own answer to a question, and is asked for it."""
    case = unknowing(worksheet.case, place)
    own = {level for each in case.lesions for level in each.levels}
    added = tuple(Lesion((level,), {}) for level in levels_of(case) if level not in own)
    asked = tuple(each for each in worksheet.asked if each.fact != place.fact)
    apart = tuple(dict.fromkeys((*worksheet.apart, place.fact)))
    return replace(worksheet, case=replace(case, lesions=(*case.lesions, *added)), asked=asked, apart=apart)
