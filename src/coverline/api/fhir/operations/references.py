"""Whose a resource is, as it says itself."""

from coverline.api.fhir.contents import Resource
from coverline.api.fhir.messages import ID
from coverline.api.fhir.requests import named

# Where a kind of resource names its patient, if not under subject; empty where it names none in one place.
ELEMENTS = {
    "Appointment": "",
    "Coverage": "beneficiary",
    "SupplyRequest": "",
    "VisionPrescription": "patient",
}


def patient_element(kind: str) -> str:
    """The element in which a kind of resource names its patient; empty where it names none."""
    return ELEMENTS.get(kind, "subject")


def patient_of(resource: Resource) -> str | None:
    """The id of the patient whom a resource names; None where that cannot be read."""
    holder = resource.get(patient_element(resource["resourceType"]))
    reference = holder.get("reference") if isinstance(holder, dict) else None
    if not isinstance(reference, str):
        return None
    kind, _, name = named(reference).partition("/")
    return name if kind == "Patient" and ID.fullmatch(name) else None
