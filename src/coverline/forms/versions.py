"""The versions of DTR that are spoken, and where they differ."""

from enum import Enum

GUIDE = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"


class Version(Enum):
    """A version of DTR by its number, as its pages name it."""

    STU_2_2 = "2.2.0"
    STU_2_0 = "2.0.1"

    @property
    def tells_coverage_apart(self) -> bool:
        """Whether a response names its coverage in an extension of its own, and not among its contexts."""
        return self is Version.STU_2_2

    @property
    def adaptive_response(self) -> str:
        """The profile of a response to an adaptive form."""
        if self is Version.STU_2_2:
            return f"{GUIDE}/dtr-questionnaireresponse-adapt"
        return f"{_SDC}/sdc-questionnaireresponse-adapt"
