"""Holds a policy to its scope: every product, state and technique has one stated fate."""

from collections.abc import Iterator

from coverline.document import Scalar
from coverline.language.fields import Fields
from coverline.language.messages import Message, problem
from coverline.language.rules import scope, techniques
from coverline.model.criteria import Among
from coverline.model.policy import HandOver, Scope
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem

_ORDER = ("product", "state", "technique")


def fate_problems(policy: Fields, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Products, states and techniques without a fate or with two, and hand-overs out of order."""
    fields = policy.record("scope")
    assert fields is not None
    found = scope(fields, vocabulary)
    yield from _order_problems(fields, found)
    yield from _product_problems(fields, found, vocabulary)
    yield from _state_problems(fields, found, vocabulary)
    yield from _technique_problems(policy, found, vocabulary)


def _rank(hand_over: HandOver) -> int:
    """Which of product, state and technique a hand-over is about: the first that it tests."""
    return min(_ORDER.index(test.fact) for test in hand_over.when)


def _order_problems(fields: Fields, found: Scope) -> Iterator[Problem]:
    highest = 0
    for row, hand_over in zip(fields.records("hands_over"), found.hands_over, strict=True):
        rank = _rank(hand_over)
        if rank < highest:
            yield problem(row.node, Message.HAND_OVER_ORDER, name=hand_over.id, other=_ORDER[highest])
        highest = max(highest, rank)


def _among(hand_over: HandOver, fact: str) -> frozenset[str | bool] | None:
    """The values for which a hand-over holds, None where it asks nothing of the fact."""
    for test in hand_over.when:
        if test.fact == fact and isinstance(test.relation, Among):
            return test.relation.values
    return None


def _hands_over(hand_over: HandOver, product: str | None, state: str) -> bool:
    """Whether a member is handed over whatever the technique, the excepted ones aside."""
    if _among(hand_over, "technique") is not None:
        return False
    products, states = _among(hand_over, "product"), _among(hand_over, "state")
    if products is None and product is not None:
        return False
    return (products is None or product in products) and (states is None or state in states)


def _product_problems(fields: Fields, found: Scope, vocabulary: Vocabulary) -> Iterator[Problem]:
    expected = "it under products or in a hand-over"
    for product in vocabulary.products:
        left = [
            state
            for state in vocabulary.states
            if not any(_hands_over(each, product, state) for each in found.hands_over)
        ]
        if product in found.products and not left:
            yield _two(fields, "products", "the product", product, "is decided here", "is handed over")
        elif product not in found.products and left:
            where = "" if len(left) == len(vocabulary.states) else f" in {left[0]}"
            yield problem(
                fields.value("products"),
                Message.NO_FATE,
                what="the product",
                name=product,
                where=where,
                expected=expected,
            )


def _two(fields: Fields, key: str, what: str, name: str, one: str, other: str) -> Problem:
    nodes = (node for node in fields.items(key) if isinstance(node, Scalar) and node.text == name)
    node = next(nodes, fields.node)
    return problem(node, Message.TWO_FATES, what=what, name=name, one=one, other=other)


def _state_problems(fields: Fields, found: Scope, vocabulary: Vocabulary) -> Iterator[Problem]:
    if found.states is None:
        return
    for state in vocabulary.states:
        handed = any(_hands_over(each, None, state) for each in found.hands_over)
        if state not in found.states and not handed:
            expected = "it among the states or in a hand-over"
            yield problem(
                fields.value("states"),
                Message.NO_FATE,
                what="the state",
                name=state,
                where="",
                expected=expected,
            )
        if state in found.states and handed:
            yield _two(fields, "states", "the state", state, "is served here", "is handed over")


def _technique_problems(policy: Fields, found: Scope, vocabulary: Vocabulary) -> Iterator[Problem]:
    node = policy.value("positions")
    stated = _technique_fates(policy, found, vocabulary)
    for technique in vocabulary.techniques:
        fates = [fate for each, fate in stated if each == technique]
        if not fates:
            expected = "a position, a hand-over or a clinician's question"
            yield problem(
                node, Message.NO_FATE, what="the technique", name=technique, where="", expected=expected
            )
        if len(fates) > 1:
            one, other = fates[:2]
            yield problem(node, Message.TWO_FATES, what="the technique", name=technique, one=one, other=other)


def _technique_fates(policy: Fields, found: Scope, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Each technique with each fate that the policy states of it for every member."""
    handed = [
        (str(technique), f'is handed over by "{each.id}"')
        for each in found.hands_over
        for technique in _among(each, "technique") or ()
        if len(each.when) == 1
    ]
    held = [
        (technique, f'has the position "{row.text("id")}"')
        for row in policy.records("positions")
        for technique in techniques(row, "for", vocabulary)
    ]
    judged = [
        (technique, "is judged by a clinician")
        for row in policy.records("clinician_judges")
        for technique in techniques(row, "techniques", vocabulary)
    ]
    return handed + held + judged
