"""Where batch leaves an open result to Kleene's reading, that reading is exact."""

from itertools import chain

from hypothesis import event, given
from hypothesis import strategies as st

from coverline.batch.safety import is_exact
from coverline.batch.tables import engine_of
from coverline.decide.determine import inquire
from coverline.decide.exact import possible_results
from coverline.decide.facts import Undecidable
from coverline.decide.inquiry import questions
from coverline.decide.parts import parts_of_case
from coverline.decide.plan import PolicyPlan
from coverline.model.truth import Truth
from tests.laws.generated import CODES, World, worlds
from tests.laws.real import LIBRARY

PROVED = {
    "bcbsm-sacral-augmentation:sacroplasty",
    "bcbsma-484:sacroplasty",
    "cigna-0040:sacroplasty",
    "floridablue-02-20000-18:radiofrequency-kyphoplasty",
    "floridablue-02-20000-18:sacroplasty",
}
# The criteria of the other policies that read a fact twice, or two facts of which one narrows the other.
BEYOND = {
    "bcbsma-484:nonhealing-path",
    "bcbsma-484:printed-indication",
    "bcbsma-484:vertebroplasty",
    "cigna-0040:hemangioma",
    "cigna-0040:one-of-three",
    "cigna-0040:vertebroplasty-kyphoplasty",
    "floridablue-02-20000-18:balloon-or-mechanical",
    "floridablue-02-20000-18:kyphoplasty-indication",
    "floridablue-02-20000-18:vertebroplasty",
    "uhcwest-vertebroplasty-kyphoplasty:listed-indication",
    "uhcwest-vertebroplasty-kyphoplasty:vertebroplasty-kyphoplasty",
}


def test_for_which_of_the_shipped_policies_kleene_suffices() -> None:
    trees = engine_of(LIBRARY).policies.trees.values()
    exact = {f"{policy}:{tree.criterion.id}" for policy, tree, domains in trees if is_exact(tree, domains)}
    assert exact == PROVED
    beyond = {
        f"{policy}:{node.id}"
        for policy, tree, domains in trees
        for number, node in enumerate(tree.nodes)
        if not is_exact(tree, domains, number)
    }
    assert beyond == BEYOND


@given(worlds(), st.data())
def test_an_open_result_that_is_proved_exact_can_still_be_either(world: World, data: st.DataObject) -> None:
    plan = PolicyPlan(world.versions, world.vocabulary)
    consequences = plan.of(plan.versions[0]).domains.consequences
    (part,) = parts_of_case(world.case, CODES, consequences)
    try:
        prospects = inquire(part, world.case, plan).prospects
    except Undecidable:
        return
    prospect = data.draw(st.sampled_from(prospects))
    domains = plan.of(prospect.standing.version).domains
    trees = [each.tree for each in questions(prospect) if each.tree is not None]
    for tree, number in chain.from_iterable(
        ((tree, each) for each in range(len(tree.nodes))) for tree in trees
    ):
        kleene = tree.evaluate(prospect.situation)
        if kleene[number] is Truth.UNKNOWN and is_exact(tree, domains, number):
            event("open and proved exact")
            possible = possible_results(tree, prospect.situation, domains, number, kleene)
            assert possible == {Truth.YES, Truth.NO}
