"""What the standard says of each kind of resource: whose it is, when it was, whether it counts."""

from dataclasses import dataclass

from coverline.intake.elements import Resource, items, text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource; each entry is a path of element names.

    `dates` are in the order of preference. `links` lead to what it is about. `counting` are the values of its
    status with which it says something that is so; empty where the kind has no status.
    """

    patient: str
    dates: tuple[str, ...]
    texts: tuple[str, ...]
    links: tuple[str, ...] = ()
    counting: frozenset[str] = frozenset()


_FINAL = frozenset({"final", "amended", "corrected"})
KINDS = {
    "Condition": Kind(
        "subject",
        ("onsetDateTime", "onsetPeriod.start", "recordedDate"),
        ("code.text", "onsetString", "note.text"),
    ),
    "DiagnosticReport": Kind(
        "subject",
        ("effectiveDateTime", "effectivePeriod.end", "effectivePeriod.start", "issued"),
        ("conclusion",),
        ("imagingStudy",),
        _FINAL | {"appended"},
    ),
    "Encounter": Kind(
        "subject",
        ("period.start",),
        ("reasonCode.text",),
        ("reasonReference", "diagnosis.condition"),
        frozenset({"in-progress", "onleave", "finished"}),
    ),
    "ImagingStudy": Kind(
        "subject", ("started",), ("description", "note.text"), ("reasonReference",), frozenset({"available"})
    ),
    "MedicationAdministration": Kind(
        "subject",
        ("effectiveDateTime", "effectivePeriod.start"),
        ("note.text",),
        ("reasonReference",),
        frozenset({"in-progress", "completed"}),
    ),
    "MedicationRequest": Kind(
        "subject",
        ("authoredOn",),
        ("note.text", "dosageInstruction.text"),
        ("reasonReference",),
        frozenset({"active", "completed"}),
    ),
    "MedicationStatement": Kind(
        "subject",
        ("effectiveDateTime", "effectivePeriod.start", "dateAsserted"),
        ("note.text",),
        ("reasonReference",),
        frozenset({"active", "completed"}),
    ),
    "Observation": Kind(
        "subject",
        ("effectiveDateTime", "effectiveInstant", "effectivePeriod.end", "effectivePeriod.start", "issued"),
        ("valueString", "note.text"),
        ("focus",),
        _FINAL,
    ),
    "Procedure": Kind(
        "subject",
        ("performedDateTime", "performedPeriod.start"),
        ("note.text", "outcome.text"),
        ("reasonReference",),
        frozenset({"in-progress", "completed", "stopped"}),
    ),
    "ServiceRequest": Kind(
        "subject",
        ("authoredOn",),
        ("note.text", "patientInstruction", "reasonCode.text"),
        (),
        frozenset({"draft", "active", "on-hold", "completed"}),
    ),
    "Coverage": Kind("beneficiary", ("period.start",), (), (), frozenset({"active"})),
}

REFUTED = "refuted"
_CONFIRMED = "confirmed"
_CURRENT = frozenset({"active", "recurrence", "relapse"})
_ASKING = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})
_WISHING = frozenset({"proposal", "plan"})


# The standard forbids to read a resource with these by whoever does not know what they change.
_CHANGING = ("modifierExtension", "implicitRules")


def changed_meaning(resource: Resource) -> str | None:
    """Why a resource must not be read as it stands, whatever its status; None where nothing bars it."""
    found = next((each for each in _CHANGING if resource.get(each)), None)
    return f"its {found} may change what it means, in a way that is not known here" if found else None


def why_not(kind: str, resource: Resource) -> str | None:
    """Why a resource of this status says nothing that is so; None where it does."""
    changed = changed_meaning(resource)
    if changed is not None:
        return changed
    if kind == "Condition":
        return _why_not_condition(resource)
    counting = KINDS[kind].counting
    status = text(resource, "status")
    if status not in counting:
        return f"its status is {status or 'not given'}"
    if resource.get("doNotPerform") is True:
        return "it says that this is not to be done"
    intent = text(resource, "intent")
    if kind == "MedicationRequest" and intent not in _ASKING:
        return f"its intent is {intent or 'not given'}, not an order"
    if kind == "ServiceRequest" and intent not in _ASKING | _WISHING:
        return f"its intent is {intent or 'not given'}, neither an order nor a plan"
    return None


def verification(resource: Resource) -> str | None:
    """The verification status of a condition, as its code."""
    return text(resource, "verificationStatus.coding.code")


def _why_not_condition(resource: Resource) -> str | None:
    verified = verification(resource)
    if "verificationStatus" in resource and verified != _CONFIRMED:
        return f"its verification status is {verified or 'not given as a code'}"
    clinical = text(resource, "clinicalStatus.coding.code")
    if "clinicalStatus" in resource and clinical not in _CURRENT:
        return f"its clinical status is {clinical or 'not given as a code'}"
    abated = any(key.startswith("abatement") for key in resource)
    return "it has abated" if abated else None


def relevant_texts(kind: str, resource: Resource) -> list[tuple[str, str]]:
    """Free text of a record for a person to read, each with its path."""
    return [
        (path, each)
        for path in KINDS[kind].texts
        for each in items(resource, path)
        if isinstance(each, str) and each.strip()
    ]
