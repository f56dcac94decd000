"""Where a worksheet goes next: the question that decides soonest, or none."""

from dataclasses import replace

from coverline.decide.determine import inquire
from coverline.decide.parts import CasePart
from coverline.library import Library
from coverline.model.case import Case, Lesion
from coverline.search.alone import alone, parts_under
from coverline.search.knowing import Place, place_of
from coverline.search.next_question import NextQuestion, next_question
from coverline.web.worksheet import Worksheet


def next_of(worksheet: Worksheet, library: Library) -> NextQuestion | None:
    """The next question, the same as `coverline ask` would ask; None where the case is decided.

    Where one level settles the case and the worksheet goes on, the open levels are asked about too.
    """
    case, plan, codes = worksheet.case, library.plan_for(worksheet.case), library.procedure_codes
    found = next_question(case, plan, codes, frozenset(worksheet.asked))
    if found is not None or not worksheet.onward:
        return found
    return next(
        filter(None, (_of_part(part, worksheet, library) for part in parts_under(case, plan, codes))), None
    )


def _of_part(part: CasePart, worksheet: Worksheet, library: Library) -> NextQuestion | None:
    case, plan = worksheet.case, library.plan_for(worksheet.case)
    asked = frozenset(Place(each.fact) for each in worksheet.asked if place_of(each.fact, part, case) == each)
    found = next_question(alone(part, case), plan, library.procedure_codes, asked)
    return None if found is None else replace(found, place=place_of(found.place.fact, part, case))


def open_levels(case: Case, library: Library) -> tuple[str, ...]:
    """The levels that are not decided yet; a level that is not stated has no name."""
    plan = library.plan_for(case)
    parts = parts_under(case, plan, library.procedure_codes)
    return tuple(part.level or "" for part in parts if len(inquire(part, case, plan).outcomes) > 1)


def levels_of(case: Case) -> tuple[str, ...]:
    """Every level that a case names."""
    return tuple(dict.fromkeys(level for each in case.services for level in each.levels))


def told_apart(case: Case) -> Case:
    """The case with a lesion of its own for every level, from which its levels are asked about one by one."""
    own = {level for each in case.lesions for level in each.levels}
    added = tuple(Lesion((level,), {}) for level in levels_of(case) if level not in own)
    return replace(case, lesions=(*case.lesions, *added))
