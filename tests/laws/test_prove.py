"""Decided exactly when entailed: decide against the tree as Z3 formulas, on generated policies and cases."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import z3
from hypothesis import assume, event, given
from hypothesis import strategies as st

from coverline.decide.determine import determine
from coverline.decide.domains import Domains
from coverline.decide.facts import Contradiction
from coverline.decide.meaning import Situation
from coverline.decide.plan import PolicyPlan
from coverline.decide.plan import tests_of as all_tests_of
from coverline.decide.tree import Tree
from coverline.model.criteria import AllOf, AnyOf, Body
from coverline.model.diagnosis import DiagnosisCodes
from coverline.model.quantity import Duration, Span
from coverline.model.truth import Truth
from coverline.prove.calendar import Calendar
from coverline.prove.formulas import Reading
from coverline.prove.patient import Formula, Patient, durations
from coverline.prove.patients import Terms
from coverline.prove.solving import Limit, Solving
from coverline.search.differences import differences
from tests.laws.brute_force import in_force, minus
from tests.laws.generated import CODES, SERVICE_DAYS, World, bodies, policy, vocabulary, worlds

FEWEST_WORLDS = 4000


@given(worlds())
def test_an_outcome_is_decided_exactly_when_the_formulas_entail_it(world: World) -> None:
    expected = outcomes(world)
    if not expected:
        event("contradiction")
        with pytest.raises(Contradiction):
            decided(world)
        return
    event("decided" if len(expected) == 1 else "open")
    assert decided(world) == (expected.pop() if len(expected) == 1 else "needs_information")


def decided(world: World) -> str:
    plan = PolicyPlan(world.versions, world.vocabulary)
    return determine(world.case, plan, CODES, "hash").outcome.value


def outcomes(world: World) -> set[str]:
    """Every outcome that some patient with the stated facts has, on some day and by some technique."""
    domains = Domains(world.vocabulary, [test for each in world.versions for test in all_tests_of(each)])
    patient = Patient(domains)
    stated = list(_stated(world, patient))
    found: set[str] = set()
    for day in _days(world.case.date_of_service):
        reading = Reading(patient, Calendar.of([day], durations(domains)))
        solving = Solving(
            [*patient.axioms(), reading.axiom(), *stated, *_times(world, patient, day)], Limit(None)
        )
        presumed = _presumed(world, patient, solving)
        for technique in CODES.find(world.case.services[0].code).techniques:
            found |= {
                outcome
                for outcome, formula in _fates(world, day, technique, reading).items()
                if solving.exists(formula, *presumed)
            }
    return found


def _days(span: Span) -> Iterator[date]:
    return (span.first + timedelta(days=each) for each in range((span.last - span.first).days + 1))


def _stated(world: World, patient: Patient) -> Iterator[Formula]:
    for name, known in world.case.facts.items():
        if not isinstance(known.value, Span | Duration):
            yield patient.equals(name, known.value)
    (service,) = world.case.services
    regions = [world.vocabulary.levels[level] for level in service.levels] or CODES.find(service.code).regions
    yield z3.Or([patient.equals("region", each) for each in regions])


def _times(world: World, patient: Patient, day: date) -> Iterator[Formula]:
    facts = {name: known.value for name, known in world.case.facts.items()}
    if "tried" in facts:
        yield patient.variables["tried"] == (day - minus(day, facts["tried"])).days
    ago, began = facts.get("began_ago"), facts.get("began")
    days = patient.variables["began"]
    if began is not None:
        yield z3.And(days >= (day - began.last).days, days <= (day - began.first).days)
    if ago is not None:
        shortest = (day - minus(day, ago)).days
        longest = (day - minus(day, Duration(ago.count + 1, ago.unit))).days
        yield z3.And(days >= shortest, days < longest) if began is not None else days == shortest


def _presumed(world: World, patient: Patient, solving: Solving) -> list[Formula]:
    """What is presumed where the stated facts settle its condition and leave it possible."""
    return [
        patient.passes(each.then, {})
        for each in world.vocabulary.follows
        if each.unless_stated
        and each.then.fact not in world.case.facts
        and not solving.exists(z3.Not(patient.passes(each.when, {})))
        and solving.exists(patient.passes(each.then, {}))
    ]


def _fates(world: World, day: date, technique: str, reading: Reading) -> dict[str, Formula]:
    """When a technique is met, is not, and is decided elsewhere."""
    version = in_force(world, day)
    judged = z3.BoolVal(True)
    if version is not None and technique == "third" and version.clinician_judges:
        judged, technique = reading.patient.variables["judged"], "first"
    position = version.position_for(technique) if version is not None else None
    if position is None:
        return {"not_applicable": z3.BoolVal(True)}
    met = reading.holds(position.criteria)
    return {
        "met": z3.And(judged, met),
        "not_met": z3.And(judged, z3.Not(met)),
        "not_applicable": z3.Not(judged),
    }


@given(bodies, bodies, st.sampled_from(SERVICE_DAYS), st.sets(st.sampled_from(range(5)), max_size=3))
def test_a_direction_has_a_witness_exactly_when_some_patient_separates(
    one: Body, other: Body, day: date, pairs: set[int]
) -> None:
    words = vocabulary(tuple(sorted(pairs)), False)
    versions = policy(one, None, False, (day, day)), policy(other, None, False, (day, day))
    terms = Terms(words, CODES, DiagnosisCodes("color", {}), Limit(None))
    trees = [Tree(each.positions[0].criteria, words) for each in versions]
    domains = Domains(words, [test for each in versions for test in all_tests_of(each)])
    variables = [name for name in domains.read if name != "region"]
    expected = set()
    for count, situation in enumerate(_worlds(Situation(day, {}), [*variables, "region"], domains)):
        assume(count < FEWEST_WORLDS)
        results = [each.evaluate(situation)[0] for each in trees]
        if results[0] is not results[1]:
            expected.add(results.index(Truth.YES))
    found = differences(*versions, terms)
    event(f"{len(expected)} directions")
    assert {versions.index(each.met_by) for each in found.witnesses} == expected
    assert found.same == (not expected)


def _worlds(situation: Situation, variables: list[str], domains: Domains) -> Iterator[Situation]:
    if not variables:
        yield situation
        return
    for value in domains.choices(variables[0], situation):
        yield from _worlds(situation.knowing(variables[0], value), variables[1:], domains)


def test_a_formula_of_no_parts_is_as_kleene_has_it() -> None:
    words = vocabulary((), False)
    patient = Patient(Domains(words, []))
    reading = Reading(patient, Calendar.of([SERVICE_DAYS[0]], []))
    solving = Solving(patient.axioms(), Limit(None))
    empty = policy(AllOf(()), AnyOf(()), False, (None, None))
    assert [solving.exists(reading.holds(each.criteria)) for each in empty.positions] == [True, False]
