"""Hook calls as an EHR sends them, around a chart of a few resources."""

from typing import Any

Resource = dict[str, Any]

PATIENT = {"reference": "Patient/p1"}
CPT = "http://www.ama-assn.org/go/cpt"


def patient(**more: Any) -> Resource:
    return {"resourceType": "Patient", "id": "p1", "address": [{"state": "CT"}], **more}


def coverage(name: str = "c1", payer: str = "Cigna", **more: Any) -> Resource:
    return {
        "resourceType": "Coverage",
        "id": name,
        "status": "active",
        "beneficiary": PATIENT,
        "payor": [{"display": payer}],
        **more,
    }


def order(name: str = "o1", code: str = "22513", **more: Any) -> Resource:
    return {
        "resourceType": "ServiceRequest",
        "id": name,
        "status": "draft",
        "intent": "order",
        "subject": PATIENT,
        "occurrenceDateTime": "2024-09-10",
        "code": {"coding": [{"system": CPT, "code": code}]},
        **more,
    }


def bundle(*resources: Resource, kind: str = "collection") -> Resource:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": each} for each in resources]}


def sign(*orders: Resource, prefetch: Resource | None = None, **more: Any) -> dict[str, Any]:
    """An order-sign call; without a prefetch of its own, the patient and one coverage come with it."""
    sent = {"patient": patient(), "coverage": bundle(coverage(), kind="searchset")}
    return {
        "hook": "order-sign",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/1", "patientId": "p1", "draftOrders": bundle(*orders)},
        "prefetch": sent if prefetch is None else prefetch,
        **more,
    }


def assertions(response: Any, place: int = 0) -> dict[str, Any]:
    """The parts of the coverage information on an updated order, by name; those that repeat as lists."""
    url = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information"
    resource = response["systemActions"][place]["resource"]
    (extension,) = [each for each in resource["extension"] if each["url"] == url]
    found: dict[str, Any] = {}
    for part in extension["extension"]:
        (value,) = [value for key, value in part.items() if key.startswith("value")]
        found.setdefault(part["url"], []).append(value)
    return found
