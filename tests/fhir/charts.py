"""Cases as charts: for each fact that a chart can carry, the records that carry it."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from coverline.model.case import Case, Value
from coverline.model.quantity import Duration, Span
from tests.fhir.resources import (
    Resource,
    bundle,
    condition,
    coverage,
    imaging,
    observation,
    order,
    organization,
    patient,
    report,
    therapy,
)

INDICATIONS = {
    "osteoporotic_fracture": "ICD-10-CM|M80.08XA",
    "multiple_myeloma": "ICD-10-CM|C90.00",
    "hemangioma": "ICD-10-CM|D18.09",
    "eosinophilic_granuloma": "ICD-10-CM|C96.6",
    "osteonecrosis": "ICD-10-CM|M87.08",
}
CONTRAINDICATIONS = {
    "infection": "ICD-10-CM|A41.9",
    "osteomyelitis": "ICD-10-CM|M46.20",
    "myelopathy": "ICD-10-CM|M47.10",
    "radiculopathy": "ICD-10-CM|M54.10",
    "coagulopathy": "ICD-10-CM|D68.32",
    "pregnancy": "ICD-10-CM|Z33.1",
}
STUDIES = {"xray": "DICOM|DX", "mri": "DICOM|MR", "ct": "DICOM|CT", "fluoroscopy": "DICOM|RF"}
OBSERVED = (
    "symptomatic", "pain_debilitating", "fracture_acute", "conservative_treatment_failed",
    "responding_to_conservative_treatment", "hospitalized_for_fracture", "ambulation_prevented",
    "functional_impairment", "imaging_shows_recent_fracture", "pain_correlates_with_imaging",
    "pain_from_nonhealing_fracture", "fracture_healed", "prophylactic", "other_pain_causes_excluded",
    "spinal_cord_compression", "significant_vertebral_collapse", "aggressive_hemangioma",
    "device_fda_cleared",
)  # fmt: skip
CARRIED = (
    *OBSERVED, "indication", "pain_severity", "pain_onset", "fracture_date",
    "conservative_treatment_duration", "imaging", "vertebral_height_remaining", "contraindications",
)  # fmt: skip


def chart_of(case: Case) -> list[Resource]:
    """The records from which the case can be taken again; one service at one level."""
    (service,) = case.services
    day = case.date_of_service.last
    (level,) = service.levels
    system = "HCPCS" if service.code[0] == "C" else "CPT"
    resources = [
        patient(state=case.state),
        organization(case.payer),
        coverage(case.product),
        order(f"{system}|{service.code}", str(case.date_of_service), service.levels, service.technique),
    ]
    for name, known in case.facts.items():
        resources += records_of(name, known.value, level, day)
    return resources


def records_of(name: str, value: Value, level: str, service: date) -> Iterator[Resource]:
    """The records that carry a fact."""
    # No record of another kind than the fact's own dates it: all are of the day before the service.
    on = str(service - timedelta(days=1))
    match value:
        case bool():
            yield observation(f"Coverline|{name}", name, {"valueBoolean": value}, level, on)
        case Span() if name == "fracture_date":
            yield condition("SNOMED CT|42942008", "fracture", level, str(value))
        case Span():
            yield observation(f"Coverline|{name}", name, {"valueDateTime": str(value)}, level, on)
        case Duration():
            start = service - timedelta(days=value.count)
            reason = condition("ICD-10-CM|M54.50", "pain", level)
            yield from (reason, therapy("therapy", str(start), str(service), "Condition/pain"))
        case Fraction():
            height = {"valueQuantity": {"value": float(value), "unit": "%", "code": "%"}}
            yield observation(f"Coverline|{name}", name, height, level, on)
        case frozenset() if name == "imaging":
            yield from (_study(each, level, on) for each in sorted(value))
        case frozenset():
            yield from (condition(CONTRAINDICATIONS[each], each, level) for each in sorted(value))
        case str() if name == "indication":
            yield condition(INDICATIONS[value], "indication", level)
        case str():
            said = {"valueCodeableConcept": {"coding": [{"system": "urn:coverline:facts", "code": value}]}}
            yield observation("LOINC|38208-5", name, said, level, on)


def _study(study: str, level: str, on: str) -> Resource:
    if study == "bone_scan":
        return report("CPT|78306", study, on=on)
    return imaging(STUDIES[study], study, level, on)


def chart_bundle(case: Case) -> Resource:
    """The case's chart as a bundle."""
    return bundle(*chart_of(case), timestamp=f"{case.date_of_service.last}T00:00:00Z")
