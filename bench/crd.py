"""Times order-sign over CDS Hooks at a steady rate, the whole chart prefetched, beside deciding its case.

Requests leave on a timetable, whether or not the ones before were answered, so that a delay of one is seen in
all that wait behind it. The sender runs on the same cores as the server.
"""

import asyncio
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from api import last_percent, server, steadily
from coverline.intake.bundle import records_of
from coverline.intake.chart import told_by
from coverline.intake.subject import Chart
from coverline.library.shipped import shipped
from coverline.model.case import Case

ORDERS = Path(__file__).parents[1] / "tests" / "fhir" / "golden"
RATE = 20
SECONDS = 30
PATH = "/cds-services/order-sign-crd"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
# A goal of the order-sign hook: ten times deciding the same case, and this much for carrying it.
TIMES, MORE = 10, 0.030
# Records of everyday care that say nothing of the order, by prefetch: a small chart and a long one.
SMALL, LONG = 5, 100


def main() -> None:
    """Print milliseconds at the median and at the 99th percentile, beside the goal."""
    print(f"\norder-sign, {RATE} requests a second for {SECONDS} seconds, {os.cpu_count()} cores")
    print(f"{'records':>10}{'bytes':>10}{'median':>10}{'99th':>10}{'goal':>10}  milliseconds")
    for everyday in (SMALL, LONG):
        calls = [_padded(json.loads(file.read_text("utf-8")), everyday) for file in _orders()]
        alone = sorted(_deciding([_case(each) for each in calls]))
        bodies = [json.dumps(each).encode() for each in calls]
        with server() as (address, _):
            asyncio.run(steadily(f"{address}{PATH}", bodies, RATE, 2 * RATE))
            served = sorted(asyncio.run(steadily(f"{address}{PATH}", bodies, RATE, RATE * SECONDS)))
        records = max(len(list(_resources(each))) for each in calls)
        goal = TIMES * last_percent(alone) + MORE
        shown = (median(served), last_percent(served), goal)
        print(f"{records:10}{max(map(len, bodies)):10}{''.join(f'{1000 * each:10.1f}' for each in shown)}")
        decided = (median(alone), last_percent(alone))
        print(f"{'':20}{''.join(f'{1000 * each:10.2f}' for each in decided)}{'':10}  deciding the same cases")


def _orders() -> list[Path]:
    return sorted(ORDERS.glob("*.request.json"))


def _padded(call: dict[str, Any], count: int) -> dict[str, Any]:
    """A call whose chart also holds so many records of each kind that have nothing to do with it."""
    kinds = {
        "conditions": ("Condition", {"code": _concept("http://hl7.org/fhir/sid/icd-10-cm", "I10")}),
        "observations": (
            "Observation",
            {
                "status": "final",
                "code": _concept("http://loinc.org", "8867-4"),
                "valueQuantity": {"value": 70, "unit": "beats/minute"},
                "effectiveDateTime": "2020-01-01",
            },
        ),
        "procedures": ("Procedure", {"status": "completed", "code": _concept("http://snomed.info/sct", "1")}),
        "medications": (
            "MedicationRequest",
            {
                "status": "active",
                "intent": "order",
                "authoredOn": "2020-01-01",
                "medicationCodeableConcept": _concept(RXNORM, "617314"),
            },
        ),
        "reports": ("DiagnosticReport", {"status": "final", "code": _concept("http://loinc.org", "58410-2")}),
        "encounters": ("Encounter", {"status": "finished", "period": {"start": "2020-01-01"}}),
    }
    subject = {"subject": {"reference": "Patient/p"}}
    for key, (kind, content) in kinds.items():
        entries = call["prefetch"][key]["entry"]
        entries += [
            {"resource": {"resourceType": kind, "id": f"everyday-{index}", **subject, **content}}
            for index in range(count)
        ]
    return call


def _concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def _resources(call: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for sent in (call["context"]["draftOrders"], *call["prefetch"].values()):
        yield from (each["resource"] for each in sent["entry"]) if "entry" in sent else (sent,)


def _case(call: dict[str, Any]) -> Case:
    """The case that the call tells."""
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": f"{date(2026, 11, 21)}T00:00:00Z",
        "entry": [{"resource": each} for each in _resources(call)],
    }
    case = told_by(Chart(records_of(bundle, "call"), "call"), bundle, shipped()).case
    assert case is not None
    return case


def _deciding(cases: list[Case]) -> Iterator[float]:
    for turn in range(RATE * SECONDS + 100):
        start = perf_counter()
        shipped().decide(cases[turn % len(cases)])
        if turn >= 100:
            yield perf_counter() - start


if __name__ == "__main__":
    main()
