"""Reads the value sets: which codes mean what in a chart."""

from collections.abc import Iterator, Mapping

from coverline.codesets.form import normalize
from coverline.document import Entries, Node, Scalar
from coverline.language.conform import Conformance
from coverline.language.fields import Fields
from coverline.language.grammar.terms import TERMS
from coverline.language.messages import Message, listed, problem
from coverline.model.terms import CodeTable, PayerIdentity, Terms, ValueSet
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable, nearest

BEGINNING = "*"
_NONE = CodeTable({}, {})
NO_TERMS = Terms({}, {}, _NONE, _NONE, _NONE, _NONE, _NONE, ())


def read_terms(node: Node, vocabulary: Vocabulary) -> Terms:
    """The value sets of a file; Unreadable with every problem in it."""
    conformance = Conformance(vocabulary)
    conformance.check(node, TERMS)
    if conformance.problems:
        raise Unreadable(conformance.problems)
    assert isinstance(node, Entries)
    fields = Fields(node)
    problems = list(_unknown_systems(fields))
    if problems:
        raise Unreadable(problems)
    sets = {name: _value_set(each) for name, each in fields.named("sets")}
    regions = {
        region: [level for level, its in vocabulary.levels.items() if its == region]
        for region in vocabulary.regions
    }
    return Terms(
        systems={uri: name for name, uris in _lists(fields, "systems").items() for uri in uris},
        sets=sets,
        members=_table({name: each.codes for name, each in sets.items()}),
        levels=_table(_tables(fields, "levels"), regions),
        techniques=_table(_tables(fields, "techniques")),
        settings=_table(_tables(fields, "settings")),
        products=_table(_tables(fields, "products")),
        payers=tuple(_payer(name, each) for name, each in fields.named("payers")),
    )


def _lists(fields: Fields, key: str) -> dict[str, tuple[str, ...]]:
    inside = fields.record(key)
    return {name.text: inside.texts(name.text) for name, _ in inside.node.entries} if inside else {}


def _tables(fields: Fields, key: str) -> dict[str, Mapping[str, tuple[str, ...]]]:
    inside = fields.record(key)
    assert inside is not None
    return {name.text: _lists(inside, name.text) for name, _ in inside.node.entries}


def _value_set(fields: Fields) -> ValueSet:
    return ValueSet(fields.text("for"), fields.text("basis"), _lists(fields, "codes"))


def _payer(name: str, fields: Fields) -> PayerIdentity:
    identifiers = {
        (system, value) for system, values in _lists(fields, "identifiers").items() for value in values
    }
    return PayerIdentity(name, frozenset(identifiers), frozenset(map(str.casefold, fields.texts("names"))))


def _table(
    tables: Mapping[str, Mapping[str, tuple[str, ...]]], wider: Mapping[str, list[str]] = {}
) -> CodeTable:
    """The table from codes to names; a name that is `wider` than others stands for them."""
    exact: dict[tuple[str, str], list[str]] = {}
    beginnings: dict[tuple[str, str], list[str]] = {}
    for name, systems in tables.items():
        for system, codes in systems.items():
            for code in codes:
                found = beginnings if code.endswith(BEGINNING) else exact
                key = (system, normalize(code.removesuffix(BEGINNING)))
                found.setdefault(key, []).extend(wider.get(name, [name]))
    return CodeTable(_frozen(exact), _frozen(beginnings))


def _frozen(found: Mapping[tuple[str, str], list[str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    return {key: tuple(names) for key, names in found.items()}


def _unknown_systems(fields: Fields) -> Iterator[Problem]:
    known = tuple(_lists(fields, "systems"))
    for each in _systems(fields):
        if each.text not in known:
            hint = nearest(each.text, known)
            names = listed(known, most=20)
            yield problem(
                each, Message.UNKNOWN_NAME, name=each.text, what="a code system", known=names, hint=hint
            )


def _systems(fields: Fields) -> Iterator[Scalar]:
    """Every place where a code system is named."""
    holders = [codes for _, each in fields.named("sets") if (codes := each.record("codes"))]
    for table in ("levels", "techniques", "settings", "products"):
        holders += [each for _, each in fields.named(table)]
    holders += [codes for _, each in fields.named("payers") if (codes := each.record("identifiers"))]
    for holder in holders:
        yield from (name for name, _ in holder.node.entries)
