"""The shipped policies against brute force: every filling-in of a case's open facts, one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coverline.decide.facts import Undecidable
from coverline.model.case import Case
from coverline.model.criteria import Elapsed, Test, walk
from coverline.model.determination import Outcome
from coverline.model.policy import Position
from coverline.model.quantity import Duration, Unit
from coverline.model.vocabulary import Kind
from tests.laws.brute_force import completed, criterion_holds, holds, key, minus
from tests.laws.real import LIBRARY, facts

LARGEST = 20_000
WORDS = LIBRARY.vocabulary
ROWS = [
    row.case
    for versions in LIBRARY.policies.values()
    for table in LIBRARY.tables(versions[-1])
    for row in table.rows
    if row.case.date_of_service.is_exact and row.case.services[0].technique and row.case.services[0].levels
]


@st.composite
def questions(draw: st.DrawFn) -> tuple[Position, Case]:
    """A row of a case table with some facts taken away or changed, and the position that it falls to."""
    row = draw(st.sampled_from(ROWS))
    dropped = draw(st.sets(st.sampled_from(sorted(row.facts)), max_size=5)) if row.facts else set()
    kept = {name: each for name, each in row.facts.items() if name not in dropped}
    changed = draw(facts(row.date_of_service.last, 0.1))
    stated = {WORDS.variable(name) for name in changed}
    case = replace(
        row,
        facts={
            **{name: each for name, each in kept.items() if WORDS.variable(name) not in stated},
            **changed,
        },
    )
    versions = next(each for each in LIBRARY.policies.values() if each[-1].payer == row.payer)
    position = versions[-1].position_for(case.services[0].technique)
    assume(position is not None)
    return position, case


def asked_tests(position: Position) -> list[Test]:
    return [node.body for node in walk(position.criteria) if isinstance(node.body, Test)]


def choices(position: Position, case: Case) -> dict[str, list[object]]:
    """What each fact can be; a time stands under its date and under its duration."""
    tests = asked_tests(position)
    names = {WORDS.variable(test.fact) for test in tests} | {WORDS.variable(name) for name in case.facts}
    names |= {test.fact for rule in WORDS.follows for test in (rule.when, rule.then)}
    day = case.date_of_service.last
    bounds = [test.relation.bound for test in tests if isinstance(test.relation, Elapsed)]
    days = {minus(day, bound) + timedelta(days=by) for bound in bounds for by in (-1, 0, 1)} | {day}
    return {name: list(_values(name, case, day, days)) for name in sorted(names - {"region"})}


def _values(name: str, case: Case, day: date, days: set[date]) -> Iterator[object]:
    fact = WORDS.facts[name]
    known = case.facts.get(name)
    ago = next((each.value for each in case.facts.values() if _is_length_of(each.fact, name)), None)
    if fact.kind is Kind.DATE:
        if known is None and ago is not None:
            yield minus(day, ago)
        elif known is None:
            yield from days
        else:
            spread = (known.value.last - known.value.first).days
            starts = [known.value.first + timedelta(days=each) for each in range(spread + 1)]
            yield from (each for each in starts if each <= day and (ago is None or completed(day, each, ago)))
    elif known is not None:
        yield known.value
    elif fact.kind is Kind.DURATION:
        yield from (Duration((day - each).days, Unit.DAYS) for each in days)
    elif fact.kind is Kind.PERCENT:
        yield from (Fraction(20), Fraction(100, 3), Fraction(50))
    elif fact.kind is Kind.SET:
        yield frozenset()
    else:
        yield from (True, False) if fact.kind is Kind.YES_NO else fact.values


def _is_length_of(name: str, variable: str) -> bool:
    return name != variable and WORDS.variable(name) == variable


def consistent(filling: dict[str, object], presumed: bool) -> bool:
    rules = [rule for rule in WORDS.follows if rule.unless_stated is presumed]
    return all(not holds(rule.when, filling) or holds(rule.then, filling) for rule in rules)


def fillings(case: Case, possible: dict[str, list[object]]) -> list[dict[str, object]]:
    (service,) = case.services
    fixed = {"date_of_service": case.date_of_service.last, "region": WORDS.levels[service.levels[0]]}
    found = []
    for values in product(*possible.values()):
        filling = {**fixed, **dict(zip(possible, values, strict=True))}
        for name in WORDS.facts:
            if _is_length_of(name, WORDS.variable(name)):
                filling[name] = filling.get(WORDS.variable(name))
        if consistent(filling, presumed=False):
            found.append(filling)
    for rule in WORDS.follows:
        settled = found and all(holds(rule.when, filling) for filling in found)
        if rule.unless_stated and settled and rule.then.fact not in case.facts:
            found = [filling for filling in found if holds(rule.then, filling)] or found
    return found


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(questions())
def test_outcome_and_missing_are_those_of_every_filling_in(asked: tuple[Position, Case]) -> None:
    position, case = asked
    possible = choices(position, case)
    assume(prod(len(values) for values in possible.values()) <= LARGEST)
    found = fillings(case, possible)
    try:
        answer = LIBRARY.decide(case)
    except Undecidable:
        assert not found
        return
    assume(answer.outcome is not Outcome.NOT_APPLICABLE)
    results = {key(filling): criterion_holds(position.criteria, filling) for filling in found}
    event(answer.outcome.value)
    exact = set(results.values())
    expected = "needs_information" if len(exact) > 1 else "met" if exact == {True} else "not_met"
    assert answer.outcome.value == expected
    missing = {each.fact for each in answer.missing}
    assert missing == {name for name in possible if matters(name, results)}


def matters(name: str, results: dict[tuple[tuple[str, object], ...], bool]) -> bool:
    """Whether two fillings-in that differ in this fact alone, under each of its names, lead apart."""
    alike: dict[object, set[bool]] = {}
    for filling, result in results.items():
        rest = tuple(each for each in filling if WORDS.variable(each[0]) != name)
        alike.setdefault(rest, set()).add(result)
    return any(len(each) > 1 for each in alike.values())
