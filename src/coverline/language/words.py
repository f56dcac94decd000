"""Tests in words, typed by the vocabulary: read from a policy file, and said back to people."""

from datetime import timedelta
from enum import Enum
from typing import assert_never

from coverline.codesets.form import normalize
from coverline.document import Entries, Items, Node, Scalar
from coverline.language.messages import Message, described, listed, refuse, shortened
from coverline.language.quantities import read_day, read_duration, read_percent, read_yes_no
from coverline.model.criteria import (
    Among,
    Amount,
    Comparison,
    Dated,
    Elapsed,
    Includes,
    Inclusion,
    Relation,
    Test,
)
from coverline.model.quantity import percent
from coverline.model.vocabulary import Kind, Vocabulary
from coverline.problem import nearest

DATE_OF_SERVICE = "date_of_service"
_SLIPS = (
    ("or more", "at least"),
    (">=", "at least"),
    ("<=", "at most"),
    (">", "more than"),
    ("<", "less than"),
    ("within", "at most"),
    ("up to", "at most"),
    ("under", "less than"),
    ("over", "more than"),
    ("minimum", "at least"),
)


class Place(Enum):
    """Where a test stands, which limits what it may ask of."""

    CRITERION = "a fact of the vocabulary"
    SCOPE = "product, state or technique"
    REQUEST = "a field of the case: product, state, technique, region, setting, code or diagnoses"
    CONDITION = "a fact of the vocabulary or a field of the case"
    WARNING = "a fact of the vocabulary, a field of the case or date_of_service"


