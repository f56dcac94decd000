"""The hooks that are answered: what each hands over, and what is asked to come with it."""

from collections.abc import Mapping
from dataclasses import dataclass

PATIENT = "{{context.patientId}}"

# What a chart is read from; each is a search of the EHR by patient.
CHART = {
    "coverage": f"Coverage?patient={PATIENT}&status=active",
    "conditions": f"Condition?patient={PATIENT}",
    "observations": f"Observation?patient={PATIENT}",
    "procedures": f"Procedure?patient={PATIENT}",
    "medications": f"MedicationRequest?patient={PATIENT}",
    "reports": f"DiagnosticReport?patient={PATIENT}",
    "studies": f"ImagingStudy?patient={PATIENT}",
    "encounters": f"Encounter?patient={PATIENT}",
}


@dataclass(frozen=True, slots=True)
class Hook:
    """A moment in the EHR: what its context must hold, which of that holds orders, and what is prefetched.

    `orders` is a Bundle of the context, `references` a list of references to orders; either may be empty.
    """

    name: str
    title: str
    description: str
    context: tuple[str, ...]
    orders: str = ""
    references: str = ""
    also: Mapping[str, str] | None = None

    @property
    def id(self) -> str:
        """The name of the service in its address."""
        return f"{self.name}-crd"

    @property
    def prefetch(self) -> dict[str, str]:
        """The queries that an EHR may run beforehand, by key."""
        return {"patient": f"Patient/{PATIENT}", **CHART, **(self.also or {})}


OF_ENCOUNTER = {
    "encounter": "Encounter/{{context.encounterId}}",
    "orders": "ServiceRequest?encounter={{context.encounterId}}&status=active",
}

HOOKS: tuple[Hook, ...] = (
    Hook(
        "order-sign",
        "Coverage requirements of orders being signed",
        "Whether the orders meet the payer's policy, whether it asks for authorization, and what is missing.",
        ("userId", "patientId", "draftOrders"),
        orders="draftOrders",
    ),
    Hook(
        "order-dispatch",
        "Coverage requirements of orders being sent to a performer",
        "The same for orders that a performer has been chosen for.",
        ("patientId", "dispatchedOrders", "performer"),
        references="dispatchedOrders",
        also={
            "orders": "ServiceRequest?_id={{context.dispatchedOrders.resolve().ofType(ServiceRequest).id}}"
        },
    ),
    Hook(
        "order-select",
        "Coverage requirements of orders being written",
        "The same for the orders that have just been selected.",
        ("userId", "patientId", "selections", "draftOrders"),
        orders="draftOrders",
        references="selections",
    ),
    Hook(
        "appointment-book",
        "Coverage requirements of appointments being booked",
        "The same for the orders that the appointments are based on.",
        ("userId", "patientId", "appointments"),
        orders="appointments",
        also={
            "orders": (
                "ServiceRequest?_id="
                "{{context.appointments.entry.resource.basedOn.resolve().ofType(ServiceRequest).id}}"
            )
        },
    ),
    Hook(
        "encounter-start",
        "Coverage requirements of the orders of an encounter",
        "The same for the active orders of the encounter that begins.",
        ("userId", "patientId", "encounterId"),
        also=OF_ENCOUNTER,
    ),
    Hook(
        "encounter-discharge",
        "Coverage requirements of the orders of an ending encounter",
        "The same for the active orders of the encounter that ends.",
        ("userId", "patientId", "encounterId"),
        also=OF_ENCOUNTER,
    ),
)

BY_ID: Mapping[str, Hook] = {hook.id: hook for hook in HOOKS}
