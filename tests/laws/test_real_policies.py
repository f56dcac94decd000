"""The laws again, over generated cases under the shipped policies."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from coverline.decide.determine import inquire
from coverline.decide.facts import Undecidable
from coverline.decide.generated import evaluator, explainer
from coverline.decide.kleene import result
from coverline.decide.meaning import Situation
from coverline.decide.parts import parts_of_case
from coverline.decide.tree import Tree
from coverline.model.case import Case, Known
from coverline.model.criteria import Criterion, walk
from coverline.model.determination import Determination, Outcome
from coverline.model.policy import PolicyVersion, Position
from coverline.model.truth import Truth
from tests.laws.real import LIBRARY, cases, facts

filtering = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
VERSIONS = [version for versions in LIBRARY.policies.values() for version in versions]
NEVER_ALONE = [
    pytest.param(version, position, node, id=f"{version.id}/{node.id}")
    for version in VERSIONS
    for position in version.positions
    for node in walk(position.criteria)
    if node.never_decides_alone
]


def decided(case: Case) -> Determination | None:
    try:
        return LIBRARY.decide(case)
    except Undecidable:
        return None


@filtering
@given(cases(), st.data())
def test_a_known_fact_never_changes_a_decided_answer(case: Case, data: st.DataObject) -> None:
    before = decided(case)
    assume(before is not None and before.outcome is not Outcome.NEEDS_INFORMATION)
    more = data.draw(facts(case.date_of_service.first, 0.5))
    stated = {LIBRARY.vocabulary.variable(name) for name in case.facts}
    # A height above a third makes a collapse presumed absent until a reviewer states it.
    new = {
        name: each
        for name, each in more.items()
        if LIBRARY.vocabulary.variable(name) not in stated and name != "significant_vertebral_collapse"
    }
    after = decided(replace(case, facts={**case.facts, **new}))
    assume(after is not None)
    event(after.outcome.value)
    assert after.outcome is before.outcome


@filtering
@given(cases())
def test_every_answer_to_one_missing_fact_keeps_to_the_possible_outcomes(case: Case) -> None:
    assume(case.date_of_service.is_exact)
    found = decided(case)
    assume(found is not None and found.outcome is Outcome.NEEDS_INFORMATION)
    assert found.missing
    yes_no = [
        each.fact
        for each in found.missing
        if each.fact in LIBRARY.vocabulary.facts
        and LIBRARY.vocabulary.facts[each.fact].kind.value == "yes/no"
    ]
    if len(found.missing) == 1 and yes_no:
        answers = [
            decided(replace(case, facts={**case.facts, name: Known(name, value)}))
            for name, value in product(yes_no, (True, False))
        ]
        outcomes = {each.outcome for each in answers if each is not None}
        assert Outcome.NEEDS_INFORMATION not in outcomes
        assert len(outcomes) == 2


@filtering
@given(cases(0.4))
def test_generated_code_gives_the_reference_results(case: Case) -> None:
    versions = LIBRARY.policies[next(v.id for v in VERSIONS if v.payer == case.payer)]
    plan = LIBRARY.plan(versions[0].id)
    consequences = plan.of(versions[0]).domains.consequences
    try:
        part = parts_of_case(case, LIBRARY.procedure_codes, consequences)[0]
        situations = inquire(part, case, plan).situations
    except Undecidable:
        return
    for position in versions[0].positions:
        tree = Tree(position.criteria, LIBRARY.vocabulary)
        for situation in situations[:3]:
            expected = tuple(result(node, situation, LIBRARY.vocabulary) for node in tree.nodes)
            assert tree.walk(situation) == expected
            assert evaluator(tree)(situation) == expected
            assert explainer(tree)(situation, dict.fromkeys(situation.values, ()))[0] == expected


@filtering
@given(cases())
def test_the_order_of_facts_changes_nothing(case: Case) -> None:
    assert decided(replace(case, facts=dict(reversed(case.facts.items())))) == decided(case)


@pytest.mark.parametrize(("version", "position", "node"), NEVER_ALONE)
def test_a_criterion_that_never_decides_alone_never_does(
    version: PolicyVersion, position: Position, node: Criterion
) -> None:
    """In no consistent world does turning this criterion alone turn an unmet case into a met one."""
    tree = Tree(position.criteria, LIBRARY.vocabulary)
    domains = LIBRARY.plan(version.id).of(version).domains
    number = tree.nodes.index(node)
    start = Situation(version.version.last_day or date(2024, 5, 15), {})
    for situation in worlds(tree, start, domains):
        found = tree.evaluate(situation)
        if found[0] is Truth.NO:
            turned = {node.id: Truth.NO if found[number] is Truth.YES else Truth.YES}
            assert result(tree.criterion, situation, LIBRARY.vocabulary, turned) is Truth.NO


def worlds(tree: Tree, situation: Situation, domains):
    """Every consistent way of filling in all facts that the tree reads."""
    variables = [name for name in dict.fromkeys(filter(None, tree.variables)) if name not in situation.values]
    if not variables:
        yield situation
        return
    for value in domains.choices(variables[0], situation):
        yield from worlds(tree, situation.knowing(variables[0], value), domains)
