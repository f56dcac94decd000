"""Tells resources of other versions of FHIR by elements that R4 does not have, or has in another form."""

from typing import Any

from coverline.intake.elements import Resource

# Elements that R5 brought in or gave another type.
_R5 = {
    "Condition": ("participant",),
    "Coverage": ("insurer", "kind", "paymentBy"),
    "DiagnosticReport": ("supportingInfo",),
    "Encounter": ("actualPeriod", "plannedStartDate", "plannedEndDate", "admission", "virtualService"),
    "ImagingStudy": ("partOf",),
    "MedicationRequest": ("medication", "reason", "renderedDosageInstruction", "effectiveDosePeriod"),
    "MedicationStatement": ("medication", "reason", "adherence", "renderedDosageInstruction"),
    "Observation": ("triggeredBy", "bodyStructure", "instantiatesCanonical"),
    "Procedure": ("occurrenceDateTime", "occurrencePeriod", "reason"),
    "ServiceRequest": ("reason", "focus", "bodyStructure"),
}
_OLDER = {
    "Condition": ("context", "assertedDate", "dateRecorded"),
    "Observation": ("context", "comment"),
    "MedicationRequest": ("context",),
    "Procedure": ("context", "notDone", "notPerformed"),
    "Encounter": ("incomingReferral",),
    "DiagnosticReport": ("context", "codedDiagnosis", "image"),
    "ServiceRequest": ("context",),
    "Coverage": ("grouping", "sequence"),
}


def foreign_version(kind: str, resource: Resource) -> str | None:
    """What shows that a resource is not R4, in words; None where nothing does."""
    shape = _foreign_shape(kind, resource)
    if shape is not None:
        return shape
    for versions, name in ((_R5, "R5"), (_OLDER, "STU3 or DSTU2")):
        for element in versions.get(kind, ()):
            if element in resource:
                return f"the element {element}, which is of FHIR {name}"
    return None


def _foreign_shape(kind: str, resource: Resource) -> str | None:
    """Elements that both versions have, in a form that R4 does not."""
    code = resource.get("code")
    if kind == "ServiceRequest" and isinstance(code, dict) and "concept" in code:
        return "a code that holds a concept, as in FHIR R5"
    if kind == "Encounter" and "reason" in resource:
        return f"the element reason, which is of FHIR {'R5' if _holds_values(resource) else 'DSTU2 or STU3'}"
    if kind == "Encounter" and isinstance(resource.get("class"), list):
        return "a list of classes, as in FHIR R5"
    if kind == "Encounter" and isinstance(resource.get("class"), str):
        return "a class that is a bare code, as in FHIR DSTU2"
    if kind == "ImagingStudy" and _holds_concepts(resource.get("modality")):
        return "modalities that are concepts, as in FHIR R5"
    for element in ("clinicalStatus", "verificationStatus"):
        if kind == "Condition" and isinstance(resource.get(element), str):
            return f"a {element} that is a bare code, as in FHIR STU3"
    return None


def _holds_values(encounter: Resource) -> bool:
    """Whether the reasons of an encounter are those of R5, which hold a use or values."""
    reasons = encounter["reason"]
    return isinstance(reasons, list) and any(
        isinstance(each, dict) and not each.keys().isdisjoint({"use", "value"}) for each in reasons
    )


def _holds_concepts(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) and "coding" in each for each in value)
