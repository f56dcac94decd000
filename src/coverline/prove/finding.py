"""One thing that was proved about a policy."""

from dataclasses import dataclass
from enum import Enum

from coverline.model.case import Case


class Kind(Enum):
    """What sort of thing was found."""

    UNREACHABLE = "unreachable"
    SUBSUMED = "subsumed"
    UNADDRESSED = "unaddressed"
    OVERLAP = "overlap"
    GAP = "gap"
    CODE_WITHOUT_CRITERION = "code_without_criterion"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that holds for all patients; `where` is a criterion, a value, a code or a day.

    `witness` is a case that shows it, None where the finding is that there is no such case. A finding that
    the policy file says itself is `declared`.
    """

    kind: Kind
    where: str
    says: str
    witness: Case | None = None
    declared: bool = False
