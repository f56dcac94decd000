"""The versions of CRD that are spoken, and where they differ."""

from enum import Enum


class Version(Enum):
    """A version of CRD by its first two numbers, as messages name it."""

    STU_2_2 = "2.2"
    STU_2_0 = "2.0"

    @property
    def tells_expiry(self) -> bool:
        """Whether an assertion may say how long it holds."""
        return self is Version.STU_2_2

    @property
    def asks_for_codes(self) -> bool:
        """Whether a code that is too coarse is information that is needed, and no reason."""
        return self is Version.STU_2_2

    @property
    def spares_early_hooks(self) -> bool:
        """Whether documents are asked for only by the hooks at which an order is final."""
        return self is Version.STU_2_2

    @property
    def tells_failure(self) -> bool:
        """Whether it has codes for what could not be judged, and for why."""
        return self is Version.STU_2_2
