"""The generated code against the reference evaluator, node by node."""

from hypothesis import given

from coverline.decide.determine import inquire
from coverline.decide.facts import Contradiction
from coverline.decide.generated import evaluator, explainer
from coverline.decide.kleene import result
from coverline.decide.parts import parts_of_case
from coverline.decide.plan import PolicyPlan
from coverline.decide.tree import Tree
from tests.laws.generated import CODES, World, worlds


@given(worlds())
def test_generated_code_gives_the_reference_results(world: World) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)
    consequences = plan.of(plan.versions[0]).domains.consequences
    for part in parts_of_case(world.case, CODES, consequences):
        try:
            inquiry = inquire(part, world.case, plan)
            situations = inquiry.situations
        except Contradiction:
            return
        for position in world.versions[0].positions:
            tree = Tree(position.criteria, world.vocabulary)
            generated, explained = evaluator(tree), explainer(tree)
            for situation in situations:
                results = tree.walk(situation)
                assert results == tuple(result(node, situation, world.vocabulary) for node in tree.nodes)
                assert generated(situation) == results
                evidence = inquiry.closed.evidence
                assert explained(situation, evidence) == (results, tree.explain(results, evidence))
