"""The engine on policies that no payer printed: what the checker rules out, and rare ties of dates."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from coverline.decide.consequences import Consequences
from coverline.decide.determine import determine
from coverline.decide.fields import Fields
from coverline.decide.kleene import joined, result
from coverline.decide.meaning import Situation, truth_unknown
from coverline.decide.plan import WALKED_CASES, PolicyPlan
from coverline.model.case import Case, Known, Service
from coverline.model.criteria import (
    AllOf,
    Among,
    Citation,
    Comparison,
    Criterion,
    Dated,
    Elapsed,
    Fixed,
    Includes,
    Inclusion,
    NoneOf,
    Test,
)
from coverline.model.determination import Determination, Outcome
from coverline.model.policy import PolicyVersion, Warning
from coverline.model.quantity import Duration, Span, Unit
from coverline.model.truth import Truth
from tests.laws.generated import CITE, CODES, policy, vocabulary

WORDS = vocabulary((0, 1, 2, 3, 4), presumes=True)
DAY = date(2024, 5, 15)
CALM = Test("calm", Among(frozenset({True})))
CASE = Case("payer", Span.exactly(DAY), (Service("11111", None, ("U1",)),))


def decided(version: PolicyVersion, case: Case = CASE, **facts: object) -> Determination:
    known = {name: Known(name, value) for name, value in facts.items()}
    return determine(replace(case, facts=known), PolicyPlan((version,), WORDS), CODES, "hash")


def test_a_technique_without_a_fate_is_decided_elsewhere() -> None:
    version = policy(CALM, None, False, (None, None))
    bare = replace(version, scope=replace(version.scope, hands_over=()))
    answer = decided(bare, replace(CASE, services=(Service("44444"),)))
    assert answer.outcome is Outcome.NOT_APPLICABLE
    assert answer.refer_to[0].what == "another policy"
    assert "no position on unnamed" in answer.refer_to[0].why


def test_a_test_that_no_value_passes_is_failed_by_an_unknown_one() -> None:
    purple = Among(frozenset({"purple"}))
    assert truth_unknown(purple, WORDS.facts["color"], DAY) is Truth.NO
    anything = Among(frozenset(WORDS.facts["color"].values))
    assert truth_unknown(anything, WORDS.facts["color"], DAY) is Truth.YES


@pytest.mark.parametrize(("calm", "pointed"), [(True, 1), (False, 0)])
def test_an_exclusion_that_is_present_points_where_it_says(calm: bool, pointed: int) -> None:
    version = policy(NoneOf((Criterion("x", "x", CITE, CALM),)), None, False, (None, None))
    excluded = Criterion("excluded", "Calm", CITE, CALM, refer_to="other")
    asked = Criterion("one", "one", CITE, NoneOf((excluded, Criterion("y", "y", CITE, CALM))))
    position = replace(version.positions[0], criteria=asked)
    answer = decided(replace(version, positions=(position, *version.positions[1:])), calm=calm)
    assert len(answer.refer_to) == pointed


def test_a_requirement_that_fails_points_where_it_says() -> None:
    version = policy(CALM, None, False, (None, None))
    asked = Criterion("one", "one", CITE, CALM, refer_to="other")
    answer = decided(replace(version, positions=(replace(version.positions[0], criteria=asked),)), calm=False)
    assert [each.what for each in answer.refer_to] == ["Another policy"]


def test_a_date_that_moves_with_the_day_of_service_leaves_that_day_to_be_asked() -> None:
    longer = Test("tried", Elapsed(Comparison.AT_LEAST, Duration(3, Unit.DAYS)))
    version = policy(longer, None, False, (None, date(2024, 3, 30)))
    case = replace(CASE, date_of_service=Span(date(2024, 3, 30), date(2024, 3, 31)))
    three_days = Duration(3, Unit.DAYS)
    began = Span(date(2024, 3, 27), date(2024, 3, 28))
    answer = decided(version, case, began=began, began_ago=three_days, tried=three_days)
    assert [each.fact for each in answer.missing] == ["date_of_service"]


def test_a_presumption_yields_to_what_is_stated() -> None:
    dull = Test("dull", Among(frozenset({True})))
    version = policy(dull, None, False, (None, None))
    high = {"height": Fraction(60)}
    assert decided(version, **high).outcome is Outcome.NOT_MET
    assert decided(version, **high, dull=True).outcome is Outcome.MET
    assert decided(version).outcome is Outcome.NEEDS_INFORMATION


def test_forced_results_replace_those_of_the_criteria() -> None:
    never = Criterion("never", "never", CITE, Fixed(Truth.NO))
    both = Criterion("both", "both", CITE, AllOf((never, Criterion("calm", "calm", CITE, CALM))))
    calm = Situation(DAY, {"calm": True})
    assert result(both, calm, WORDS) is Truth.NO
    assert result(both, calm, WORDS, {"never": Truth.YES}) is Truth.YES


def test_a_test_is_no_group() -> None:
    with pytest.raises(TypeError, match="calm is no group"):
        joined(Criterion("calm", "calm", CITE, CALM), ())


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [(None, Truth.UNKNOWN), (frozenset({"C412"}), Truth.YES), (frozenset({"M545"}), Truth.NO)],
)
def test_conditions_on_diagnoses(diagnoses: frozenset[str] | None, expected: Truth) -> None:
    fields = Fields({}, diagnoses, Span.exactly(DAY))
    assert fields.truth(Test("diagnoses", Includes(Inclusion.ANY, frozenset({"C412"})))) is expected


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (Span.exactly(date(2024, 5, 14)), Truth.YES),
        (Span.exactly(DAY), Truth.NO),
        (Span(date(2024, 5, 14), DAY), Truth.UNKNOWN),
    ],
)
def test_conditions_on_the_date_of_service(service: Span, expected: Truth) -> None:
    before = Test("date_of_service", Dated(None, date(2024, 5, 14)))
    assert Fields({}, None, service).truth(before) is expected


def test_a_condition_on_a_field_that_can_be_nothing_is_unknown() -> None:
    fields = Fields({"technique": frozenset()}, None, Span.exactly(DAY))
    assert fields.truth(Test("technique", Among(frozenset({"first"})))) is Truth.UNKNOWN


def test_a_policy_answers_alike_before_and_after_its_trees_are_generated() -> None:
    version = policy(AllOf((Criterion("calm", "calm", CITE, CALM),) * 2), None, False, (None, None))
    plan = PolicyPlan((version,), WORDS)
    case = replace(CASE, facts={"calm": Known("calm", True)})
    answers = [determine(case, plan, CODES, "hash") for _ in range(2 * WALKED_CASES)]
    tree = plan.of(version).question("first").tree
    assert tree is not None
    assert tree.evaluate != tree.walk
    assert answers == [answers[0]] * len(answers)


def test_unconditional_warnings_alone_are_raised_where_nothing_is_decided() -> None:
    version = policy(CALM, None, False, (None, None))
    warned = replace(
        version,
        warnings=(
            Warning("always", (), "always", Citation((1, 1))),
            Warning("calm", (CALM,), "calm", Citation((1, 1))),
        ),
    )
    assert [each.id for each in decided(warned, calm=True).warnings] == ["always", "calm"]
    handed = decided(warned, replace(CASE, services=(Service("44444"),)), calm=True)
    assert [each.id for each in handed.warnings] == ["always"]


def test_what_a_value_bars_goes_both_ways() -> None:
    consequences = Consequences(WORDS)
    assert not consequences.allows({"cold": True}, "height", Fraction(10))
    assert consequences.allows({"cold": True}, "height", Fraction(30))
    assert not consequences.allows({"height": Fraction(10)}, "cold", True)


def test_choices_that_are_not_kept_are_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    version = policy(CALM, None, False, (None, None))
    domains, others = (PolicyPlan((version,), WORDS).of(version).domains for _ in range(2))
    situation = Situation(DAY, {})
    monkeypatch.setattr("coverline.decide.domains.MOST_KEPT", 1)
    for _ in range(2):
        for name in WORDS.facts:
            assert domains.choices(name, situation) == others.choices(name, situation)
        monkeypatch.undo()
