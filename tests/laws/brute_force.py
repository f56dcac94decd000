"""The meaning of a policy by brute force: every filling-in, one after the other, without any shortcut.

Written from the contract and from nothing in `coverline.decide`, so that the two can disagree.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product
from math import prod

from coverline.model.case import Value
from coverline.model.criteria import (
    AllOf,
    Among,
    Amount,
    AnyOf,
    AtLeast,
    Comparison,
    Criterion,
    Elapsed,
    Fixed,
    Includes,
    Inclusion,
    NoneOf,
    NotThis,
    Test,
    walk,
)
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Duration, Unit
from coverline.model.truth import Truth
from tests.laws.generated import CODES, World

Filling = tuple[tuple[str, object], ...]


def minus(day: date, duration: Duration) -> date:
    if duration.unit is Unit.MONTHS:
        index = day.year * 12 + day.month - 1 - duration.count
        year, month = divmod(index, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day - timedelta(days=duration.count * (7 if duration.unit is Unit.WEEKS else 1))


def completed(day: date, start: date, duration: Duration) -> bool:
    """Whether the completed units from start to day are the stated number."""
    longer = Duration(duration.count + 1, duration.unit)
    return minus(day, longer) < start <= minus(day, duration)


@dataclass
class Answer:
    """All outcomes of the fillings-in, and the names that matter."""

    outcomes: set[str]
    missing: set[str]


def answer(world: World) -> Answer | None:
    """The exact answer; None where the facts contradict each other."""
    fillings = {key(each): outcome(world, each) for each in _presumed(world, list(_consistent(world)))}
    if not fillings:
        return None
    names = {name for filling in fillings for name, _ in filling}
    missing = set()
    for name in names:
        alike: dict[Filling, set[str]] = {}
        for filling, found in fillings.items():
            rest = tuple(each for each in filling if each[0] != name)
            alike.setdefault(rest, set()).add(found)
        if any(len(found) > 1 for found in alike.values()):
            missing.add({"region": "levels"}.get(name, name))
    if _tied_days_differ(fillings):
        missing.add("date_of_service")
    return Answer(set(fillings.values()), missing)


def _tied_days_differ(fillings: dict[Filling, str]) -> bool:
    """Whether neighbouring days lead apart on which a date cannot be the same: it moves with the day."""
    began: dict[date, set[object]] = {}
    alike: dict[Filling, dict[date, set[str]]] = {}
    for filling, found in fillings.items():
        values = dict(filling)
        day = values["date_of_service"]
        began.setdefault(day, set()).add(values.get("began"))
        rest = tuple(each for each in filling if each[0] not in ("date_of_service", "began"))
        alike.setdefault(rest, {}).setdefault(day, set()).add(found)
    return any(
        len(days.get(day, set()) | days.get(day + timedelta(days=1), set())) > 1
        for days in alike.values()
        for day in days
        if day + timedelta(days=1) in days and not began[day] & began[day + timedelta(days=1)]
    )


def key(filling: dict[str, object]) -> Filling:
    return tuple(sorted(filling.items(), key=lambda each: each[0]))


def in_force(world: World, day: date) -> PolicyVersion | None:
    for each in world.versions:
        first, last = each.version.first_day, each.version.last_day
        if (first is None or first <= day) and (last is None or day <= last):
            return each
    return None


def outcome(world: World, filling: dict[str, object]) -> str:
    day, technique = filling["date_of_service"], filling["technique"]
    version = in_force(world, day)
    if version is None:
        return "not_applicable"
    if technique == "third" and version.clinician_judges:
        if not filling["judged"]:
            return "not_applicable"
        technique = "first"
    position = next((each for each in version.positions if technique in each.techniques), None)
    if position is None:
        return "not_applicable"
    return "met" if criterion_holds(position.criteria, filling) else "not_met"


def criterion_holds(criterion: Criterion, filling: dict[str, object]) -> bool:
    match criterion.body:
        case Test() as test:
            return holds(test, filling)
        case AllOf(parts):
            return all(criterion_holds(each, filling) for each in parts)
        case AnyOf(parts):
            return any(criterion_holds(each, filling) for each in parts)
        case NoneOf(parts):
            return not any(criterion_holds(each, filling) for each in parts)
        case NotThis(part):
            return not criterion_holds(part, filling)
        case AtLeast(count, parts):
            return sum(criterion_holds(each, filling) for each in parts) >= count
        case Fixed(fixed):
            return fixed is Truth.YES
    raise AssertionError(criterion)


def holds(test: Test, filling: dict[str, object]) -> bool:
    value, day = filling[test.fact], filling["date_of_service"]
    match test.relation:
        case Among(values):
            return value in values
        case Amount(comparison, bound):
            return compared(comparison, value, bound)
        case Includes(Inclusion.ANY, values):
            return bool(values & value)
        case Includes(Inclusion.ALL, values):
            return values <= value
        case Includes(Inclusion.NONE, values):
            return not values & value
        case Elapsed(comparison, bound):
            start = minus(day, value) if isinstance(value, Duration) else value
            # The earlier it began, the longer it lasted.
            return compared(comparison, -start.toordinal(), -minus(day, bound).toordinal())
    raise AssertionError(test)


def compared(comparison: Comparison, one, other) -> bool:
    match comparison:
        case Comparison.AT_LEAST:
            return one >= other
        case Comparison.MORE_THAN:
            return one > other
        case Comparison.AT_MOST:
            return one <= other
        case Comparison.LESS_THAN:
            return one < other


def _consistent(world: World) -> Iterator[dict[str, object]]:
    service = world.case.date_of_service
    (asked,) = world.case.services
    code = CODES.find(asked.code)
    levels, regions = world.vocabulary.levels, code.regions
    region = (
        [levels[asked.levels[0]]] if asked.levels else regions if len(regions) == 1 else ["upper", "lower"]
    )
    day = service.first
    while day <= service.last:
        choices = _choices(world, day)
        names = list(choices)
        for values in product(*choices.values()):
            for technique in code.techniques:
                for where in region:
                    filling = dict(zip(names, values, strict=True))
                    filling |= {"date_of_service": day, "technique": technique, "region": where}
                    if _follows(world, filling, False):
                        yield filling
        day += timedelta(days=1)


def _follows(world: World, filling: dict[str, object], presumed: bool) -> bool:
    return all(
        not holds(each.when, filling) or holds(each.then, filling)
        for each in world.vocabulary.follows
        if each.unless_stated is presumed
        if each.when.fact in filling and each.then.fact in filling
    )


def _presumed(world: World, fillings: list[dict[str, object]]) -> list[dict[str, object]]:
    """Where the chart settles the condition of a presumption, an unstated fact takes the presumed value."""
    for each in world.vocabulary.follows:
        if not each.unless_stated or each.then.fact in world.case.facts:
            continue
        if fillings and all(holds(each.when, filling) for filling in fillings):
            kept = [filling for filling in fillings if holds(each.then, filling)]
            fillings = kept or fillings
    return fillings


def _tests(world: World) -> Iterator[Test]:
    for version in world.versions:
        for position in version.positions:
            yield from (node.body for node in walk(position.criteria) if isinstance(node.body, Test))


def _names(world: World) -> set[str]:
    """The facts that can play a part: what is stated, what criteria test, and what those follow from."""
    names = {test.fact for test in _tests(world)} | set(world.case.facts) | {"judged"}
    for each in world.vocabulary.follows:
        names |= {each.when.fact, each.then.fact}
    names = {world.vocabulary.variable(name) for name in names}
    return names - {"region"}


def _choices(world: World, day: date) -> dict[str, list[object]]:
    facts = {name: each.value for name, each in world.case.facts.items()}
    found: dict[str, list[object]] = {}
    for name in sorted(_names(world)):
        if name == "began":
            found[name] = list(_began(world, facts, day))
        elif name in facts:
            found[name] = [facts[name]]
        elif name == "tried":
            days = {day - each for each in _critical_days(world, "tried") if each <= day}
            found[name] = [Duration(each.days, Unit.DAYS) for each in sorted(days)]
        else:
            found[name] = _any_value(name)
    return found


def _critical_days(world: World, name: str) -> set[date]:
    """The days around which tests of a time change, seen from any possible day of service, and a far one."""
    service = world.case.date_of_service
    bounds = {test.relation.bound for test in _tests(world) if test.fact == name}
    limits = {service.first - timedelta(days=90), service.first, service.last}
    day = service.first
    while day <= service.last:
        limits |= {minus(day, bound) for bound in bounds} | {day}
        day += timedelta(days=1)
    return {limit + timedelta(days=by) for limit in limits for by in (-1, 0, 1)}


def _began(world: World, facts: dict[str, Value], day: date) -> Iterator[object]:
    dated, ago = facts.get("began"), facts.get("began_ago")
    if dated is None and ago is not None:
        yield ago
        return
    days = _critical_days(world, "began")
    if dated is not None:
        days = {dated.first + timedelta(days=each) for each in range((dated.last - dated.first).days + 1)}
    yield from sorted(each for each in days if each <= day and (ago is None or completed(day, each, ago)))


def size(world: World) -> int:
    """How many fillings-in there are before what contradicts is left out."""
    service = world.case.date_of_service
    total, day = 0, service.first
    while day <= service.last:
        total += prod(len(each) for each in _choices(world, day).values())
        day += timedelta(days=1)
    return total * 6


def _any_value(name: str) -> list[object]:
    match name:
        case "color":
            return ["red", "green", "blue", "none"]
        case "height":
            return [Fraction(each) for each in (10, 30, 45, 60, 80)]
        case "tools":
            values = ("awl", "bit", "cog")
            return [frozenset(each) for count in range(4) for each in combinations(values, count)]
        case _:
            return [True, False]
