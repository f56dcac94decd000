"""What a caller should know beside the forms."""

from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning with its code of FHIR, and where what it is about was sent."""

    code: str
    text: str
    place: str = ""
    severity: str = "warning"

    @property
    def issue(self) -> Data:
        """The warning as FHIR tells it."""
        place = {"expression": [self.place]} if self.place else {}
        return {"severity": self.severity, "code": self.code, "diagnostics": self.text, **place}


NO_CONTEXT = Warned(
    "incomplete",
    "Nothing is kept of an earlier call, so a context alone leads to no form. Send the order beside it, or "
    "the questionnaire that stands in the same coverage information.",
    "Parameters.parameter.where(name = 'context')",
)
NO_ELM = Warned("incomplete", "A library holds CQL that was not compiled since it changed, and no ELM.")
UNCHANGED = Warned("informational", "Nothing has changed since then.", severity="information")
NOTHING = Warned("not-found", "No form here is for what was sent.")


def unknown(place: str) -> Warned:
    """A parameter that is passed over."""
    return Warned("not-supported", "It is not known here, and was passed over.", place)
