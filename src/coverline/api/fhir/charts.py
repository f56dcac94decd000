"""A gathered chart as cases: the one place where the intake is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coverline.api.fhir.contents import Resource
from coverline.intake.agreement import Disagreement
from coverline.intake.bundle import records_of
from coverline.intake.chart import told_by
from coverline.intake.findings import Finding, Stretch
from coverline.intake.gaps import Gap, Wanting
from coverline.intake.order import read_order
from coverline.intake.subject import Chart
from coverline.library import Library
from coverline.model.case import Case, Service, written
from coverline.model.quantity import Span
from coverline.publish.wording import in_words

NAME = "chart"

# An order without a day is for some day soon; whatever is asserted of it holds no longer than this.
SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Question:
    """The orders of one day as a case, or the problems for which there is none, in words, by what is wanting.

    `services` gives each order, by name, the index of its service; `scheduled` whether the orders say a day.
    """

    orders: tuple[str, ...]
    case: Case | None
    services: Mapping[str, int]
    problems: tuple[str, ...]
    conflicts: tuple[str, ...]
    scheduled: bool
    wanting: frozenset[Wanting]


def bundled(resources: Iterable[Resource], patient: str, today: date) -> Resource:
    """A Bundle of these resources; a patient who was not sent stands in it by id alone."""
    found = list(resources)
    if not any(each.get("resourceType") == "Patient" for each in found):
        found.append({"resourceType": "Patient", "id": patient})
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": f"{today}T00:00:00Z",
        "entry": [{"resource": each} for each in found],
    }


def questions(bundle: Resource, orders: Sequence[str], library: Library, today: date) -> Iterator[Question]:
    """A question for each day that the orders name, and for each order that is none to be answered.

    Raises Unreadable where the Bundle cannot be read.
    """
    chart = Chart(records_of(bundle, NAME), NAME)
    content = library.content
    services: dict[str, Service] = {}
    days: dict[Span | None, list[str]] = {}
    for name in orders:
        read = read_order(chart, content.terms, content.procedure_codes, [name], None)
        if read.services:
            services[name] = read.services[0]
            days.setdefault(read.day, []).append(name)
        else:
            yield _unread(name, read.gaps)
    for day, names in days.items():
        told = told_by(chart, bundle, library, names, day or Span(today, today + SOON))
        yield Question(
            tuple(names),
            told.case,
            _places(names, services, told.case),
            tuple(f"found {each.found}; expected {each.expected}" for each in told.problems),
            tuple(_conflict(each) for each in told.conflicts),
            day is not None,
            told.wanting,
        )


def _unread(name: str, gaps: Sequence[Gap]) -> Question:
    """What is asked by an order that does not count, or of which it is not clear what it orders."""
    problems = tuple(f"found {each.found}; expected {each.expected}" for each in gaps)
    wanting = frozenset(each.wanting for each in gaps)
    return Question((name,), None, {}, problems, (), scheduled=False, wanting=wanting)


def _places(names: Iterable[str], services: Mapping[str, Service], case: Case | None) -> dict[str, int]:
    """Orders for the same service at the same levels are one service of the case."""
    return {} if case is None else {name: case.services.index(services[name]) for name in names}


def _conflict(conflict: Disagreement) -> str:
    named = " and ".join(in_words(each) for each in conflict.facts)
    place = "".join(f"{each} " for each in conflict.levels)
    return f"{place}{named}: {'; '.join(dict.fromkeys(_finding(each) for each in conflict.findings))}"


def _finding(finding: Finding) -> str:
    on = f", {finding.day}" if finding.day is not None else ""
    return f"{_value(finding)} ({finding.record.name}{on})"


def _value(finding: Finding) -> str:
    value = finding.value
    if isinstance(value, Stretch):
        return f"from {value.first} to {value.last or 'now'}"
    return in_words(written(value))
