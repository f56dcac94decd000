"""The days of service on which a case is met, as data."""

from typing import Any

from coverline.library.answering import Library
from coverline.model.case import Case
from coverline.search.alone import parts_under
from coverline.search.passage import Passage
from coverline.search.windows import windows

Data = dict[str, Any]


def windows_data(case: Case, library: Library) -> list[Data]:
    """The windows of each part, in order; raises Undecidable."""
    passages = passages_of(case, library)
    return [passage_data(each, len(passages) > 1) for each in passages]


def passages_of(case: Case, library: Library) -> tuple[Passage, ...]:
    """Each part of a case as time passes; raises Undecidable."""
    plan = library.plan_for(case)
    return tuple(Passage(part, case, plan) for part in parts_under(case, plan, library.procedure_codes))


def passage_data(passage: Passage, several: bool) -> Data:
    """The windows of one part, with the service that it is of where the case has several."""
    part = passage.part
    service = {"index": part.index, "code": part.service.code, "levels": [part.level] if part.level else []}
    found = [
        {"from": str(each.first) if each.first else None, "to": str(each.last) if each.last else None}
        for each in windows(passage)
    ]
    answer = {"payer": passage.case.payer, "policy": passage.plan.versions[-1].id, "windows": found}
    return {**answer, "service": service} if several else answer
