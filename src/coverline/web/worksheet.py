"""What is known so far: it travels in the form, and is read again by the language at every step."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coverline.decide.facts import Undecidable
from coverline.language.case_data import case_data
from coverline.language.cases import read_cases
from coverline.library import Library
from coverline.model.case import Case, Known
from coverline.search.knowing import Place
from coverline.web.mistakes import Mistake, Mistaken, Refused, said
from coverline.web.posted import Posted

FIELDS_THAT_ARE_ASKED = ("technique", "levels", "date_of_service")
YES = "yes"


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A case, the questions that were asked of it in order, and whether its day is only today's.

    `onward` goes on with the levels that are open after another level has settled the case. `apart` are the
    facts in which the levels differ; every other fact is asked of all levels at once.
    """

    case: Case
    asked: tuple[Place, ...] = ()
    scheduled: bool = True
    onward: bool = False
    apart: tuple[str, ...] = ()

    def fields(self, library: Library) -> Iterator[tuple[str, str]]:
        """The hidden fields that it travels in."""
        yield "content", library.content_hash[:12]
        yield "case", json.dumps(case_data(self.case), separators=(",", ":"))
        for place in self.asked:
            yield "asked", written(place)
        if not self.scheduled:
            yield "unscheduled", YES
        if self.onward:
            yield "onward", YES
        for fact in self.apart:
            yield "apart", fact

    def knowing(self, case: Case, place: Place | None = None) -> "Worksheet":
        """The same with another case, and with a place that has been asked."""
        asked = self.asked if place is None or place in self.asked else (*self.asked, place)
        return replace(self, case=case, asked=asked)


def written(place: Place) -> str:
    """A place as it stands in a form: its fact, the number of its service and its levels."""
    return f"{place.fact}:{place.service}:{','.join(place.levels)}"


def read_place(text: str, case: Case, library: Library) -> Place:
    """A place of the case; raises Refused where it has none such."""
    fact, _, rest = text.partition(":")
    service, _, levels = rest.partition(":")
    named = tuple(each for each in levels.split(",") if each)
    known = fact in FIELDS_THAT_ARE_ASKED or (
        fact in library.vocabulary.facts and not library.vocabulary.facts[fact].derived
    )
    numbered = service.isdecimal() and len(service) < 4 and int(service) < len(case.services)
    if not known or not numbered or not set(named) <= set(library.vocabulary.levels):
        raise changed(("Found a question that is none of this case.",))
    return Place(fact, int(service), named)


def own_places(place: Place, case: Case) -> tuple[Place, ...]:
    """The places that an answer for several levels at once belongs to, each of one lesion."""
    if not place.levels:
        return (place,)
    own = tuple(each.levels for each in case.lesions if set(each.levels) <= set(place.levels))
    named = {level for levels in own for level in levels}
    rest = tuple((level,) for level in place.levels if level not in named)
    return tuple(replace(place, levels=levels) for levels in (*own, *rest))


def read_worksheet(posted: Posted, library: Library) -> Worksheet:
    """The worksheet of a form; raises Refused where the form was changed on its way."""
    read = [each for text in posted.all("case") for each in read_cases(text, "case.json", library.vocabulary)]
    if len(read) != 1:
        raise changed((f"Found {len(read)} cases in the form; expected one.",))
    case = read[0].case
    if case is None:
        raise changed(tuple(said(problem) for problem in read[0].problems))
    try:
        library.decide(case)
    except Undecidable as undecidable:
        raise changed(tuple(reasons(undecidable))) from None
    asked = tuple(dict.fromkeys(read_place(each, case, library) for each in posted.all("asked")))
    apart = tuple(dict.fromkeys(posted.all("apart")))
    if not set(apart) <= library.vocabulary.facts.keys():
        raise changed(("Found a fact that nobody knows.",))
    found = Worksheet(case, asked, posted.one("unscheduled") != YES, posted.one("onward") == YES, apart)
    if posted.one("content") != library.content_hash[:12]:
        reason = "What was entered was read again and still holds; the answer may be another one."
        title = "The policies changed since this page was made"
        raise Refused(409, title, (reason,), tuple(found.fields(library)))
    return found


def changed(reasons_found: tuple[str, ...]) -> Refused:
    """The refusal of a form that this page cannot have sent."""
    return Refused(400, "The form was changed on its way", reasons_found)


def reasons(undecidable: Undecidable) -> Iterator[str]:
    """Why a case cannot be decided, in sentences."""
    for each in undecidable.conflicts:
        yield f"Found {each.found}; expected {each.expected}."


def checked(case: Case, field: str, library: Library) -> Case:
    """The case as the language reads it back and the library decides it; raises Mistaken at the field."""
    (read,) = read_cases(json.dumps(case_data(case)), "case.json", library.vocabulary)
    if read.case is None:
        raise Mistaken([Mistake(field, said(each)) for each in read.problems])
    try:
        library.decide(read.case)
    except Undecidable as undecidable:
        raise Mistaken([Mistake(field, each) for each in reasons(undecidable)]) from None
    return read.case


def unknowing(case: Case, place: Place) -> Case:
    """The case without what it says in a place; a date of service stays, for every case has one."""
    if place.fact in ("technique", "levels"):
        emptied: dict[str, Any] = {"technique": None} if place.fact == "technique" else {"levels": ()}
        services = [
            replace(each, **emptied) if number == place.service else each
            for number, each in enumerate(case.services)
        ]
        return replace(case, services=tuple(services))
    lesions = tuple(
        replace(each, facts=_without(each.facts, place.fact))
        if set(each.levels) <= set(place.levels)
        else each
        for each in case.lesions
    )
    facts = case.facts if place.levels else _without(case.facts, place.fact)
    return replace(case, facts=facts, lesions=lesions)


def _without(facts: Mapping[str, Known], fact: str) -> Mapping[str, Known]:
    return {name: each for name, each in facts.items() if name != fact}
