"""The third step: one question, the ways to answer it, and what was answered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coverline.document import Items, Node, Scalar
from coverline.language.answers import answer_of
from coverline.language.quantities import read_duration
from coverline.library import Library
from coverline.model.case import Case, Known, Value, written
from coverline.model.quantity import Duration, Span, Unit, back
from coverline.model.vocabulary import Kind
from coverline.problem import Unreadable
from coverline.search.knowing import Place
from coverline.web.mistakes import Mistake, Mistaken, said
from coverline.web.posted import Posted
from coverline.web.service_step import read_date
from coverline.web.times import lasted

NONE_OF_THESE = "none of these"
LONGEST_SOURCE = 200
UNITS = tuple(unit.value for unit in Unit)


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer as it was typed."""

    values: tuple[str, ...] = ()
    day: str = ""
    part_of_date: str = ""
    count: str = ""
    unit: str = Unit.WEEKS.value
    as_of: str = ""
    source: str = ""
    recorded_on: str = ""


def form_of(fact: str, library: Library) -> Kind:
    """What sort of answer a question takes; levels are a set, and a technique is a choice."""
    kinds = {"technique": Kind.CHOICE, "levels": Kind.SET, "date_of_service": Kind.DATE}
    return kinds.get(fact) or library.vocabulary.facts[fact].kind


def question_of(fact: str, library: Library) -> str:
    """The words that ask for a fact or a field."""
    asked = library.vocabulary.questions.get(fact)
    return asked if asked is not None else library.vocabulary.facts[fact].question


def first_field(place: Place, library: Library) -> str:
    """The field of an answer that a mistake about all of it stands beside."""
    return "day" if form_of(place.fact, library) in (Kind.DATE, Kind.DURATION) else "value"


def choices_of(place: Place, case: Case, library: Library) -> tuple[str, ...]:
    """The values to choose among; a technique among those that the code may stand for."""
    if place.fact == "technique":
        known = library.procedure_codes.find(case.services[place.service].code)
        return known.techniques if known else library.vocabulary.techniques
    if form_of(place.fact, library) is Kind.YES_NO:
        return ("yes", "no")
    fact = library.vocabulary.facts.get(place.fact)
    return fact.values if fact is not None else ()


def typed_answer(posted: Posted) -> Typed:
    """The answer as it was typed, whether or not it can be taken."""
    return Typed(
        values=posted.all("value"),
        day=posted.one("day"),
        part_of_date=posted.one("part_of_date"),
        count=posted.one("count"),
        unit=posted.one("unit") or Unit.WEEKS.value,
        as_of=posted.one("as_of"),
        source=posted.one("source"),
        recorded_on=posted.one("recorded_on"),
    )


def answer_known(place: Place, case: Case) -> Typed:
    """What a case says in a place, as it would have been typed."""
    service = case.date_of_service
    if place.fact == "technique":
        technique = case.services[place.service].technique
        return Typed(values=(technique,) if technique else ())
    if place.fact == "levels":
        return Typed(values=case.services[place.service].levels)
    if place.fact == "date_of_service":
        return _typed(service, service)
    own = (each.facts for each in case.lesions if set(each.levels) <= set(place.levels))
    known = next((each[place.fact] for each in own if place.fact in each), case.facts.get(place.fact))
    if known is None:
        return Typed(as_of=str(service) if service.is_exact else "")
    on = str(known.recorded_on) if known.recorded_on else ""
    return replace(_typed(known.value, service), source=known.source or "", recorded_on=on)


def _typed(value: Value, service: Span) -> Typed:
    as_of = str(service) if service.is_exact else ""
    match value:
        case Span():
            exact = value.is_exact
            return Typed(
                day=str(value) if exact else "", part_of_date="" if exact else str(value), as_of=as_of
            )
        case Duration() if service.is_exact:
            return Typed(day=str(back(service.last, value)), as_of=as_of)
        case Duration():
            return Typed(count=str(value.count), unit=value.unit.value)
        case frozenset():
            return Typed(values=tuple(sorted(value)) or (NONE_OF_THESE,), as_of=as_of)
        case _:
            return Typed(values=(written(value).removesuffix(" percent"),), as_of=as_of)


def read_typed(place: Place, typed: Typed, case: Case, library: Library) -> Known:
    """The fact that was typed; raises Mistaken with what is to be mended."""
    mistakes: list[Mistake] = []
    known = _known(place.fact, typed, case, library, mistakes)
    recorded_on = read_date(typed.recorded_on, "recorded_on", mistakes) if typed.recorded_on else None
    if len(typed.source) > LONGEST_SOURCE:
        mistakes.append(
            Mistake("source", f"Found {len(typed.source)} characters; expected at most {LONGEST_SOURCE}.")
        )
    if known is None and not mistakes:
        mistakes.append(
            Mistake(first_field(place, library), "Give an answer, or say that it is not documented.")
        )
    if mistakes or known is None:
        raise Mistaken(mistakes)
    return known._replace(source=typed.source or None, recorded_on=recorded_on)


