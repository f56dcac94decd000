"""One question as a page: why it is asked, where the policy says so, and how it may be answered."""

from coverline.library import Library
from coverline.model.vocabulary import Kind
from coverline.search.knowing import Place
from coverline.web.mistakes import Mistaken
from coverline.web.next_step import levels_of
from coverline.web.question_step import NONE_OF_THESE, UNITS, Typed, choices_of, form_of, question_of
from coverline.web.reasons import reasons_for, still_to_come
from coverline.web.replies import Reply, reply, status_of
from coverline.web.service_step import grouped_levels
from coverline.web.wording import asked_words
from coverline.web.worksheet import Worksheet, unknowing, written


def question_reply(
    worksheet: Worksheet, place: Place, typed: Typed, library: Library, mistaken: Mistaken | None = None
) -> Reply:
    """The page of one question, with what was typed before."""
    case = worksheet.case
    before = worksheet.asked[: worksheet.asked.index(place)] if place in worksheet.asked else worksheet.asked
    # What an answer bears on is seen where it is not known yet.
    open_case = unknowing(case, place)
    kind = form_of(place.fact, library)
    every = levels_of(case)
    levels = place.levels or every
    return reply(
        "question.html",
        status_of(mistaken),
        place=place,
        place_written=written(place),
        asked=asked_words(question_of(place.fact, library), kind in (Kind.CHOICE, Kind.SET)),
        is_field=place.fact not in library.vocabulary.facts,
        kind=kind,
        Kind=Kind,
        choices=choices_of(place, case, library),
        regions=grouped_levels(library.vocabulary) if place.fact == "levels" else (),
        none_of_these=NONE_OF_THESE,
        units=UNITS,
        typed=typed,
        service=case.date_of_service,
        reasons=reasons_for(place, open_case, library),
        levels=levels,
        alike=set(levels) == set(every),
        may_differ=len(levels) > 1 and place.fact in library.vocabulary.facts,
        number=len(before) + 1,
        to_come=still_to_come(case, library),
        back=written(before[-1]) if before else "service",
        hidden=tuple(worksheet.fields(library)),
        mistakes=mistaken.mistakes if mistaken else (),
    )