def names_at(place: Place, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a test may ask of at a place."""
    facts = tuple(vocabulary.facts)
    scope = ("product", "state", "technique")
    fields = (*scope, "region", "setting", "code", "diagnoses")
    match place:
        case Place.CRITERION:
            return facts
        case Place.SCOPE:
            return scope
        case Place.REQUEST:
            return fields
        case Place.CONDITION:
            return tuple(dict.fromkeys((*facts, *fields)))
        case Place.WARNING:
            return tuple(dict.fromkeys((*facts, *fields, DATE_OF_SERVICE)))
    assert_never(place)


def known_values(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The values of a choice or a set, in the vocabulary's order; none where they are not enumerated."""
    match name:
        case "product":
            return vocabulary.products
        case "state":
            return vocabulary.states
        case "technique":
            return vocabulary.techniques
        case "setting":
            return vocabulary.settings
        case "region":
            return vocabulary.regions
        case _:
            return vocabulary.facts[name].values if name in vocabulary.facts else ()


def kind_of(name: str, vocabulary: Vocabulary) -> Kind:
    """What sort of value a fact, or a field of the case, takes."""
    if name in ("diagnoses", DATE_OF_SERVICE):
        return Kind.SET if name == "diagnoses" else Kind.DATE
    return vocabulary.facts[name].kind if name in vocabulary.facts else Kind.CHOICE


def read_test(name: Scalar, node: Node, place: Place, vocabulary: Vocabulary) -> Test:
    """What is asked of one fact; Unreadable where the fact or the words are not known."""
    known = names_at(place, vocabulary)
    if name.text not in known:
        elsewhere = names_at(Place.WARNING, vocabulary)
        if name.text == DATE_OF_SERVICE:
            raise refuse(name, Message.DATE_TEST_ELSEWHERE, name=name.text)
        hint = nearest(name.text, known) if name.text not in elsewhere else ""
        raise refuse(name, Message.UNKNOWN_FACT, name=shortened(name.text), what=place.value, hint=hint)
    return Test(name.text, _relation(name, node, vocabulary))


def _relation(name: Scalar, node: Node, vocabulary: Vocabulary) -> Relation:
    kind = kind_of(name.text, vocabulary)
    match kind:
        case Kind.YES_NO:
            return Among(frozenset([read_yes_no(_scalar(node, "yes"))]))
        case Kind.CHOICE:
            return _among(name.text, node, vocabulary)
        case Kind.SET:
            return _includes(name.text, node, vocabulary)
        case Kind.DURATION:
            comparison, amount = _threshold(
                node, "at least 6 weeks", "a number with days, weeks, months or years"
            )
            return Elapsed(comparison, read_duration(amount))
        case Kind.PERCENT:
            comparison, amount = _threshold(node, "at least 34 percent", "a number with percent")
            return Amount(comparison, read_percent(amount))
        case Kind.DATE:
            return _dated(name, node, vocabulary)
    assert_never(kind)


def _scalar(node: Node, example: str) -> Scalar:
    if not isinstance(node, Scalar) or node.is_nothing:
        raise refuse(node, Message.BAD_THRESHOLD_FORM, found=described(node), example=example)
    return node


def _threshold(node: Node, example: str, amount: str) -> tuple[Comparison, Scalar]:
    words = _scalar(node, example)
    for comparison in Comparison:
        start = comparison.value + " "
        if words.text.startswith(start):
            rest = words.text.removeprefix(start)
            return comparison, Scalar(rest, words.quoted, words.file, words.line, words.column)
    meant = next((right for slip, right in _SLIPS if slip in words.text), None)
    hint = f'write "{meant}"' if meant else ""
    raise refuse(words, Message.BAD_THRESHOLD, text=shortened(words.text), amount=amount, hint=hint)


def _dated(name: Scalar, node: Node, vocabulary: Vocabulary) -> Dated:
    if name.text != DATE_OF_SERVICE:
        durations = [each.name for each in vocabulary.facts.values() if each.elapsed_of == name.text]
        hint = f'use "{durations[0]}"' if durations else ""
        raise refuse(name, Message.DATE_FACT_TEST, name=name.text, hint=hint)
    words = _scalar(node, "before 2024-06-15")
    start, _, rest = words.text.partition(" ")
    if start not in ("before", "from"):
        raise refuse(words, Message.BAD_DATE_TEST, text=shortened(words.text))
    day = read_day(Scalar(rest, words.quoted, words.file, words.line, words.column))
    return Dated(None, day - timedelta(days=1)) if start == "before" else Dated(day, None)


def _among(name: str, node: Node, vocabulary: Vocabulary) -> Among:
    if isinstance(node, Scalar) and not node.is_nothing:
        return Among(frozenset(read_values(name, (node,), vocabulary)))
    operator, values = _operator(node, ("one_of", "none_of"), Message.BAD_CHOICE_TEST)
    named = frozenset(read_values(name, values, vocabulary))
    if operator == "one_of":
        return Among(named)
    known = known_values(name, vocabulary)
    if not known:
        raise refuse(node, Message.NOT_ENUMERATED, name=name)
    if named.issuperset(known):
        raise refuse(node, Message.CONTRADICTORY_TEST, name=name)
    return Among(frozenset(known) - named)


def _includes(name: str, node: Node, vocabulary: Vocabulary) -> Includes:
    operators = tuple(each.value for each in Inclusion)
    operator, values = _operator(node, operators, Message.BAD_SET_TEST)
    return Includes(Inclusion(operator), frozenset(read_values(name, values, vocabulary)))


def _operator(node: Node, operators: tuple[str, ...], message: Message) -> tuple[str, tuple[Node, ...]]:
    if isinstance(node, Entries) and len(node.entries) == 1:
        key, values = node.entries[0]
        if key.text in operators and isinstance(values, Items) and values.items:
            return key.text, values.items
    raise refuse(node, message, found=described(node))


def read_values(name: str, nodes: tuple[Node, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Values of a choice or a set, groups of techniques expanded, codes normalized; else Unreadable."""
    values: list[str] = []
    for node in nodes:
        if not isinstance(node, Scalar) or node.is_nothing:
            raise refuse(node, Message.NOT_TEXT, found=described(node), what=f"a value of {name}")
        values.extend(_values(name, node, vocabulary))
    return tuple(dict.fromkeys(values))


def _values(name: str, node: Scalar, vocabulary: Vocabulary) -> tuple[str, ...]:
    if name in ("code", "diagnoses"):
        return (normalize(node.text),)
    known = known_values(name, vocabulary)
    groups = vocabulary.technique_groups if name == "technique" else {}
    if node.text in groups:
        return groups[node.text]
    if node.text not in known:
        hint = nearest(node.text, (*known, *groups))
        raise refuse(
            node,
            Message.UNKNOWN_VALUE,
            value=shortened(node.text),
            what=f"a value of {name}",
            known=listed((*known, *groups)),
            hint=hint,
        )
    return (node.text,)


def in_words(test: Test, vocabulary: Vocabulary) -> str:
    """A test as people read it: fracture age less than 3 months."""
    name = test.fact.replace("_", " ")
    relation = test.relation
    match relation:
        case Among(values) if values == {True}:
            return name
        case Among(values) if values == {False}:
            return f"not {name}"
        case Among(values):
            return f"{name}: {_choice(test.fact, frozenset(map(str, values)), vocabulary)}"
        case Elapsed(comparison, bound):
            return f"{name} {comparison.value} {bound}"
        case Amount(comparison, bound):
            return f"{name} {comparison.value} {percent(bound)}"
        case Includes(inclusion, values):
            join = {Inclusion.ANY: " or ", Inclusion.ALL: " and ", Inclusion.NONE: " nor "}[inclusion]
            neither = "neither " if inclusion is Inclusion.NONE else ""
            return f"{name}: {neither}{join.join(_in_order(test.fact, values, vocabulary))}"
        case Dated(first, last):
            return f"{name} from {first}" if last is None else f"{name} before {last + timedelta(days=1)}"
    assert_never(relation)


def _choice(name: str, values: frozenset[str], vocabulary: Vocabulary) -> str:
    others = frozenset(known_values(name, vocabulary)) - values
    # All values but one, or but a few, are said by those few.
    if len(values) > 1 and (len(others) == 1 or 0 < 3 * len(others) <= len(values)):
        return "not " + " nor ".join(_in_order(name, others, vocabulary))
    return " or ".join(_in_order(name, values, vocabulary))


def _in_order(name: str, values: frozenset[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    known = known_values(name, vocabulary)
    spoken = [each for each in known if each in values] if values.issubset(known) else sorted(values)
    if name in ("code", "diagnoses", "state"):
        return tuple(spoken)
    return tuple(each.replace("_", " ") for each in spoken)
