"""A chart as a case: each fact with where it is recorded, and all that does not count beside it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from coverline.decide.consequences import Consequences
from coverline.decide.facts import Contradiction, close
from coverline.intake.agreement import Agreed, Disagreement, agree
from coverline.intake.coverage import Payer, read_coverage, read_state
from coverline.intake.dates import span
from coverline.intake.elements import Resource, text
from coverline.intake.findings import Finding, Places, Reader, SetAside
from coverline.intake.gaps import Wanting
from coverline.intake.kinds import relevant_texts
from coverline.intake.location import Location, locate
from coverline.intake.order import Order, Source, read_order
from coverline.intake.records import Record
from coverline.intake.subject import Chart
from coverline.library import Library
from coverline.model.case import Case, Known, Lesion
from coverline.model.chart import About
from coverline.model.quantity import Span
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem


@dataclass(frozen=True, slots=True)
class ToRead:
    """Free text of a record that bears on the case, for a person to read."""

    record: Record
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a chart tells: a case, or the problems for which there is none, with what is `wanting`.

    `agreed` gives each fact with what it rests on, by level (None where the level is not known); `sources`
    say where the fields of the case stand.
    """

    case: Case | None
    problems: tuple[Problem, ...]
    agreed: tuple[tuple[str | None, str, Agreed], ...]
    sources: tuple[Source, ...]
    conflicts: tuple[Disagreement, ...]
    set_aside: tuple[SetAside, ...]
    to_read: tuple[ToRead, ...]
    wanting: frozenset[Wanting] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with where its record lies."""

    finding: Finding
    location: Location


@dataclass(frozen=True, slots=True)
class Heard:
    """What the records say, those that would speak and do not count, and all that were asked.

    `lesions` is where those lie that are about a level and name one.
    """

    placed: list[Placed]
    aside: list[SetAside]
    matched: list[Record]
    lesions: list[Location]


@dataclass(frozen=True, slots=True)
class AtLevel:
    """What the records come to at a level, None being one that is not known.

    `counting` are those that count there, `elsewhere` those that do not.
    """

    level: str | None
    agreed: dict[str, Agreed]
    conflicts: list[Disagreement]
    counting: list[Finding]
    elsewhere: list[SetAside]


def told_by(
    chart: Chart, bundle: Resource, library: Library, only: Collection[str] = (), day: Span | None = None
) -> Told:
    """What a chart tells of the case that its orders ask about.

    `only` names the orders to ask about; `day` is the date of service, whatever they say of it.
    """
    content = library.content
    order = read_order(chart, content.terms, content.procedure_codes, only, day)
    payer = read_coverage(chart, content.terms, library.vocabulary, order.records, order.day)
    gaps = (*order.gaps, *payer.gaps)
    problems = tuple(Problem(chart.name, 0, each.found, each.expected) for each in gaps)
    wanting = frozenset(each.wanting for each in gaps)
    if order.day is None:
        return Told(None, problems, (), order.sources, (), (), (), wanting)
    heard = _heard(chart, order, library)
    at_levels = list(_by_level(heard, order, library.vocabulary, _taken_on(bundle, order)))
    facts = {each.level: each.agreed for each in at_levels}
    aside = (*heard.aside, *_counting_nowhere(at_levels))
    state = read_state(chart, library.vocabulary)
    lives = (Source("state", chart.patient, "Patient.address.state"),) if state is not None else ()
    return Told(
        None if problems else _case(order, payer, facts, state),
        problems,
        tuple((each.level, name, agreed) for each in at_levels for name, agreed in each.agreed.items()),
        (*order.sources, *payer.sources, *lives),
        tuple(one for each in at_levels for one in each.conflicts),
        tuple(dict.fromkeys(aside)),
        tuple(_to_read((*order.records, *heard.matched))),
        wanting,
    )


def _by_level(heard: Heard, order: Order, vocabulary: Vocabulary, until: date | None) -> Iterator[AtLevel]:
    """What all records come to at each treated level."""
    assert order.day is not None
    for level in order.levels or (None,):
        others = _other_lesions(heard.lesions, level, order.levels)
        counting, elsewhere = _at(level, heard.placed, others, vocabulary)
        agreed, disagreed = _agreed(counting, vocabulary, until, order.day)
        named = (level,) if level is not None and len(order.levels) > 1 else ()
        conflicts = [replace(each, levels=named) for each in disagreed]
        yield AtLevel(level, agreed, conflicts, counting, elsewhere)


def _counting_nowhere(at_levels: list[AtLevel]) -> Iterator[SetAside]:
    """What counts at none of the levels; a record of one of them is no news at another."""
    counted = {(one.fact, one.record.name) for each in at_levels for one in each.counting}
    for each in at_levels:
        yield from (one for one in each.elsewhere if (one.fact, one.record.name) not in counted)


def _heard(chart: Chart, order: Order, library: Library) -> Heard:
    """Asks every record for facts."""
    assert order.day is not None
    placed: list[Placed] = []
    aside: list[SetAside] = []
    matched: list[Record] = []
    lesions: list[Location] = []
    places = Places(library.vocabulary.facts.values())
    terms = library.content.terms
    for record in chart.records.all:
        reader = Reader(record, chart, terms)
        found = [(place, reader.read(fact, place, order.day)) for fact, place in places.of(reader)]
        aside += [each for _, each in found if isinstance(each, SetAside)]
        if found and chart.is_of_patient(record):
            matched.append(record)
            location = locate(record, chart, order.named, terms)
            placed += [Placed(each, location) for _, each in found if isinstance(each, Finding)]
            counting = (place for place, each in found if not isinstance(each, SetAside))
            if location.sites and any(place.about is About.LEVEL for place in counting):
                lesions.append(location)
    for doubtful in chart.records.doubtful:
        why = "there are several versions of it, and nothing tells which is the later one"
        aside += [SetAside("", each, why) for each in doubtful.records if each.kind in places.kinds()]
    return Heard(placed, aside, matched, lesions)


def _other_lesions(lesions: list[Location], level: str | None, treated: tuple[str, ...]) -> frozenset[str]:
    """The levels at which lesions may lie that are not the one at this level."""
    sites = {site for each in lesions for site in each.sites}
    if level is None:
        return frozenset().union(*sites) if len(sites) > 1 else frozenset()
    elsewhere = (site for site in sites if level not in site)
    return frozenset(treated).union(*elsewhere) - {level}


def _at(
    level: str | None, placed: list[Placed], others: frozenset[str], vocabulary: Vocabulary
) -> tuple[list[Finding], list[SetAside]]:
    counting: list[Finding] = []
    elsewhere: list[SetAside] = []
    for each in placed:
        finding = each.finding
        about, barred = finding.place.about, finding.place.not_at
        why = each.location.why_not(about, level, others)
        if why is None and not each.location.regions(level, vocabulary).isdisjoint(barred):
            why = f"in the {' and '.join(barred)} spine it may mean something else"
        if why is None:
            counting.append(finding)
        else:
            elsewhere.append(SetAside(finding.fact, finding.record, why))
    return counting, elsewhere


def _agreed(
    findings: list[Finding], vocabulary: Vocabulary, until: date | None, service: Span
) -> tuple[dict[str, Agreed], list[Disagreement]]:
    """What the findings at one level come to, without what contradicts itself."""
    agreed: dict[str, Agreed] = {}
    conflicts: list[Disagreement] = []
    for fact in vocabulary.facts.values():
        found = [each for each in findings if each.fact == fact.name]
        come_to = agree(fact.kind, found, _earlier(until, service)) if found else None
        if isinstance(come_to, Disagreement):
            conflicts.append(come_to)
        elif come_to is not None:
            agreed[fact.name] = come_to
    return agreed, [*conflicts, *_contradictions(agreed, vocabulary)]


def _earlier(until: date | None, service: Span) -> date | None:
    return None if until is None or service.first is None else min(until, service.first)


def _contradictions(agreed: dict[str, Agreed], vocabulary: Vocabulary) -> Iterator[Disagreement]:
    """Facts that exclude each other, which are taken out of what is agreed."""
    consequences = Consequences(vocabulary)
    while True:
        try:
            close({name: Known(name, each.value) for name, each in agreed.items()}, consequences, {})
        except Contradiction as contradiction:
            names = {name for each in contradiction.conflicts for name in each.names} & set(agreed)
            involved = names if len(names) > 1 else set(consequences.tied) & set(agreed)
            taken = [agreed.pop(name) for name in sorted(involved)]
            yield Disagreement(tuple(sorted(involved)), tuple(each for one in taken for each in one.findings))
        else:
            return


def _case(
    order: Order, payer: Payer, by_level: dict[str | None, dict[str, Agreed]], state: str | None
) -> Case:
    assert payer.payer is not None
    assert order.day is not None
    known = {
        level: {name: _known(name, each) for name, each in facts.items()} for level, facts in by_level.items()
    }
    first, *others = known.values()
    shared = {name: each for name, each in first.items() if all(other.get(name) == each for other in others)}
    lesions = tuple(
        Lesion((level,), own)
        for level, facts in known.items()
        if level is not None and (own := {name: each for name, each in facts.items() if name not in shared})
    )
    return Case(
        payer=payer.payer,
        date_of_service=order.day,
        services=order.services,
        identifier=order.records[0].name,
        product=payer.product,
        state=state,
        setting=order.setting,
        diagnoses=order.diagnoses,
        facts=shared,
        lesions=lesions,
    )


def _known(name: str, agreed: Agreed) -> Known:
    days = [each.day for each in agreed.findings if each.day is not None]
    latest = max(days, key=lambda each: each.last, default=None)
    names = dict.fromkeys(each.record.name for each in agreed.findings)
    return Known(name, agreed.value, source=", ".join(names), recorded_on=latest)


def _taken_on(bundle: Resource, order: Order) -> date | None:
    """The day up to which a chart tells what went on: when it was put together, else when it was ordered."""
    said = [
        span(text(bundle, "timestamp")),
        *(span(text(each.resource, "authoredOn")) for each in order.records),
    ]
    known = [each.first for each in said if each is not None]
    return next((each for each in known if each is not None), None)


def _to_read(records: Iterable[Record]) -> Iterator[ToRead]:
    for record in dict.fromkeys(records):
        for path, said in relevant_texts(record.kind, record.resource):
            yield ToRead(record, f"{record.kind}.{path}", said)
