"""All patients who can ask policies for a technique, and the smallest who show something."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import z3

from coverline.decide.determine import determine
from coverline.decide.domains import Domains
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case, Known, Service
from coverline.model.code import ProcedureCodes
from coverline.model.criteria import Criterion, Test, walk
from coverline.model.determination import Determination
from coverline.model.diagnosis import DiagnosisCodes
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Span
from coverline.model.vocabulary import Vocabulary
from coverline.prove.calendar import Calendar, days_in_force
from coverline.prove.formulas import Reading
from coverline.prove.patient import Formula, Patient, durations
from coverline.prove.requests import Request, code_for, criteria_for, usual_region
from coverline.prove.solving import Limit, Solving


@dataclass(frozen=True, slots=True)
class Terms:
    """What every question rests on beside the policies: the words, the codes and the time there is."""

    vocabulary: Vocabulary
    procedure_codes: ProcedureCodes
    diagnosis_codes: DiagnosisCodes
    limit: Limit


@dataclass(frozen=True, slots=True)
class Shown:
    """A patient: one case for each policy, alike but for the payer and, with days of their own, the day.

    `size` counts the facts that say something.
    """

    cases: tuple[Case, ...]
    size: int


class Patients:
    """The patients of requests on all days of service, as each policy version reads the criteria of its own.

    The versions share their days of service where they have any in common; else each has days of its own.
    A question that a clinician judges is answered with yes: no hands the case on.
    """

    def __init__(self, terms: Terms, *asked: tuple[PolicyVersion, Request]) -> None:
        self.terms = terms
        self.asked = asked
        self.versions = tuple(version for version, _ in asked)
        self.criteria = tuple(criteria_for(version, request.technique) for version, request in asked)
        nodes = [node for each in self.criteria for node in walk(each)]
        tests = [node.body for node in nodes if isinstance(node.body, Test)]
        self.domains = Domains(terms.vocabulary, tests)
        self.patient = Patient(self.domains)
        self.readings = tuple(self._readings())
        self._solving = Solving(self._axioms(), terms.limit)

    @property
    def technique(self) -> str:
        """The technique of the first request."""
        return self.asked[0][1].technique

    @cached_property
    def share_days(self) -> bool:
        """Whether there are days of service on which all versions are in force."""
        return bool(days_in_force(each.version for each in self.versions))

    def _readings(self) -> Iterator[Reading]:
        bounds = durations(self.domains)
        if self.share_days:
            days = days_in_force(each.version for each in self.versions)
            reading = Reading(self.patient, Calendar.of(days, bounds))
            yield from (reading for _ in self.versions)
            return
        for each in self.versions:
            calendar = Calendar.of(days_in_force((each.version,)), bounds)
            yield Reading(self.patient, calendar, f"day under {each.version.name}")

    def _axioms(self) -> Iterator[Formula]:
        yield from self.patient.axioms()
        for reading in dict.fromkeys(self.readings):
            yield reading.axiom()

    def met(self, place: int = 0) -> Formula:
        """Whether the version at a place is met."""
        return self.readings[place].holds(self.criteria[place])

    def unmet(self, place: int = 0) -> Formula:
        """Whether the version at a place is not met."""
        return z3.Not(self.met(place))

    def holds(self, node: Criterion, place: int = 0) -> Formula:
        """Whether a criterion of the version at a place holds."""
        return self.readings[place].holds(node)

    def without(self, node: Criterion, result: bool, place: int = 0) -> Formula:
        """Whether the version at a place is met where a criterion is fixed."""
        return self.readings[place].holds(self.criteria[place], {node.id: z3.BoolVal(result)})

    def turned(self, node: Criterion, place: int = 0) -> Formula:
        """Whether the version at a place is met where one criterion comes out the other way."""
        return self.readings[place].turned(self.criteria[place], node)

    def met_with_another(self, name: str, place: int = 0) -> Formula:
        """Whether the version at a place would be met if a choice alone had another value."""
        variable, values = self.patient.variables[name], self.terms.vocabulary.facts[name].values
        possible = z3.And(self.met(place), *self.patient.axioms())
        others = [z3.substitute(possible, (variable, z3.IntVal(each))) for each in range(len(values))]
        return z3.Or(others)

    def exists(self, *formulas: Formula) -> bool:
        """Whether there is such a patient; raises NotSettled where the time does not suffice."""
        return self._solving.exists(*formulas)

    def smallest(self, *formulas: Formula) -> Shown | None:
        """Such a patient with the fewest facts that say something; None where there is none."""
        if not self.exists(*formulas):
            return None
        wishes = tuple(self._wishes())
        model = self._solving.smallest(formulas, wishes, self._amounts())
        return Shown(tuple(self._cases(model)), sum(not model.eval(wish, True) for wish in wishes))

    def _amounts(self) -> Iterator[Formula]:
        """What is to be least, in this order; the later ones leave but one such patient."""
        times = self.patient.times()
        days = [reading.place for reading in dict.fromkeys(self.readings)]
        yield z3.Sum(z3.IntVal(0), *times)
        yield z3.Sum(days)
        yield from times
        yield from days
        yield from self.patient.places()

    def _wishes(self) -> Iterator[Formula]:
        """What is so of a patient of whom there is little to say."""
        for name in dict.fromkeys(("region", *self.domains.read)):
            if name == "region":
                codes, vocabulary = self.terms.procedure_codes, self.terms.vocabulary
                usual = usual_region(self.technique, codes, vocabulary)
                yield self.patient.equals(name, usual)
            elif not self.domains.is_time(name):
                yield self.patient.equals(name, self.patient.bland(name))
        # What has lasted some time has mostly lasted as long as the rest.
        yield from (one == other for one, other in pairwise(self.patient.times()))
        yield from self.patient.plain()

    def _cases(self, model: Formula) -> Iterator[Case]:
        for (version, request), reading in zip(self.asked, self.readings, strict=True):
            place = model.eval(reading.place, True).as_long()
            known = (self.patient.stated(name, model, reading.calendar, place) for name in self.domains.read)
            facts = {each.fact: each for each in (*known, *self._judged()) if not self._derived(each.fact)}
            region = str(self.patient.value("region", model))
            yield self._case(version, request, reading.calendar.days[place], region, facts)

    def _derived(self, fact: str) -> bool:
        return self.terms.vocabulary.facts[fact].derived

    def _judged(self) -> Iterator[Known]:
        for version, request in self.asked:
            judged = version.judged(request.technique)
            if judged is not None:
                yield Known(judged.question, True)

    def _case(
        self, version: PolicyVersion, request: Request, day: date, region: str, facts: dict[str, Known]
    ) -> Case:
        levels = [level for level, its_region in self.terms.vocabulary.levels.items() if its_region == region]
        code = code_for(request.technique, region, day, self.terms.procedure_codes)
        service = Service(code, request.technique, (levels[len(levels) // 2],))
        return Case(
            payer=version.payer,
            date_of_service=Span.exactly(day),
            services=(service,),
            product=request.product,
            state=request.state,
            facts=facts,
        )


def decided(case: Case, version: PolicyVersion, terms: Terms) -> Determination:
    """What decide says of a case under one version."""
    plan = PolicyPlan((version,), terms.vocabulary)
    return determine(case, plan, terms.procedure_codes, "")
