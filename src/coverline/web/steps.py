"""What each form leads to: the next step, or the same step with what is to be mended beside its fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from coverline.decide.usefulness import DATE_OF_SERVICE
from coverline.library import Library
from coverline.model.case import Case, Known
from coverline.model.quantity import Span
from coverline.publish.assets import Linked
from coverline.publish.packet import packet
from coverline.publish.packet_page import packet_page
from coverline.search.knowing import Place, knowing
from coverline.web.answer_page import answer_reply
from coverline.web.comparison_page import comparison_reply
from coverline.web.dates_page import dates_reply, day_reply
from coverline.web.mistakes import Mistake, Mistaken
from coverline.web.next_step import levels_of, next_of, told_apart
from coverline.web.plan_step import Plan, plan_of, read_plan, typed_plan
from coverline.web.posted import Posted
from coverline.web.question_page import question_reply
from coverline.web.question_step import answer_known, first_field, read_typed, typed_answer
from coverline.web.replies import ASSETS, Hidden, Reply, reply, status_of
from coverline.web.service_step import (
    MOST_SERVICES,
    TypedRequest,
    grouped_levels,
    read_date,
    read_request,
    request_of,
    typed_request,
)
from coverline.web.times import moved
from coverline.web.worksheet import (
    Worksheet,
    changed,
    checked,
    own_places,
    read_place,
    read_worksheet,
    unknowing,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One form that came in: its fields, the library that answers and the day it is."""

    posted: Posted
    library: Library
    today: date

    @property
    def worksheet(self) -> Worksheet:
        """The worksheet of the form; raises Refused where it cannot be read."""
        return read_worksheet(self.posted, self.library)

    @property
    def is_begun(self) -> bool:
        """Whether the form has a case already."""
        return self.posted.has("case")


def first_page(library: Library) -> Reply:
    """The empty first page."""
    return _plan_page(library, Plan(), ())


# The pages that can be got, for they are blank.
BLANK: Mapping[str, Callable[[Library], Reply]] = {"/": first_page, "/dates": lambda _library: dates_reply()}


def plan(visit: Visit) -> Reply:
    """From the first step to the second, or back to where the plan was changed from."""
    hidden = tuple(visit.worksheet.fields(visit.library)) if visit.is_begun else ()
    try:
        chosen = read_plan(visit.posted, visit.library)
        if not visit.is_begun:
            return _service_page(visit, TypedRequest(), tuple(chosen.fields()))
        worksheet = visit.worksheet
        case = checked(chosen.of(worksheet.case), "payer", visit.library)
    except Mistaken as mistaken:
        return _plan_page(visit.library, typed_plan(visit.posted), hidden, mistaken)
    return onward(visit, worksheet.knowing(case))


def service(visit: Visit) -> Reply:
    """From the second step to the first question, or to an answer that needs none."""
    before = visit.worksheet if visit.is_begun else None
    chosen = plan_of(before.case) if before else _plan_travelling(visit)
    typed = typed_request(visit.posted)
    hidden = tuple(before.fields(visit.library) if before else chosen.fields())
    if visit.posted.has("add") or visit.posted.has("remove"):
        return _service_page(visit, typed, hidden)
    try:
        case = read_request(typed, before.case if before else None, visit.today, visit.library)
        case = checked(chosen.of(case), "day", visit.library)
    except Mistaken as mistaken:
        return _service_page(visit, typed, hidden, mistaken)
    asked = tuple(_still_there(before, case)) if before else ()
    apart = before.apart if before else ()
    return onward(visit, Worksheet(case, asked, not typed.unscheduled, apart=apart))


def question(visit: Visit) -> Reply:
    """From a question to the next, or to the answer."""
    worksheet, library = visit.worksheet, visit.library
    place = _place(visit, worksheet)
    if visit.posted.has("differs") and len(levels_of(worksheet.case)) > 1:
        return onward(visit, told_apart(worksheet, place))
    if visit.posted.has("silent"):
        return onward(visit, worksheet.knowing(unknowing(worksheet.case, place), place))
    typed = typed_answer(visit.posted)
    try:
        known = read_typed(place, typed, worksheet.case, library)
        field = first_field(place, library)
        case = checked(_knowing(worksheet.case, place, known, field), field, library)
    except Mistaken as mistaken:
        return question_reply(worksheet, place, typed, library, mistaken)
    return onward(visit, worksheet.knowing(case, place))


def _knowing(case: Case, place: Place, known: Known, field: str) -> Case:
    """The case with an answer; on another date of service what lasts has lasted longer."""
    if isinstance(known.value, Span) and place.fact == DATE_OF_SERVICE:
        return moved(case, known.value, field)
    for own in own_places(place, case):
        case = knowing(case, own, known)
    return case


