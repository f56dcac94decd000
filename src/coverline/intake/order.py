"""What is asked for: the orders of a chart as the services of a case."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from coverline.codesets.form import system_of_procedure
from coverline.intake.coding import codings, meanings
from coverline.intake.dates import span
from coverline.intake.elements import Resource, items, references
from coverline.intake.gaps import Gap, Wanting
from coverline.intake.kinds import why_not
from coverline.intake.location import sites_of
from coverline.intake.records import Record
from coverline.intake.subject import Chart
from coverline.model.case import Service
from coverline.model.code import ProcedureCodes
from coverline.model.quantity import Span
from coverline.model.terms import CodeTable, Terms

_PROCEDURES = ("CPT", "HCPCS", "ICD-10-PCS")
_DIAGNOSES = "ICD-10-CM"
# The extension of CRD by which a clinical code names the codes as which it may be billed.
_BILLING = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-billing-options"
# Fields of a case, with the element of an order that gives them.
_FIELDS = (
    ("date_of_service", "occurrence"),
    ("technique", "orderDetail"),
    ("levels", "bodySite"),
    ("diagnoses", "reasonCode"),
    ("diagnoses", "reasonReference"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field of the case is recorded."""

    field: str
    record: Record
    path: str


@dataclass(frozen=True, slots=True)
class Order:
    """The services that a chart orders; `gaps` are what it must not leave open.

    `named` are the records that the orders give as their reasons or as their support.
    """

    services: tuple[Service, ...] = ()
    day: Span | None = None
    setting: str | None = None
    diagnoses: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    named: frozenset[str] = frozenset()
    sources: tuple[Source, ...] = ()
    gaps: tuple[Gap, ...] = field(default=())

    @property
    def levels(self) -> tuple[str, ...]:
        """Every level that is to be treated."""
        return tuple(dict.fromkeys(level for each in self.services for level in each.levels))


def read_order(
    chart: Chart, terms: Terms, known: ProcedureCodes, only: Collection[str], day: Span | None
) -> Order:
    """The orders of a chart, or those named `only`; `day` stands for a day that they do not give."""
    candidates = [each for each in chart.records.of("ServiceRequest") if not only or each.name in only]
    open_ones = [each for each in candidates if _counts(each, chart)]
    coded = [each for each in open_ones if _code(each, terms, known) is not None]
    of_field = [each for each in coded if known.find(_code(each, terms, known) or "") is not None]
    orders = of_field or coded
    if not orders:
        return Order(gaps=(_no_order(candidates, open_ones, terms),))
    days = {each.name: _day(each) for each in orders}
    chosen = day or next(iter(days.values()))
    gaps = () if day is not None else tuple(_day_gaps(days))
    services = tuple(_service(each, chart, terms, known) for each in orders)
    setting, setting_sources = _setting(orders, chart, terms)
    return Order(
        services=tuple(dict.fromkeys(services)),
        day=chosen,
        setting=setting,
        diagnoses=tuple(dict.fromkeys(code for each in orders for code in _diagnoses(each, chart, terms))),
        records=tuple(orders),
        named=frozenset(_named(orders, chart)),
        sources=(*(source for each in orders for source in _sources(each)), *setting_sources),
        gaps=gaps,
    )


def _counts(order: Record, chart: Chart) -> bool:
    if not chart.is_of_patient(order) or why_not(order.kind, order.resource) is not None:
        return False
    return not any(
        chart.records.resolve(each, other) is order
        for other in chart.records.of(order.kind)
        for each in references(other.resource, "replaces")
    )


def _no_order(candidates: list[Record], open_ones: list[Record], terms: Terms) -> Gap:
    expected = "an order with a code of CPT, HCPCS or ICD-10-PCS"
    coded = ((each.name, codes_ordered(each.resource, terms)) for each in open_ones)
    several = [(name, codes) for name, codes in coded if len(codes) > 1]
    if several:
        said = ", ".join(f"{name} with {' and '.join(sorted(codes))}" for name, codes in several)
        return Gap(Wanting.CODE, said, "one code of CPT, HCPCS or ICD-10-PCS for each order")
    if open_ones:
        names = ", ".join(each.name for each in open_ones)
        return Gap(Wanting.CODE, f"{names} without such a code", expected)
    if candidates:
        reasons = ", ".join(
            f"{each.name} ({why_not(each.kind, each.resource) or 'of another patient, or replaced'})"
            for each in candidates
        )
        return Gap(Wanting.ORDER, f"no order that counts: {reasons}", expected)
    return Gap(Wanting.ORDER, "no ServiceRequest", expected)


