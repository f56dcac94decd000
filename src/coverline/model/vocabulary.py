"""The vocabulary that all payers share: facts, their questions, and what follows from what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from coverline.model.chart import ChartPlace
from coverline.model.criteria import Test


class Kind(Enum):
    """What sort of value a fact takes."""

    YES_NO = "yes/no"
    CHOICE = "choice"
    SET = "set"
    DATE = "date"
    DURATION = "duration"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a chart can say of a treated level.

    `elapsed_of` names the date that a duration is another way of stating (fracture_age of
    fracture_date); the two are one variable. `derived` facts are never stated in a case.
    `judged` marks a question that only a clinician answers, `fixed` what neither time nor treatment changes.
    `chart` says where a chart records it.
    """

    name: str
    kind: Kind
    question: str
    meaning: str
    values: tuple[str, ...] = ()
    elapsed_of: str | None = None
    derived: bool = False
    judged: bool = False
    fixed: bool = False
    chart: tuple[ChartPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Follows:
    """Where `when` holds, `then` holds: stating otherwise is a contradiction.

    With `unless_stated` it is only presumed: a value that the case states stands.
    """

    when: Test
    then: Test
    unless_stated: bool = False


@dataclass(frozen=True, slots=True)
class Contractor:
    """A Medicare administrative contractor and the states that it serves."""

    name: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All names that a case or a policy may use.

    `levels` gives each level its region; `questions` asks for the fields of a case that are no facts
    (technique, levels, date_of_service) and can still be missing.
    """

    facts: Mapping[str, Fact]
    follows: tuple[Follows, ...]
    products: tuple[str, ...]
    commercial_products: tuple[str, ...]
    techniques: tuple[str, ...]
    technique_groups: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, str]
    regions: tuple[str, ...]
    settings: tuple[str, ...]
    contractors: tuple[Contractor, ...]
    payers: Mapping[str, str]
    questions: Mapping[str, str]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state and territory that has a Medicare contractor."""
        return tuple(state for contractor in self.contractors for state in contractor.states)

    def contractor_of(self, state: str) -> str | None:
        """The Medicare contractor of a state, by name."""
        return next((each.name for each in self.contractors if state in each.states), None)

    def variable(self, fact: str) -> str:
        """The fact that `fact` is stored under: a duration under the date that it counts from."""
        known = self.facts.get(fact)
        return known.elapsed_of if known and known.elapsed_of else fact
