"""Orders as the profiles of CRD have them, in charts of every outcome, and the calls that sign them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coverline.language.cases import read_cases
from coverline.library.shipped import shipped
from coverline.model.case import Case
from tests.fhir.charts import chart_of
from tests.fhir.messages import Resource, bundle, coverage, order, patient, sign
from tests.fhir.resources import concept

CRD = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition"
MET = Path(__file__).parent.parent / "cli" / "cases" / "met.yaml"
REQUESTER = {"status": "draft", "authoredOn": "2024-09-01", "requester": {"reference": "Practitioner/1"}}


def ordered(name: str = "o1", code: str = "22513", **more: Any) -> Resource:
    """An order that keeps the profile of CRD; an element that is None is left out."""
    told = {**order(name, code), **REQUESTER, **more}
    return {key: each for key, each in told.items() if each is not None}


def charted(case: Case, *levels: str) -> dict[str, Any]:
    """An order-sign call with the chart of a case, at these levels if any are named."""
    chart = {f"{each['resourceType']}/{each['id']}": each for each in chart_of(case)}
    signed = {**chart.pop("ServiceRequest/order"), **REQUESTER}
    if levels:
        signed["bodySite"] = [concept(f"Coverline|{each}") for each in levels]
    prefetch = {
        "coverage": bundle(chart.pop("Coverage/coverage"), kind="searchset"),
        "patient": chart.pop("Patient/p"),
        "rest": bundle(*chart.values()),
    }
    call = sign(signed, prefetch=prefetch)
    call["context"]["patientId"] = "p"
    return call


def met() -> Case:
    """A case that meets its policy."""
    (read,) = read_cases(MET, "met", shipped().vocabulary)
    assert read.case is not None
    return read.case


def spread() -> Iterator[tuple[str, dict[str, Any]]]:
    """Order-sign calls that lead to every kind of answer, by name."""
    case = met()
    yield "met", charted(case)
    yield "missing", sign(ordered())
    yield "several levels", charted(case, "T11", "L1")
    yield "no day", sign(ordered(occurrenceDateTime=None))
    yield "only a month", sign(ordered(occurrenceDateTime="2024-09"))
    yield "several orders", sign(ordered(), ordered("o2", "22514"), ordered("o3", "22511"))
    coverages = bundle(coverage(), coverage("c2", "Florida Blue"), coverage("c3", "Somebody Else"))
    yield "several coverages", sign(ordered(), prefetch={"patient": patient(), "coverage": coverages})
    yield "another policy decides", sign(ordered(occurrenceDateTime="2025-03-01"))
    unknown = {"patient": patient(), "coverage": bundle(coverage(payer="Somebody Else"))}
    yield "an unknown payer", sign(ordered(), prefetch=unknown)
    yield "a service of no policy", sign(ordered(code="99213"))
    for payer, state in (
        ("Florida Blue", "FL"),
        ("UnitedHealthcare West", "CA"),
        ("Blue Cross Blue Shield of Massachusetts", "MA"),
        ("Blue Cross Blue Shield of Michigan", "MI"),
    ):
        member = coverage(payer=payer, type=concept("Coverline|commercial_hmo"))
        prefetch = {"patient": patient(address=[{"state": state}]), "coverage": bundle(member)}
        yield payer, sign(ordered(code="22511"), ordered("o2", "0200T"), prefetch=prefetch)
