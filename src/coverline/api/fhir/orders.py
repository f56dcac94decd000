"""One order with its answer: the parts of the case that are about it, and what they assert."""

from dataclasses import dataclass
from datetime import date

from coverline.api.fhir.assertions import Assertion
from coverline.api.fhir.requests import Resource
from coverline.model.case import Case
from coverline.model.determination import Determination


@dataclass(frozen=True, slots=True)
class Answered:
    """An order, the case that it was read into, the parts that are about it, and what they assert.

    `conflicts` says where the chart contradicts itself, in words.
    """

    order: Resource
    case: Case
    parts: tuple[Determination, ...]
    said: Assertion
    conflicts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The order as the EHR refers to it."""
        return f"{self.order['resourceType']}/{self.order.get('id')}"

    @property
    def on(self) -> date | None:
        """The day of service, None where only a month or a year is known."""
        day = self.case.date_of_service
        return day.first if day.first == day.last else None