def _known(fact: str, typed: Typed, case: Case, library: Library, mistakes: list[Mistake]) -> Known | None:
    kind = form_of(fact, library)
    if kind in (Kind.DATE, Kind.DURATION):
        return _time(fact, kind, typed, case, library, mistakes)
    values = tuple(each.strip() for each in typed.values if each.strip())
    if not values:
        mistakes.append(Mistake("value", "Choose an answer, or say that it is not documented."))
        return None
    if kind is not Kind.SET:
        return _read(fact, _scalar(values[0]), "value", library, mistakes)
    if NONE_OF_THESE in values and len(values) > 1:
        mistakes.append(Mistake("value", "Found none and some of them at once; choose one or the other."))
        return None
    chosen = tuple(_scalar(each) for each in values if each != NONE_OF_THESE)
    return _read(fact, Items(chosen, "value", 0, 0), "value", library, mistakes)


def _time(
    fact: str, kind: Kind, typed: Typed, case: Case, library: Library, mistakes: list[Mistake]
) -> Known | None:
    """A time as a date that stays, or as the length up to the date of service that it has by then."""
    # The date of service is asked for where only its day will do.
    ways = (typed.day, typed.part_of_date, typed.count) if fact in library.vocabulary.facts else (typed.day,)
    given = [each for each in ways if each]
    if len(given) != 1:
        text = (
            "Answer in one way: the day, the month, or how long."
            if given
            else ("Give the day, the month or how long, or say that it is not documented.")
        )
        mistakes.append(Mistake("day", text))
        return None
    if given != [typed.count]:
        # Only a date is also asked for in part.
        field = "part_of_date" if typed.part_of_date and kind is Kind.DATE else "day"
        span = read_date(given[0], field, mistakes)
        return _since(fact, kind, span, field, case, library, mistakes) if span else None
    return _so_long(fact, kind, typed, case, library, mistakes)


def _since(
    fact: str, kind: Kind, span: Span, field: str, case: Case, library: Library, mistakes: list[Mistake]
) -> Known | None:
    if kind is Kind.DATE:
        return _read(fact, _scalar(str(span)), field, library, mistakes)
    service = case.date_of_service
    if not span.is_exact or not service.is_exact:
        lacking = "on which it began" if service.is_exact else "of the procedure as the date of service"
        mistakes.append(
            Mistake(field, f"How long it was cannot be counted; give the day {lacking}, or how long.")
        )
        return None
    if span.last > service.last:
        mistakes.append(Mistake(field, f"Found {span}; expected a day up to the date of service, {service}."))
        return None
    return Known(fact, lasted(span.last, service.last))


def _so_long(
    fact: str, kind: Kind, typed: Typed, case: Case, library: Library, mistakes: list[Mistake]
) -> Known | None:
    length = _length(typed, mistakes)
    as_of = read_date(typed.as_of, "as_of", mistakes) if typed.as_of else case.date_of_service
    if length is None or as_of is None:
        return None
    if kind is Kind.DURATION and as_of == case.date_of_service:
        return Known(fact, length)
    if not as_of.is_exact:
        mistakes.append(Mistake("as_of", f"Found {as_of}; expected the day on which it had been {length}."))
        return None
    began = Span.exactly(back(as_of.last, length))
    return _since(fact, kind, began, "as_of", case, library, mistakes)


def _length(typed: Typed, mistakes: list[Mistake]) -> Duration | None:
    try:
        return read_duration(_scalar(f"{typed.count} {typed.unit}"))
    except Unreadable as unreadable:
        mistakes.extend(Mistake("count", said(each)) for each in unreadable.problems)
        return None


def _read(fact: str, node: Node, field: str, library: Library, mistakes: list[Mistake]) -> Known | None:
    try:
        return answer_of(_scalar(fact), node, library.vocabulary)
    except Unreadable as unreadable:
        mistakes.extend(Mistake(field, said(each)) for each in unreadable.problems)
        return None


def _scalar(text: str) -> Scalar:
    return Scalar(text, True, "form", 0, 0)


def places_known(case: Case) -> Iterator[tuple[Place, Known]]:
    """Every fact of a case with its place, those of single levels last; levels that say the same together."""
    for known in case.facts.values():
        yield Place(known.fact), known
    told: dict[Known, tuple[str, ...]] = {}
    for lesion in case.lesions:
        for known in lesion.facts.values():
            told[known] = (*told.get(known, ()), *lesion.levels)
    for known, levels in told.items():
        yield Place(known.fact, levels=levels), known
