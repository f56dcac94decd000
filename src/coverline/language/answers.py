"""Answers to questions on a case: values of facts, and of the fields that can be asked for."""

from collections.abc import Mapping
from pathlib import Path

from coverline.document import Entries, Items, Node, Scalar, read_file, read_text
from coverline.language.conform import Conformance, is_silent
from coverline.language.grammar.case import SERVICE
from coverline.language.messages import Message, refuse, shortened
from coverline.language.quantities import read_span
from coverline.language.values import read_stated
from coverline.model.case import Known
from coverline.model.vocabulary import Kind, Vocabulary
from coverline.problem import Problem, Unreadable, nearest

_FIELDS = ("technique", "levels", "date_of_service")


def read_answers(file: Path, vocabulary: Vocabulary) -> Mapping[str, Known]:
    """The answers of a file; raises Unreadable."""
    return answers_of(read_file(file), vocabulary)


def answers_of(node: Node, vocabulary: Vocabulary) -> Mapping[str, Known]:
    """The answers of a mapping of facts and fields to values; raises Unreadable.

    A value that is not documented is left out.
    """
    if not isinstance(node, Entries):
        raise refuse(node, Message.NOT_A_MAPPING, found="no mapping", what="answers")
    problems: list[Problem] = []
    found: dict[str, Known] = {}
    for name, value in node.entries:
        try:
            known = answer_of(name, value, vocabulary)
        except Unreadable as unreadable:
            problems += unreadable.problems
        else:
            found.update({name.text: known} if known is not None else {})
    if problems:
        raise Unreadable(problems)
    return found


def read_answer(fact: str, text: str, vocabulary: Vocabulary) -> Known | None:
    """What somebody typed in answer to a question, None where it is not documented; raises Unreadable.

    A date may be answered by how long ago it was; several values are parted by commas.
    """
    place = f"answer to {fact}"
    known = vocabulary.facts.get(fact)
    if fact == "levels" or (known is not None and known.kind is Kind.SET and text):
        text = f"[{'' if text == 'none' else text.strip('[]')}]" if text else text
    node = read_text(text, place) if text else Scalar("", False, place, 0, 0)
    try:
        return answer_of(Scalar(fact, False, place, 0, 0), node, vocabulary)
    except Unreadable:
        for each in vocabulary.facts.values():
            if each.elapsed_of == fact and text[-1:].isalpha():
                return answer_of(Scalar(each.name, False, place, 0, 0), node, vocabulary)
        raise


def answer_of(name: Scalar, node: Node, vocabulary: Vocabulary) -> Known | None:
    """The value of one fact or field, None where it is not documented; raises Unreadable."""
    if is_silent(node):
        return None
    if name.text not in _FIELDS:
        if name.text not in vocabulary.facts:
            known = (*_FIELDS, *vocabulary.facts)
            what, hint = (
                "a fact of the vocabulary, technique, levels or date_of_service",
                nearest(name.text, known),
            )
            raise refuse(name, Message.UNKNOWN_FACT, name=shortened(name.text), what=what, hint=hint)
        return read_stated(name, node, vocabulary)
    if name.text == "date_of_service":
        if not isinstance(node, Scalar):
            raise refuse(node, Message.NOT_TEXT, found="no text", what="a day, month or year")
        return Known(name.text, read_span(node))
    return _of_service(name.text, node, vocabulary)


def _of_service(field: str, node: Node, vocabulary: Vocabulary) -> Known:
    if field == "levels" and isinstance(node, Scalar):
        node = Items((node,), node.file, node.line, node.column)
    conformance = Conformance(vocabulary)
    conformance.check(node, SERVICE.keys[field].shape)
    if conformance.problems:
        raise Unreadable(conformance.problems)
    if isinstance(node, Items):
        return Known(field, frozenset(each.text.upper() for each in node.items if isinstance(each, Scalar)))
    assert isinstance(node, Scalar)
    return Known(field, node.text)
