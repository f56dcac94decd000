"""What was sent as FHIR: each resource with its place; what is none, or of another version, is told."""

from collections.abc import Iterable, Iterator
from typing import Any

from coverline.api.refusals import Reason, Refused
from coverline.intake.versions import foreign_version

Resource = dict[str, Any]
Placed = tuple[str, Resource]

OUTCOME = "OperationOutcome"
_DEEPEST = 8


def contents(sent: Any, place: str) -> Iterator[Placed]:
    """A resource, or those of a Bundle, each with its place; raises Refused where there is none."""
    if not isinstance(sent, dict) or not isinstance(sent.get("resourceType"), str):
        raise _refused(place, "found no resource; expected one of FHIR R4, with its resourceType")
    if sent["resourceType"] != "Bundle":
        yield place, sent
        return
    entries = sent.get("entry", [])
    if not isinstance(entries, list):
        raise _refused(f"{place}.entry", "found no list; expected the entries of a Bundle")
    if place.count(".entry[") >= _DEEPEST:
        raise _refused(place, "found Bundles that are nested too deeply; expected resources")
    for index, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        # Outcomes of a search tell of the search, and are no part of a chart.
        if not isinstance(resource, dict) or resource.get("resourceType") != OUTCOME:
            yield from contents(resource, f"{place}.entry[{index}].resource")


def require_r4(sent: Iterable[Placed]) -> None:
    """Refuses resources of another version of FHIR: their elements would be overlooked here."""
    errors = [{"expression": place, "detail": detail} for place, detail in _foreign(sent)]
    if errors:
        raise Refused(Reason.UNREADABLE, errors[0]["detail"], errors)


def _foreign(sent: Iterable[Placed]) -> Iterator[tuple[str, str]]:
    for place, resource in sent:
        sign = foreign_version(resource["resourceType"], resource)
        if sign is not None:
            name = f"{resource['resourceType']}/{resource.get('id')}"
            yield place, f"found {name} with {sign}; expected FHIR R4 (4.0.1)"


def _refused(place: str, detail: str) -> Refused:
    return Refused(Reason.UNREADABLE, f"{place}: {detail}", [{"expression": place, "detail": detail}])
