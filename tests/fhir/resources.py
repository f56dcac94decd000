"""FHIR R4 resources of invented patients, as plain data."""

from collections.abc import Mapping
from typing import Any

Resource = dict[str, Any]

SYSTEMS = {
    "SNOMED CT": "http://snomed.info/sct",
    "LOINC": "http://loinc.org",
    "RxNorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "ICD-10-CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "CPT": "http://www.ama-assn.org/go/cpt",
    "HCPCS": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "ICD-10-PCS": "http://www.cms.gov/Medicare/Coding/ICD10",
    "DICOM": "http://dicom.nema.org/resources/ontology/DCM",
    "HL7 act": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "payment type": "https://nahdo.org/sopt",
    "Coverline": "urn:coverline:facts",
}
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
PATIENT = {"reference": "Patient/p"}


def coding(token: str) -> Resource:
    """A coding from a token such as `CPT|22511`."""
    system, _, code = token.partition("|")
    return {"system": SYSTEMS.get(system, system), "code": code}


def concept(*tokens: str) -> Resource:
    """A concept with these codings."""
    return {"coding": [coding(each) for each in tokens]}


def reference(resource: Mapping[str, Any]) -> Resource:
    """A relative reference to a resource."""
    return {"reference": f"{resource['resourceType']}/{resource['id']}"}


def patient(name: str = "p", state: str | None = None, **more: Any) -> Resource:
    """A patient, who lives in a state."""
    address = {"address": [{"use": "home", "state": state}]} if state is not None else {}
    return {"resourceType": "Patient", "id": name, **address, **more}


def organization(payer: str, name: str = "payer") -> Resource:
    """A payer under our own identifier of it."""
    identifier = [{"system": SYSTEMS["Coverline"], "value": payer}]
    return {
        "resourceType": "Organization",
        "id": name,
        "active": True,
        "name": "A plan",
        "identifier": identifier,
    }


def coverage(product: str | None = None, name: str = "coverage", **more: Any) -> Resource:
    """A coverage by the payer."""
    kind = {"type": concept(f"Coverline|{product}")} if product is not None else {}
    return {
        "resourceType": "Coverage", "id": name, "status": "active", "beneficiary": PATIENT,
        "payor": [{"reference": "Organization/payer"}], **kind, **more,
    }  # fmt: skip


def order(
    code: str = "CPT|22511",
    on: str | None = "2024-09-10",
    levels: tuple[str, ...] = ("L1",),
    technique: str | None = None,
    name: str = "order",
    **more: Any,
) -> Resource:
    """An order for a service."""
    day = {"occurrenceDateTime": on} if on is not None else {}
    site = {"bodySite": [concept(f"Coverline|{each}") for each in levels]} if levels else {}
    detail = {"orderDetail": [concept(f"Coverline|{technique}")]} if technique is not None else {}
    return {
        "resourceType": "ServiceRequest", "id": name, "status": "active", "intent": "order",
        "subject": PATIENT,
        "code": concept(code), **day, **site, **detail, **more,
    }  # fmt: skip


def condition(
    code: str,
    name: str,
    level: str | None = None,
    onset: str | None = None,
    verified: str = "confirmed",
    **more: Any,
) -> Resource:
    """A condition, active and confirmed unless said otherwise."""
    site = {"bodySite": [concept(f"Coverline|{level}")]} if level is not None else {}
    began = {"onsetDateTime": onset} if onset is not None else {}
    clinical = {} if verified == "entered-in-error" else {"clinicalStatus": concept(f"{_CLINICAL}|active")}
    return {
        "resourceType": "Condition", "id": name, "subject": PATIENT, "code": concept(code), **site, **began,
        **clinical, "verificationStatus": concept(f"{_VERIFICATION}|{verified}"), **more,
    }  # fmt: skip


def observation(
    code: str, name: str, value: Resource, level: str | None = None, on: str = "2024-09-01", **more: Any
) -> Resource:
    """An observation with its value, such as {"valueBoolean": True}."""
    site = {"bodySite": concept(f"Coverline|{level}")} if level is not None else {}
    return {
        "resourceType": "Observation", "id": name, "status": "final", "subject": PATIENT,
        "code": concept(code), "effectiveDateTime": on, **site, **value, **more,
    }  # fmt: skip


def report(code: str, name: str, *conclusions: str, on: str = "2024-09-01", **more: Any) -> Resource:
    """A report of an imaging study, with its coded conclusions."""
    concluded = {"conclusionCode": [concept(each) for each in conclusions]} if conclusions else {}
    return {
        "resourceType": "DiagnosticReport", "id": name, "status": "final", "subject": PATIENT,
        "code": concept(code), "effectiveDateTime": on, **concluded, **more,
    }  # fmt: skip


def imaging(modality: str, name: str, level: str = "L1", on: str = "2024-09-01") -> Resource:
    """An imaging study of a level."""
    one = {"uid": "1.2.3", "modality": coding(modality), "bodySite": coding(f"Coverline|{level}")}
    return {
        "resourceType": "ImagingStudy", "id": name, "status": "available", "subject": PATIENT,
        "modality": [coding(modality)], "started": f"{on}T08:00:00Z", "series": [one],
    }  # fmt: skip


def therapy(
    name: str, start: str, end: str | None, reason: str = "Condition/fracture", **more: Any
) -> Resource:
    """Physical therapy through a time, for a reason."""
    last = {"end": end} if end is not None else {}
    return {
        "resourceType": "Procedure", "id": name, "status": "completed" if end is not None else "in-progress",
        "subject": PATIENT, "code": concept("CPT|97110"), "performedPeriod": {"start": start, **last},
        "reasonReference": [{"reference": reason}], **more,
    }  # fmt: skip


def medicine(name: str, code: str = "RxNorm|7804", start: str = "2024-07-01", **more: Any) -> Resource:
    """A prescription for the fracture."""
    return {
        "resourceType": "MedicationRequest", "id": name, "status": "active", "intent": "order",
        "subject": PATIENT,
        "medicationCodeableConcept": concept(code), "authoredOn": start,
        "reasonReference": [{"reference": "Condition/fracture"}], **more,
    }  # fmt: skip


def stay(name: str, start: str, reason: str = "Condition/fracture", **more: Any) -> Resource:
    """A stay in hospital for a reason."""
    return {
        "resourceType": "Encounter", "id": name, "status": "finished", "class": coding("HL7 act|IMP"),
        "subject": PATIENT, "period": {"start": start}, "reasonReference": [{"reference": reason}], **more,
    }  # fmt: skip


def bundle(
    *resources: Resource, kind: str = "collection", timestamp: str | None = "2024-09-05T08:00:00Z"
) -> Resource:
    """A bundle of these resources."""
    taken = {"timestamp": timestamp} if timestamp is not None else {}
    return {
        "resourceType": "Bundle",
        "type": kind,
        **taken,
        "entry": [{"resource": each} for each in resources],
    }


def asked(*resources: Resource, payer: str = "cigna", **changes: Any) -> Resource:
    """A bundle of one order of one member of a payer, with these resources beside it."""
    return bundle(patient(), organization(payer), coverage("commercial_ppo"), order(**changes), *resources)