def codes_ordered(order: Resource, terms: Terms) -> frozenset[str]:
    """The procedures that an order's codings name; without any, those as which it may be billed."""
    concepts = list(items(order, "code"))
    options = [
        option
        for each in concepts
        for extension in items(each, "extension")
        if isinstance(extension, dict) and extension.get("url") == _BILLING
        for option in items(extension, "valueCodeableConcept")
    ]
    return _procedures(concepts, terms) or _procedures(options, terms)


def _procedures(concepts: Iterable[Any], terms: Terms) -> frozenset[str]:
    return frozenset(
        code
        for each in concepts
        for system, code in codings(each, terms)
        if system in _PROCEDURES and system_of_procedure(code) is not None
    )


def _code(order: Record, terms: Terms, known: ProcedureCodes) -> str | None:
    """The one procedure of an order; of several, the only one that any policy here speaks of."""
    found = codes_ordered(order.resource, terms)
    if len(found) > 1:
        found = frozenset(each for each in found if known.find(each) is not None)
    return next(iter(found)) if len(found) == 1 else None


def _service(order: Record, chart: Chart, terms: Terms, known: ProcedureCodes) -> Service:
    techniques = {
        each
        for path in ("code", "orderDetail")
        for concept in items(order.resource, path)
        for each in meanings(concept, terms.techniques, terms)
    }
    technique = techniques.pop() if len(techniques) == 1 else None
    return Service(_code(order, terms, known) or "", technique, _levels(order, chart, terms))


def _levels(order: Record, chart: Chart, terms: Terms) -> tuple[str, ...]:
    """The levels that the order names, else those of its reasons."""
    own = sites_of(order.resource, terms)
    reasons = chart.linked(order, "reasonReference") if not own else []
    sites = own or tuple(site for each in reasons for site in sites_of(each.resource, terms))
    return tuple(sorted({level for site in sites if len(site) == 1 for level in site}))


def _day(order: Record) -> Span | None:
    resource = order.resource
    for path in ("occurrenceDateTime", "occurrenceTiming.event"):
        found = {span(each) for each in items(resource, path)}
        if len(found) == 1:
            return found.pop()
    first, last = (
        next((span(each) for each in items(resource, f"occurrencePeriod.{end}")), None)
        for end in ("start", "end")
    )
    return first if first is not None and first == last else None


def _day_gaps(days: dict[str, Span | None]) -> Iterator[Gap]:
    for name, day in days.items():
        if day is None:
            yield Gap(Wanting.DAY, f"{name} without the day of the service", "occurrenceDateTime, or --date")
    if len(set(days.values())) > 1:
        said = ", ".join(f"{name} on {day or 'no day'}" for name, day in days.items())
        yield Gap(Wanting.DAY, f"orders for different days: {said}", "orders for one day, or --order")


def _diagnoses(order: Record, chart: Chart, terms: Terms) -> Iterator[str]:
    reasons = [each.resource for each in chart.linked(order, "reasonReference") if each.kind == "Condition"]
    concepts = [
        *items(order.resource, "reasonCode"),
        *(code for each in reasons for code in items(each, "code")),
    ]
    for concept in concepts:
        for system, code in codings(concept, terms):
            if system == _DIAGNOSES:
                yield code if len(code) <= 3 else f"{code[:3]}.{code[3:]}"


def _named(orders: list[Record], chart: Chart) -> Iterator[str]:
    for order in orders:
        for path in ("reasonReference", "supportingInfo"):
            yield from (each.name for each in chart.linked(order, path))


def _setting(orders: list[Record], chart: Chart, terms: Terms) -> tuple[str | None, tuple[Source, ...]]:
    """The setting of the encounters in which the orders are carried out."""
    found: dict[str, Source] = {}
    for encounter in chart.records.of("Encounter"):
        planned = any(each in orders for each in chart.linked(encounter, "basedOn"))
        if planned and chart.is_of_patient(encounter) and encounter.resource.get("status") != "cancelled":
            for said in _meanings_of(encounter, "class", terms.settings, terms):
                found[said] = Source("setting", encounter, "Encounter.class")
    if len(found) != 1:
        return None, ()
    return next(iter(found)), tuple(found.values())


def _meanings_of(record: Record, path: str, table: CodeTable, terms: Terms) -> Iterator[str]:
    for each in items(record.resource, path):
        yield from meanings(each, table, terms)


def _sources(order: Record) -> Iterator[Source]:
    yield Source("services", order, "ServiceRequest.code")
    for name, path in _FIELDS:
        if any(key.startswith(path) for key in order.resource):
            yield Source(name, order, f"ServiceRequest.{path}")
