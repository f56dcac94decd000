"""The hooks that are answered: what each hands over, and where its orders are."""

from collections.abc import Mapping
from dataclasses import dataclass

PATIENT = "{{context.patientId}}"
ENCOUNTER = "{{context.encounterId}}"

PRIMARY = frozenset({"order-sign", "order-dispatch", "appointment-book"})


@dataclass(frozen=True, slots=True)
class Hook:
    """A moment in the EHR: what its context must hold, and which of that holds orders.

    `orders` is a Bundle of the context, `references` a list of references to orders; either may be empty.
    `query` brings the orders that the context only points to.
    """

    name: str
    title: str
    description: str
    context: tuple[str, ...]
    orders: str = ""
    references: str = ""
    query: str = ""

    @property
    def id(self) -> str:
        """The name of the service in its address."""
        return f"{self.name}-crd"

    @property
    def is_primary(self) -> bool:
        """Whether its orders are final enough to ask for documents."""
        return self.name in PRIMARY

    @property
    def of_encounter(self) -> bool:
        """Whether its orders are those of an encounter."""
        return "encounterId" in self.context


OF_ENCOUNTER = f"ServiceRequest?encounter={ENCOUNTER}&status=active"

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
        query="ServiceRequest?_id={{context.dispatchedOrders.resolve().ofType(ServiceRequest).id}}",
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
        query=(
            "ServiceRequest?_id="
            "{{context.appointments.entry.resource.basedOn.resolve().ofType(ServiceRequest).id}}"
        ),
    ),
    Hook(
        "encounter-start",
        "Coverage requirements of the orders of an encounter",
        "The same for the active orders of the encounter that begins.",
        ("userId", "patientId", "encounterId"),
        query=OF_ENCOUNTER,
    ),
    Hook(
        "encounter-discharge",
        "Coverage requirements of the orders of an ending encounter",
        "The same for the active orders of the encounter that ends.",
        ("userId", "patientId", "encounterId"),
        query=OF_ENCOUNTER,
    ),
)

BY_ID: Mapping[str, Hook] = {hook.id: hook for hook in HOOKS}
