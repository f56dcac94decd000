"""The request as a payer's portal asks for it: every field by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from coverline.model.case import Case
from coverline.model.determination import Determination
from coverline.model.vocabulary import Vocabulary
from coverline.publish.answers import ASSUMED, policy_words
from coverline.publish.wording import in_words

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the request; a value that nobody stated is None, and `note` says what follows."""

    name: str
    value: str | None
    note: str = ""

    def __str__(self) -> str:
        said = self.value or NOT_STATED
        return f"{said} ({self.note})" if self.note else said


def request_fields(case: Case, answer: Determination, vocabulary: Vocabulary) -> Iterator[Field]:
    """The fields in the order in which portals ask for them."""
    yield Field("Payer", vocabulary.payers[case.payer])
    yield _assumable("Plan", "product", in_words(case.product or ""), answer)
    yield _assumable("Member's state", "state", case.state or "", answer)
    yield Field("Policy", policy_words(answer.policy))
    for number, service in enumerate(case.services, 1):
        of = f" {number}" if len(case.services) > 1 else ""
        yield Field(f"Procedure code{of}", service.code)
        yield Field(f"Technique{of}", in_words(service.technique or "") or None)
        yield Field(f"Levels{of}", ", ".join(service.levels) or None)
    yield Field("Diagnosis codes", ", ".join(case.diagnoses) or None)
    yield Field("Date of service", str(case.date_of_service))
    yield Field("Setting", case.setting)


def _assumable(name: str, field: str, value: str, answer: Determination) -> Field:
    assumed = ASSUMED[field] if field in answer.assumed else ""
    return Field(name, value or None, f"taken as {assumed}" if assumed else "")
