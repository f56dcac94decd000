"""One order with its answer: the parts of the case that are about it, and what they assert."""

from dataclasses import dataclass
from datetime import date

from coverline.api.fhir.assertions import Assertion
from coverline.api.fhir.charts import Question
from coverline.api.fhir.contents import Resource
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
    def on(self) -> date | None:
        """The day of service, None where only a month or a year is known."""
        day = self.case.date_of_service
        return day.first if day.first == day.last else None


@dataclass(frozen=True, slots=True)
class Open:
    """Orders that no case could be made of, and what can be asserted of each all the same, if anything.

    `payer` is the payer in the words of the EHR, empty where it has none.
    """

    orders: tuple[Resource, ...]
    question: Question
    said: tuple[Assertion, ...]
    payer: str
