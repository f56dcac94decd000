"""Reads the table of what diagnosis codes can stand for."""

from coverline.codesets.form import normalize
from coverline.document import Entries, Node, Scalar
from coverline.language.conform import Conformance
from coverline.language.fields import Fields
from coverline.language.messages import Message
from coverline.language.shapes import Known, ListOf, Record, Words, need
from coverline.language.words import read_values
from coverline.model.diagnosis import DiagnosisCodes
from coverline.model.vocabulary import Kind, Vocabulary
from coverline.problem import Unreadable


def _choices(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(fact.name for fact in vocabulary.facts.values() if fact.kind is Kind.CHOICE)


_ROW = Record(
    "a row of codes",
    {
        "codes": need(ListOf("beginnings of codes", Words("the beginning of a code"), least=1)),
        "can_be": need(ListOf("values", Words("a value"), least=1)),
        "because": need(Words("a reason")),
    },
)
DIAGNOSES = Record(
    "the table of diagnosis codes",
    {
        "fact": need(Known("a fact of choice", _choices)),
        "basis": need(Words("where this comes from")),
        "diagnoses": need(ListOf("rows of codes", _ROW)),
    },
)


def read_diagnosis_codes(node: Node, vocabulary: Vocabulary) -> DiagnosisCodes:
    """The diagnosis codes of a file; Unreadable with every problem in it."""
    conformance = Conformance(vocabulary)
    conformance.check(node, DIAGNOSES)
    if conformance.problems:
        raise Unreadable(conformance.problems)
    assert isinstance(node, Entries)
    fields = Fields(node)
    fact = fields.text("fact")
    found: dict[str, frozenset[str]] = {}
    for row in fields.records("diagnoses"):
        values = frozenset(_values(fact, row, vocabulary, conformance))
        for each in row.items("codes"):
            assert isinstance(each, Scalar)
            if normalize(each.text) in found:
                conformance.report(each, Message.REPEATED, name=each.text, what="code")
            found[normalize(each.text)] = values
    if conformance.problems:
        raise Unreadable(conformance.problems)
    return DiagnosisCodes(fact, found)


def _values(fact: str, row: Fields, vocabulary: Vocabulary, conformance: Conformance) -> tuple[str, ...]:
    try:
        return tuple(map(str, read_values(fact, row.items("can_be"), vocabulary)))
    except Unreadable as unreadable:
        conformance.problems += unreadable.problems
        return ()
