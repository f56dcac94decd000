"""Decided exactly when entailed: decide against brute force on small generated policies."""

import pytest
from hypothesis import assume, event, given

from coverline.decide.determine import determine
from coverline.decide.facts import Contradiction
from coverline.decide.plan import PolicyPlan
from tests.laws.brute_force import Answer, answer, size
from tests.laws.generated import CODES, World, worlds

LARGEST = 30_000


def decided(world: World):
    plan = PolicyPlan(world.versions, world.vocabulary)
    return determine(world.case, plan, CODES, "hash")


def expected_outcome(exact: Answer) -> str:
    return next(iter(exact.outcomes)) if len(exact.outcomes) == 1 else "needs_information"


@given(worlds())
def test_outcome_and_missing_are_those_of_every_filling_in(world: World) -> None:
    assume(size(world) <= LARGEST)
    exact = answer(world)
    if exact is None:
        event("contradiction")
        with pytest.raises(Contradiction) as found:
            decided(world)
        assert found.value.conflicts
        return
    found = decided(world)
    event(found.outcome.value)
    assert found.outcome.value == expected_outcome(exact)
    named = {each.fact for each in found.missing}
    assert named == (exact.missing if found.outcome.value == "needs_information" else set())
