"""Values of facts as a case states them, typed by the vocabulary."""

from typing import assert_never

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.conform import is_silent
from coverline.language.messages import Message, described, refuse, shortened
from coverline.language.quantities import read_duration, read_percent, read_span, read_yes_no
from coverline.language.words import read_values
from coverline.model.case import Known, Value
from coverline.model.vocabulary import Fact, Kind, Vocabulary
from coverline.problem import nearest

_ASIDE = ("value", "source", "date")


def read_stated(name: Scalar, node: Node, vocabulary: Vocabulary) -> Known | None:
    """What a case says of a fact; None where it says that it is not known; else Unreadable."""
    fact = vocabulary.facts.get(name.text)
    if fact is None:
        hint = nearest(name.text, vocabulary.facts)
        what = "a fact of the vocabulary"
        raise refuse(name, Message.UNKNOWN_FACT, name=shortened(name.text), what=what, hint=hint)
    if fact.derived:
        raise refuse(name, Message.DERIVED_FACT, name=fact.name)
    if not isinstance(node, Entries):
        return None if is_silent(node) else Known(fact.name, _value(fact, node, vocabulary))
    return _with_source(fact, node, vocabulary)


def _with_source(fact: Fact, node: Entries, vocabulary: Vocabulary) -> Known | None:
    what = f"{fact.name} with its source"
    for key, _ in node.entries:
        if key.text not in _ASIDE:
            hint = nearest(key.text, _ASIDE)
            known = "one of " + ", ".join(_ASIDE)
            raise refuse(key, Message.UNKNOWN_KEY, key=shortened(key.text), what=what, known=known, hint=hint)
    value, source, recorded = (node.get(key) for key in _ASIDE)
    if value is None:
        raise refuse(node, Message.MISSING_KEY, what=what, key="value")
    spoken = None if source is None or is_silent(source) else _text(source, "where it is recorded").text
    on = None if recorded is None or is_silent(recorded) else read_span(_text(recorded, "a date"))
    if is_silent(value):
        return None
    return Known(fact.name, _value(fact, value, vocabulary), source=spoken, recorded_on=on)


def _value(fact: Fact, node: Node, vocabulary: Vocabulary) -> Value:
    match fact.kind:
        case Kind.YES_NO:
            return read_yes_no(_text(node, "yes or no"))
        case Kind.CHOICE:
            return read_values(fact.name, (_text(node, f"one value of {fact.name}"),), vocabulary)[0]
        case Kind.SET:
            return frozenset(_members(fact, node, vocabulary))
        case Kind.DATE:
            return read_span(_text(node, "a date"))
        case Kind.DURATION:
            return read_duration(_text(node, "a duration such as 6 weeks"))
        case Kind.PERCENT:
            return read_percent(_text(node, "a percentage"))
    assert_never(fact.kind)


def _members(fact: Fact, node: Node, vocabulary: Vocabulary) -> tuple[str, ...]:
    if not isinstance(node, Items):
        text = node.text if isinstance(node, Scalar) else "..."
        raise refuse(
            node, Message.NOT_A_LIST_OF_VALUES, found=described(node), name=fact.name, text=shortened(text)
        )
    return read_values(fact.name, node.items, vocabulary)


def _text(node: Node, what: str) -> Scalar:
    if not isinstance(node, Scalar):
        raise refuse(node, Message.NOT_TEXT, found=described(node), what=what)
    return node
