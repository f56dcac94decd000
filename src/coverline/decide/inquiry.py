"""Everything that one part of a case can lead to: on each possible day, by each possible technique."""

from dataclasses import dataclass
from functools import cached_property

from coverline.decide.days import Days
from coverline.decide.exact import Question, possible_outcomes
from coverline.decide.facts import Closed
from coverline.decide.fields import Fields
from coverline.decide.meaning import Situation
from coverline.decide.parts import CasePart
from coverline.decide.plan import Lead, PolicyPlan, VersionPlan
from coverline.decide.scope import Standing, standing
from coverline.model.determination import Outcome
from coverline.model.policy import Position
from coverline.model.quantity import Span


@dataclass(frozen=True, slots=True)
class Prospect:
    """One possible day of service, standing for all days on which every test comes out alike."""

    situation: Situation
    standing: Standing
    leads: tuple[Lead, ...]
    days: int = 1


@dataclass(frozen=True)
class Inquiry:
    """One part of a case under one policy, with all that is known of it."""

    part: CasePart
    fields: Fields
    closed: Closed
    service: Span
    plan: PolicyPlan

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        """What is known on each possible day of service."""
        return Days(self.closed, self.service).situations

    @cached_property
    def prospects(self) -> tuple[Prospect, ...]:
        """The possible days, those alike in every test taken together."""
        if len(self.situations) == 1:
            return (self.prospect(self.situations[0]),)
        alike: dict[object, list[Situation]] = {}
        for kind, situation in zip(self.kinds, self.situations, strict=True):
            alike.setdefault(kind, []).append(situation)
        return tuple(self.prospect(each[0], len(each)) for each in alike.values())

    @cached_property
    def kinds(self) -> tuple[object, ...]:
        """For each possible day what tells it apart from others."""
        return tuple(map(self.kind_of_day, self.situations))

    def prospect(self, situation: Situation, days: int = 1) -> Prospect:
        """What one day leads to."""
        stands = standing(self.plan.versions, situation.day)
        leads = self.plan.of(stands.version).leads(self.part.techniques, self.fields, stands.in_force)
        return Prospect(situation, stands, leads, days)

    def kind_of_day(self, situation: Situation) -> object:
        """The standing of a day, and the ways in which every test of a time can come out on it."""
        stands = standing(self.plan.versions, situation.day)
        domains = self.plan.of(stands.version).domains
        return (
            id(stands.version),
            stands.in_force,
            tuple(domains.outlook(variable, situation) for variable in domains.times),
        )

    @cached_property
    def outcomes(self) -> frozenset[Outcome]:
        """Every outcome that some filling-in of what is unknown leads to."""
        return self.outcomes_of(self.prospects)

    def outcomes_of(self, prospects: tuple[Prospect, ...]) -> frozenset[Outcome]:
        """Every outcome that these prospects lead to; a service of no technique is decided elsewhere."""
        found: set[Outcome] = set()
        for prospect in prospects:
            domains = self.version(prospect).domains
            for question in questions(prospect):
                found |= possible_outcomes(question, prospect.situation, domains)
        return frozenset(found) or frozenset({Outcome.NOT_APPLICABLE})

    def version(self, prospect: Prospect) -> VersionPlan:
        """The plan of the version that a prospect falls to."""
        return self.plan.of(prospect.standing.version)

    def position(self, prospect: Prospect, lead: Lead) -> Position | None:
        """The position that decides a lead, also where a clinician's answer comes first."""
        if lead.question.tree is None:
            return None
        policy = prospect.standing.version
        judged = policy.judged(lead.technique)
        if judged is None:
            return policy.position_for(lead.technique)
        return next(each for each in policy.positions if each.id == judged.if_yes)


def questions(prospect: Prospect) -> tuple[Question, ...]:
    """The questions that a prospect leads to, each once."""
    return tuple({id(lead.question): lead.question for lead in prospect.leads}.values())
