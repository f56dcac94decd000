"""Cases as charts: for each fact that a chart can carry, the records that carry it, in each way."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from coverline.codesets.form import normalize, system_of_procedure
from coverline.model.case import Case, Known, Value
from coverline.model.quantity import Duration, Span
from tests.fhir.resources import (
    Resource,
    bundle,
    coding,
    concept,
    condition,
    coverage,
    imaging,
    medicine,
    observation,
    order,
    organization,
    patient,
    reference,
    report,
    stay,
    therapy,
)

# One way out of several; the first where nothing chooses.
Choose = Callable[[Sequence[Any]], Any]

INDICATIONS = {
    "osteoporotic_fracture": ("ICD-10-CM|M80.08XA", "ICD-10-CM|M80.08XK"),
    "multiple_myeloma": ("ICD-10-CM|C90.00", "SNOMED CT|109989006"),
    "hemangioma": ("ICD-10-CM|D18.09", "ICD-10-CM|D18.00"),
    "eosinophilic_granuloma": ("ICD-10-CM|C96.6",),
    "osteonecrosis": ("ICD-10-CM|M87.08", "ICD-10-CM|M87.188"),
    "traumatic_fracture": ("ICD-10-CM|S22.009A", "ICD-10-CM|S32.009A"),
}
CONTRAINDICATIONS = {
    "infection": ("ICD-10-CM|A41.9", "SNOMED CT|91302008"),
    "osteomyelitis": ("ICD-10-CM|M46.20",),
    "myelopathy": ("ICD-10-CM|M47.10",),
    "radiculopathy": ("ICD-10-CM|M54.10",),
    "coagulopathy": ("ICD-10-CM|D68.32", "ICD-10-CM|D66"),
    "pregnancy": ("ICD-10-CM|Z33.1", "SNOMED CT|77386006"),
}
STUDIES = {"xray": "DICOM|DX", "mri": "DICOM|MR", "ct": "DICOM|CT", "fluoroscopy": "DICOM|RF"}
# By the region of a level, the codes of pictures that show it.
PICTURES = {
    "T": {"xray": "CPT|72070", "ct": "CPT|72128", "mri": "CPT|72146"},
    "L": {"xray": "CPT|72100", "ct": "CPT|72131", "mri": "CPT|72148"},
}
SCORES = {"none": (0,), "mild": (1, 3), "moderate": (4, 6), "severe": (7, 10)}
WORDS = {"mild": "SNOMED CT|255604002", "moderate": "SNOMED CT|6736007", "severe": "SNOMED CT|24484000"}
OUTCOMES = {
    "conservative_treatment_failed": "SNOMED CT|385671000",
    "responding_to_conservative_treatment": "SNOMED CT|385669000",
}
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
# Facts of the patient, which are the same at every level.
OF_THE_PATIENT = ("device_fda_cleared", "contraindications")
SETTINGS = {"inpatient": "HL7 act|IMP", "outpatient": "HL7 act|AMB"}
PRODUCTS = {"commercial_hmo": "511", "commercial_ppo": "512", "medicare_advantage_ppo": "112"}


def first(ways: Sequence[Any]) -> Any:
    """The first way."""
    return ways[0]


def chart_of(case: Case, choose: Choose = first) -> list[Resource]:
    """The records from which the case can be taken again: patient, payer, coverage and order first."""
    day = case.date_of_service.last
    (service,) = case.services
    system = system_of_procedure(normalize(service.code))
    reasons = {"reasonCode": [concept(f"ICD-10-CM|{each}") for each in case.diagnoses]}
    resources = [
        patient(state=case.state),
        organization(case.payer),
        coverage(case.product) if case.product not in PRODUCTS else choose(_coverages(case.product)),
        order(
            f"{system}|{service.code}",
            str(case.date_of_service),
            service.levels,
            service.technique,
            **(reasons if case.diagnoses else {}),
        ),
    ]
    if case.setting is not None:
        resources.append(_planned(case.setting, str(day)))
    lesions = [(each.levels[0], each.facts) for each in case.lesions]
    alone = len(service.levels) == 1
    for level, facts in [*((each, case.facts) for each in service.levels), *lesions]:
        for name, known in facts.items():
            if name not in OF_THE_PATIENT or level == service.levels[0]:
                resources += choose(list(ways(name, known, level, day, alone)))
    return resources


def _coverages(product: str) -> list[Resource]:
    return [coverage(product), coverage(type=concept(f"payment type|{PRODUCTS[product]}"))]


def _planned(setting: str, on: str) -> Resource:
    planned = stay("planned", on, basedOn=[{"reference": "ServiceRequest/order"}])
    del planned["reasonReference"]
    return planned | {"status": "planned", "class": coding(SETTINGS[setting])}


def ways(name: str, known: Known, level: str, service: date, alone: bool) -> Iterator[list[Resource]]:
    """Every way to carry a fact of a level; `alone` where no other level is treated.

    The records are of the day before the service, unless the fact itself says when.
    """
    on = str(service - timedelta(days=1))
    marked = f"{name}-{level}".replace("_", "-")
    value = known.value
    match value:
        case bool():
            yield [_observed(name, marked, {"valueBoolean": value}, level, on)]
            yield from _told(name, value, marked, level, on, alone)
        case Span() if name == "fracture_date":
            for code in ("SNOMED CT|42942008", "ICD-10-CM|M80.88XA"):
                yield [condition(code, marked, level, str(value))]
        case Span():
            yield [_observed(name, marked, {"valueDateTime": str(value)}, level, on)]
        case Duration():
            yield from _treated(value, marked, level, service)
        case Fraction():
            yield from _high(value, marked, level, on)
        case frozenset() if name == "imaging":
            yield from _pictured(value, marked, level, on, alone)
        case frozenset():
            for turn in (0, -1):
                yield [condition(CONTRAINDICATIONS[each][turn], each, level) for each in sorted(value)]
        case str():
            yield from _chosen(name, value, marked, level, on)


def _observed(fact: str, name: str, value: Resource, level: str, on: str) -> Resource:
    return observation(f"Coverline|{fact}", name, value, level, on)


def _told(name: str, value: bool, marked: str, level: str, on: str, alone: bool) -> Iterator[list[Resource]]:
    """Ways in which other records than an observation of our own tell a yes or a no."""
    match name, value:
        case (("imaging_shows_recent_fracture" | "fracture_healed"), True) if alone:
            yield [report("LOINC|24963-5", marked, f"Coverline|{name}", on=on)]
        case (("conservative_treatment_failed" | "responding_to_conservative_treatment"), True):
            pain = condition("ICD-10-CM|M54.50", f"{marked}-pain", level)
            done = _done("CPT|97110", marked, on, outcome=concept(OUTCOMES[name]))
            yield [pain, done | {"reasonReference": [reference(pain)]}]
        case "hospitalized_for_fracture", True:
            broken = condition("SNOMED CT|42942008", f"{marked}-why", level)
            yield [broken, stay(marked, on, f"Condition/{marked}-why")]
        case "spinal_cord_compression", _:
            verified = "confirmed" if value else "refuted"
            yield [condition("ICD-10-CM|G95.20", marked, level, verified=verified)]


def _treated(length: Duration, marked: str, level: str, service: date) -> Iterator[list[Resource]]:
    """Treatment for so many days up to the service, for pain of the level."""
    start = str(service - timedelta(days=length.count))
    pain = condition("ICD-10-CM|M54.50", f"{marked}-pain", level)
    why = f"Condition/{pain['id']}"
    yield [pain, therapy(marked, start, str(service), why)]
    yield [pain, therapy(marked, start, None, why)]
    yield [pain, medicine(marked, start=start, reasonReference=[{"reference": why}])]
    bounds = {"timing": {"repeat": {"boundsPeriod": {"start": start, "end": str(service)}}}}
    taken = medicine(marked, "RxNorm|161", "2000", reasonReference=[{"reference": why}])
    yield [pain, taken | {"status": "completed", "dosageInstruction": [bounds]}]
    statement = {
        "resourceType": "MedicationStatement", "id": marked, "status": "active",
        "subject": {"reference": "Patient/p"}, "medicationCodeableConcept": concept("RxNorm|10689"),
        "effectivePeriod": {"start": start}, "reasonReference": [{"reference": why}],
    }  # fmt: skip
    yield [pain, statement]


def _high(height: Fraction, marked: str, level: str, on: str) -> Iterator[list[Resource]]:
    for fact, share in (("remaining", height), ("loss", 100 - height)):
        said = {"valueQuantity": {"value": float(share), "unit": "%", "code": "%"}}
        yield [_observed(f"vertebral_height_{fact}", marked, said, level, on)]


def _pictured(
    studies: frozenset[str], marked: str, level: str, on: str, alone: bool
) -> Iterator[list[Resource]]:
    yield [_study(each, f"{marked}-{each}".replace("_", "-"), level, on) for each in sorted(studies)]
    codes = PICTURES.get(level[0], {})
    if alone and studies <= codes.keys():
        yield [report(codes[each], f"{marked}-{each}", on=on) for each in sorted(studies)]
        yield [_done(codes[each], f"{marked}-{each}", on) for each in sorted(studies)]


def _chosen(name: str, value: str, marked: str, level: str, on: str) -> Iterator[list[Resource]]:
    if name == "indication":
        for code in INDICATIONS[value]:
            yield [condition(code, marked, level)]
        return
    for code in (f"Coverline|{value}", *([WORDS[value]] if value in WORDS else [])):
        yield [observation("LOINC|38208-5", marked, {"valueCodeableConcept": concept(code)}, level, on)]
    for score in SCORES[value]:
        yield [observation("LOINC|72514-3", marked, {"valueInteger": score}, level, on)]
        counted = {"valueQuantity": {"value": score, "code": "{score}"}}
        yield [observation("LOINC|72514-3", marked, counted, level, on)]


def _done(code: str, name: str, on: str, **more: Any) -> Resource:
    return {
        "resourceType": "Procedure", "id": name, "status": "completed", "subject": {"reference": "Patient/p"},
        "code": concept(code), "performedDateTime": on, **more,
    }  # fmt: skip


def _study(study: str, name: str, level: str, on: str) -> Resource:
    if study == "bone_scan":
        return report("CPT|78306", name, on=on)
    return imaging(STUDIES[study], name, level, on)


def chart_bundle(case: Case, choose: Choose = first) -> Resource:
    """The case's chart as a bundle."""
    return bundle(*chart_of(case, choose), timestamp=f"{case.date_of_service.last}T00:00:00Z")


def is_carried(case: Case, name: str, value: Value) -> bool:
    """Whether a chart can carry this value beside the rest of the case."""
    match name, value:
        case "imaging", frozenset():
            # A scan of the whole skeleton shows every level.
            shown = value <= {*STUDIES, "bone_scan"}
            return bool(value) and shown and (len(case.services[0].levels) == 1 or "bone_scan" not in value)
        case "contraindications", frozenset():
            return bool(value) and value <= CONTRAINDICATIONS.keys()
        case "indication", "osteoporotic_fracture":
            # Of the sacrum and the coccyx its code leaves open what broke it.
            return all(each[0] in "CTL" and each[1:].isdigit() for each in case.services[0].levels)
        case "indication", _:
            return value in INDICATIONS
        case _:
            return True
