"""One version of one policy: scope, positions, codes, warnings and everything else it prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from coverline.model.criteria import Citation, Criterion, Test
from coverline.model.quantity import Span


class Category(Enum):
    """What a policy's own words call a service."""

    MEDICALLY_NECESSARY = "medically_necessary"
    INVESTIGATIONAL = "investigational"
    NOT_MEDICALLY_NECESSARY = "not_medically_necessary"
    NOT_COVERED = "not_covered"


class Authorization(Enum):
    """Whether the plan must agree before the service; `unknown` where the policy does not say."""

    REQUIRED = "required"
    NOT_REQUIRED = "not_required"
    UNKNOWN = "unknown"


class Finding(Enum):
    """What a policy, or the code's own system, says of a code."""

    LISTED = "listed"
    NOT_LISTED = "not_listed"
    INVESTIGATIONAL = "investigational"
    INVALID = "invalid"
    NOT_IN_FORCE = "not_in_force"
    LEVEL_MISMATCH = "level_mismatch"


class Role(Enum):
    """What a statement of the source does in a decision; background never changes an outcome."""

    DECIDING = "deciding"
    ADMINISTRATIVE = "administrative"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Determinations:
    """Local coverage determinations of one Medicare contractor, by number."""

    numbers: tuple[str, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """Something that decides in this policy's place.

    `by_contractor` lists, per Medicare contractor, the determinations that apply in its states.
    """

    id: str
    title: str
    cite: Citation
    by_contractor: Mapping[str, Determinations] | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """A referral to a named document; `when` tests must all be known to hold."""

    to: str
    cite: Citation
    when: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """A product, state or technique that this policy leaves to another document.

    `excepted` names techniques for which the hand-over does not hold.
    """

    id: str
    when: tuple[Test, ...]
    to: str
    cite: Citation
    excepted: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """When a version decides: `None` ends are open, the words beside them say what is printed."""

    name: str
    first_day: date | None
    last_day: date | None
    first_day_printed: bool
    last_day_printed: bool
    printed_on: Span | None
    next_review: Span | None
    cite: Citation
    notes: tuple[str, ...] = ()
    beforehand: Pointer | None = None
    afterwards: Pointer | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the policy decides for."""

    products: tuple[str, ...]
    products_cite: Citation
    states: frozenset[str] | None
    states_cite: Citation | None
    hands_over: tuple[HandOver, ...]


@dataclass(frozen=True, slots=True)
class AuthorizationRule:
    """An answer on prior authorization where all `when` tests hold."""

    answer: Authorization
    when: tuple[Test, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class PriorAuthorization:
    """The authorization table, for these techniques; the first rule that holds answers."""

    techniques: frozenset[str]
    rules: tuple[AuthorizationRule, ...]
    cite: Citation
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryException:
    """Another category where all `when` tests hold."""

    when: tuple[Test, ...]
    category: Category
    cite: Citation


@dataclass(frozen=True, slots=True)
class Unmet:
    """What the policy calls an unmet service, and where it then points."""

    category: Category | None
    cite: Citation
    exceptions: tuple[CategoryException, ...] = ()
    refer_to: tuple[Pointer, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """What the policy holds of some techniques: the criteria and the words for an unmet service."""

    id: str
    techniques: tuple[str, ...]
    criteria: Criterion
    otherwise: Unmet


@dataclass(frozen=True, slots=True)
class ClinicianJudges:
    """Techniques that the text does not address: a clinician answers a named question.

    Yes leads to the position `if_yes`, no hands the case to the document `if_no`.
    """

    techniques: tuple[str, ...]
    question: str
    if_yes: str
    if_no: str
    cite: Citation
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeException:
    """Another finding for a code, under its printed mark, where all `when` tests are known to hold."""

    mark: str
    when: tuple[Test, ...]
    finding: Finding
    cite: Citation


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One row of a code list: the codes (normalized) that share a finding."""

    system: str
    codes: tuple[str, ...]
    finding: Finding
    cite: Citation
    exceptions: tuple[CodeException, ...] = ()
    note: str | None = None
    printed_as: str | None = None


@dataclass(frozen=True, slots=True)
class Misprint:
    """A printed code that does not exist, and the code that was meant, where that is clear."""

    printed: str
    meant: str | None
    cite: Citation


@dataclass(frozen=True, slots=True)
class Codes:
    """Every code list of the policy; `lists_*` is false where none of that kind is printed."""

    use: str
    cite: Citation
    procedures: tuple[CodeEntry, ...]
    diagnoses: tuple[CodeEntry, ...]
    lists_procedures: bool
    lists_diagnoses: bool
    none_printed: tuple[str, ...]
    misprints: tuple[Misprint, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that a reader of the answer must know; it never changes an outcome.

    `names_day_when` is a test of elapsed time: the text then gains the first day on which it holds.
    """

    id: str
    when: tuple[Test, ...]
    says: str
    cite: Citation
    notes: tuple[str, ...] = ()
    names_day_when: Test | None = None


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """Something to send with the request; it never changes an outcome."""

    id: str
    label: str
    cite: Citation
    when: str | None = None
    supports: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """What the source says that one of its terms means, in our words."""

    id: str
    term: str
    means: str
    role: Role
    used_by: tuple[str, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Statement:
    """Any other statement of the source: history, devices, contraindications, background."""

    section: str
    id: str
    role: Role
    says: str
    cite: Citation
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed a reading, as what, and when."""

    by: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class Note:
    """A place where careful readers could differ, and how it is read here."""

    id: str
    asks: str
    reading: str
    changes: str
    cite: Citation | None = None
    confirmed: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """Everything that one version of a policy says."""

    id: str
    title: str
    payer: str
    source: str
    version: Version
    documents: Mapping[str, NamedDocument]
    scope: Scope
    prior_authorization: PriorAuthorization | None
    positions: tuple[Position, ...]
    clinician_judges: tuple[ClinicianJudges, ...]
    codes: Codes
    warnings: tuple[Warning, ...]
    documentation: tuple[RequiredDocument, ...]
    definitions: tuple[Definition, ...]
    statements: tuple[Statement, ...]
    notes: Mapping[str, Note]

    def position_for(self, technique: str) -> Position | None:
        """The position on a technique, or None where the policy has none."""
        return next((each for each in self.positions if technique in each.techniques), None)

    def judged(self, technique: str) -> ClinicianJudges | None:
        """The clinician's question on a technique, or None where there is none."""
        return next((each for each in self.clinician_judges if technique in each.techniques), None)
