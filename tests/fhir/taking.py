"""Takes a chart the way both the command and the services do."""

from collections.abc import Collection
from typing import Any

from coverline.intake.bundle import records_of
from coverline.intake.chart import Told, told_by
from coverline.intake.subject import Chart
from coverline.library import Library
from coverline.model.quantity import Span

LIBRARY = Library.load()


def told(bundle: dict[str, Any], only: Collection[str] = (), day: Span | None = None) -> Told:
    """What a bundle tells; raises Unreadable."""
    return told_by(Chart(records_of(bundle, "chart"), "chart"), bundle, LIBRARY, only, day)


def facts(bundle: dict[str, Any]) -> dict[str, Any]:
    """The facts that a bundle tells, by name; there must be a case."""
    found = told(bundle)
    assert found.case is not None, found.problems
    return {name: each.value for name, each in found.case.facts.items()}


def whys(bundle: dict[str, Any]) -> dict[str, str]:
    """Why each record that does not count does not."""
    return {each.record.name: each.why for each in told(bundle).set_aside}
