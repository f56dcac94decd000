"""Who pays: the payer, the product and the member's state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverline.intake.coding import meanings, sets_of
from coverline.intake.dates import span
from coverline.intake.elements import items, text
from coverline.intake.gaps import Gap, Wanting
from coverline.intake.kinds import why_not
from coverline.intake.order import Source
from coverline.intake.records import Record
from coverline.intake.subject import Chart
from coverline.model.quantity import Span
from coverline.model.terms import Terms
from coverline.model.vocabulary import Vocabulary

PUBLIC = "program-of-the-state"  # the value set of coverage that is no commercial plan


@dataclass(frozen=True, slots=True)
class Payer:
    """The payer that a chart names, with what it says of the plan; `gaps` say why there is none."""

    payer: str | None = None
    product: str | None = None
    sources: tuple[Source, ...] = ()
    gaps: tuple[Gap, ...] = ()


def read_coverage(
    chart: Chart, terms: Terms, vocabulary: Vocabulary, orders: tuple[Record, ...], day: Span | None
) -> Payer:
    """The payer of the coverage that the orders name, else of the first that is in force on the day."""
    every = list(chart.records.of("Coverage"))
    found = [each for each in every if _counts(each, chart, day)]
    named = [each for order in orders for each in chart.linked(order, "insurance") if each in found]
    coverages = named or _first(found)
    if not coverages:
        said = (
            f"no coverage that counts: {', '.join(each.name for each in every)}" if every else "no Coverage"
        )
        expected = "an active Coverage of the patient on the date of service"
        return Payer(gaps=(Gap(Wanting.COVERAGE, said, expected), *_unknown_payers(every, chart, terms)))
    payers = {each.name: _payers(each, chart, terms) for each in coverages}
    gaps = tuple(_gaps(payers, coverages, chart))
    if gaps:
        return Payer(gaps=gaps)
    products = {
        each
        for coverage in coverages
        for one in items(coverage.resource, "type")
        for each in meanings(one, terms.products, terms)
    }
    if not products and (public := [each for each in coverages if _is_public(each, terms)]):
        said = f"{public[0].name} of a public program, of which no product is known"
        expected = f"a type that is one of {', '.join(vocabulary.products)}"
        return Payer(gaps=(Gap(Wanting.PRODUCT, said, expected),))
    product = products.pop() if len(products) == 1 else None
    fields = {"payer": "payor", "product": "type"} if product is not None else {"payer": "payor"}
    return Payer(
        payer=next(iter(next(iter(payers.values())))),
        product=product,
        sources=tuple(
            Source(field, each, f"Coverage.{path}") for field, path in fields.items() for each in coverages
        ),
    )


def _is_public(coverage: Record, terms: Terms) -> bool:
    """Whether a coverage must not be taken for a commercial plan."""
    return any(PUBLIC in sets_of(each, terms) for each in items(coverage.resource, "type"))


def _counts(coverage: Record, chart: Chart, day: Span | None) -> bool:
    if not chart.is_of_patient(coverage) or why_not(coverage.kind, coverage.resource) is not None:
        return False
    start, end = (span(text(coverage.resource, f"period.{each}")) for each in ("start", "end"))
    if day is None:
        return True
    begins_later = start is not None and (start.first or start.last) > day.last
    return not begins_later and (end is None or day.first is None or end.last >= day.first)


def _first(coverages: list[Record]) -> list[Record]:
    """The coverage that pays first, where the order of all is given; else all."""
    ranks = [each.resource.get("order") for each in coverages]
    if len(set(ranks)) < len(ranks) or not all(isinstance(each, int) for each in ranks):
        return coverages
    return [min(coverages, key=lambda each: int(each.resource["order"]))] if coverages else []


def _payers(coverage: Record, chart: Chart, terms: Terms) -> frozenset[str]:
    found: set[str] = set()
    for payor in items(coverage.resource, "payor"):
        found |= set(_identified(payor, coverage, chart, terms))
    return frozenset(found)


def _identified(payor: Any, coverage: Record, chart: Chart, terms: Terms) -> Iterator[str]:
    """The payers whom a reference to an organization means: by identifier, else by name."""
    reference = text(payor, "reference")
    target = chart.records.resolve(reference, coverage) if reference is not None else None
    holder: Mapping[str, Any] = target.resource if target is not None else {}
    identifiers = {
        (terms.systems.get(str(each.get("system"))), each.get("value"))
        for each in (*items(holder, "identifier"), *items(payor, "identifier"))
        if isinstance(each, Mapping)
    }
    by_identifier = [each.payer for each in terms.payers if not each.identifiers.isdisjoint(identifiers)]
    names = {
        each.casefold().strip()
        for each in (*items(holder, "name"), *items(holder, "alias"), *items(payor, "display"))
        if isinstance(each, str)
    }
    yield from by_identifier or [each.payer for each in terms.payers if not each.names.isdisjoint(names)]


def _unknown_payers(coverages: list[Record], chart: Chart, terms: Terms) -> Iterator[Gap]:
    """What is said of coverages out of force whose payer is not known either."""
    payers = {each.name: _payers(each, chart, terms) for each in coverages}
    yield from _gaps(payers, coverages, chart)


def _gaps(payers: dict[str, frozenset[str]], coverages: list[Record], chart: Chart) -> Iterator[Gap]:
    for coverage in coverages:
        known = payers[coverage.name]
        if len(known) != 1:
            said = ", ".join(_words(coverage, chart)) or "no payor"
            several = f", which may be {' or '.join(sorted(known))}" if known else ""
            yield Gap(
                Wanting.PAYER,
                f"{coverage.name} of {said}{several}",
                "a payer whose identifier or name is registered in the value sets",
            )
    if len({each for found in payers.values() for each in found}) > 1:
        said = ", ".join(f"{name} of {' or '.join(sorted(found))}" for name, found in payers.items())
        expected = "one payer, ServiceRequest.insurance or Coverage.order"
        yield Gap(Wanting.PAYER, f"coverages of several payers: {said}", expected)


def _words(coverage: Record, chart: Chart) -> Iterator[str]:
    """How a coverage names its payers."""
    for payor in items(coverage.resource, "payor"):
        reference = text(payor, "reference")
        found = chart.records.resolve(reference, coverage) if reference is not None else None
        name = text(payor, "display") if found is None else text(found.resource, "name")
        gone = ", which is not there" if reference is not None and found is None else ""
        said = f"{reference} ({name})" if reference and name else reference or name
        if said:
            yield f"{said}{gone}"


def read_state(chart: Chart, vocabulary: Vocabulary) -> str | None:
    """The one state in which the patient lives."""
    lived = {
        str(each.get("state")).upper()
        for each in items(chart.patient.resource, "address")
        if isinstance(each, Mapping)
        and each.get("use") not in ("old", "temp", "billing")
        and each.get("state")
    }
    known = lived & set(vocabulary.states)
    return known.pop() if len(lived) == 1 and known else None