def change(visit: Visit) -> Reply:
    """Back to a step or to a question, as it was answered."""
    worksheet, library = visit.worksheet, visit.library
    hidden = tuple(worksheet.fields(library))
    match visit.posted.one("target"):
        case "plan":
            return _plan_page(library, plan_of(worksheet.case), hidden)
        case "service":
            return _service_page(visit, request_of(worksheet.case, worksheet.scheduled), hidden)
        case text:
            place = read_place(text, worksheet.case, library)
            return question_reply(worksheet, place, answer_known(place, worksheet.case), library)


def move(visit: Visit) -> Reply:
    """The same answer on another date of service."""
    worksheet, library = visit.worksheet, visit.library
    mistakes: list[Mistake] = []
    try:
        day = read_date(visit.posted.one("day"), "day", mistakes)
        if day is None:
            raise Mistaken(mistakes)
        case = checked(moved(worksheet.case, day, "day"), "day", library)
    except Mistaken as mistaken:
        return answer_reply(worksheet, library, mistaken)
    return answer_reply(replace(worksheet.knowing(case), scheduled=True), library)


def answer(visit: Visit) -> Reply:
    """The answer to what is known, whether or not questions are left."""
    return answer_reply(visit.worksheet, visit.library)


def go_on(visit: Visit) -> Reply:
    """The next question; where none is left, one on a level that is open though another settles the case."""
    worksheet = visit.worksheet
    waits = next_of(worksheet, visit.library) is not None
    return onward(visit, worksheet if waits else replace(worksheet, onward=True))


def sheet(visit: Visit) -> Reply:
    """The packet, to print."""
    return Reply(200, packet_page(packet(visit.worksheet.case, visit.library), Linked(ASSETS)))


def compare(visit: Visit) -> Reply:
    """The same patient under every payer."""
    return comparison_reply(visit.worksheet, visit.library)


def other_payer(visit: Visit) -> Reply:
    """The same patient under another payer, with the questions that its policy still has."""
    worksheet, payer = visit.worksheet, visit.posted.one("payer")
    if payer not in visit.library.vocabulary.payers:
        raise changed((f"Found “{payer[:40]}”; expected a payer of the list.",))
    return onward(visit, worksheet.knowing(replace(worksheet.case, payer=payer)))


def dates(visit: Visit) -> Reply:
    """What decides on a day; it knows nothing of a case."""
    return day_reply(visit.posted.one("day"), visit.library)


STEPS: Mapping[str, Callable[[Visit], Reply]] = {
    "/plan": plan,
    "/service": service,
    "/question": question,
    "/change": change,
    "/move": move,
    "/answer": answer,
    "/next": go_on,
    "/packet": sheet,
    "/payers": compare,
    "/payer": other_payer,
    "/dates": dates,
}


def onward(visit: Visit, worksheet: Worksheet) -> Reply:
    """The next question, or the answer where none is left."""
    found = next_of(worksheet, visit.library)
    if found is None:
        return answer_reply(worksheet, visit.library)
    typed = answer_known(found.place, worksheet.case)
    return question_reply(worksheet, found.place, typed, visit.library)


def _place(visit: Visit, worksheet: Worksheet) -> Place:
    return read_place(visit.posted.one("place"), worksheet.case, visit.library)


def _still_there(before: Worksheet, case: Case) -> Iterator[Place]:
    """The questions that were asked of services and levels that the case still has."""
    named = set(levels_of(case))
    for each in before.asked:
        levels = tuple(level for level in each.levels if level in named)
        if each.service < len(case.services) and (levels or not each.levels):
            yield replace(each, levels=levels)


def _plan_travelling(visit: Visit) -> Plan:
    """The plan in the hidden fields of the second step; raises Refused where it was changed."""
    try:
        return read_plan(visit.posted, visit.library)
    except Mistaken as mistaken:
        raise changed(tuple(each.text for each in mistaken.mistakes)) from None


def _plan_page(library: Library, chosen: Plan, hidden: Hidden, mistaken: Mistaken | None = None) -> Reply:
    return reply(
        "plan.html",
        status_of(mistaken),
        vocabulary=library.vocabulary,
        plan=chosen,
        hidden=hidden,
        mistakes=mistaken.mistakes if mistaken else (),
    )


def _service_page(
    visit: Visit, typed: TypedRequest, hidden: Hidden, mistaken: Mistaken | None = None
) -> Reply:
    vocabulary = visit.library.vocabulary
    codes = visit.library.procedure_codes.codes
    return reply(
        "service.html",
        status_of(mistaken),
        vocabulary=vocabulary,
        typed=typed,
        regions=grouped_levels(vocabulary),
        codes={code: known for code, known in codes.items() if known.techniques},
        may_add=len(typed.services) < MOST_SERVICES,
        hidden=hidden,
        mistakes=mistaken.mistakes if mistaken else (),
    )
