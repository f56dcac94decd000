"""Reads the case tables of a policy: one typical case, then one change a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coverline.codesets.form import normalize
from coverline.document import Entries, Items, Node, Scalar
from coverline.language.cases import ReadCase, read_case
from coverline.language.conform import Conformance
from coverline.language.fields import Fields
from coverline.language.grammar.policy import POLICY
from coverline.language.grammar.tables import CASE_FIELDS, NO_CATEGORY, NO_FINDING, SERVICE_FIELDS
from coverline.language.messages import Message, problem
from coverline.model.case import Case
from coverline.model.determination import Action, Outcome
from coverline.model.policy import Authorization, Category, Finding
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a row says of the answer; None where it says nothing.

    `warns` and `refers_to` name all warnings and all referrals; `names_day` is a day that a warning
    names. `codes` gives each normalized code its findings, none where the policy says nothing of it.
    """

    outcome: Outcome
    because: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    never_asks: tuple[str, ...] = ()
    warns: tuple[str, ...] | None = None
    refers_to: tuple[str, ...] | None = None
    category: Category | Literal["none printed"] | None = None
    action: Action | None = None
    prior_authorization: Authorization | None = None
    assumes: tuple[str, ...] | None = None
    codes: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    names_day: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A whole case with what its answer must be, and where the file says so."""

    id: str
    case: Case
    expects: Expectations
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class CaseTable:
    """A typical case, which is the first row, and its changes."""

    id: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row that is not read yet: its mapping, and the case that it describes."""

    id: Scalar
    fields: Fields
    case: Entries


def read_tables(node: Node, vocabulary: Vocabulary) -> tuple[CaseTable, ...]:
    """The case tables of a policy file; Unreadable with every problem of their cases."""
    conformance = Conformance(vocabulary)
    conformance.check(node, POLICY)
    if conformance.problems or not isinstance(node, Entries):
        raise Unreadable(conformance.problems)
    problems = tuple(table_problems(Fields(node), vocabulary))
    if problems:
        raise Unreadable(problems)
    return tuple(_table(Fields(node), each, vocabulary) for each in Fields(node).records("cases"))


def table_problems(policy: Fields, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Rows whose case cannot be read, and rows of one table with the same id."""
    for table in policy.records("cases"):
        seen: set[str] = set()
        for draft in _drafts(policy, table):
            if draft.id.text in seen:
                yield problem(draft.id, Message.REPEATED, name=draft.id.text, what="row of a table")
            seen.add(draft.id.text)
            yield from _read(draft, vocabulary).problems


def _table(policy: Fields, table: Fields, vocabulary: Vocabulary) -> CaseTable:
    return CaseTable(table.text("id"), tuple(_row(draft, vocabulary) for draft in _drafts(policy, table)))


def _row(draft: _Draft, vocabulary: Vocabulary) -> CaseRow:
    case = _read(draft, vocabulary).case
    assert case is not None
    return CaseRow(draft.id.text, case, _expectations(draft.fields), draft.id.file, draft.id.line)


def _read(draft: _Draft, vocabulary: Vocabulary) -> ReadCase:
    return read_case(draft.case, draft.id.text, vocabulary)


def _drafts(policy: Fields, table: Fields) -> Iterator[_Draft]:
    typical = table.value("typical")
    assert isinstance(typical, Entries)
    yield _Draft(table.scalar("id"), table, _case(policy, table, typical, ()))
    for row in table.records("change_one_thing"):
        change = row.value("change")
        assert isinstance(change, Entries)
        yield _Draft(row.scalar("id"), row, _case(policy, row, typical, change.entries))


def _case(policy: Fields, row: Fields, typical: Entries, change: tuple[tuple[Scalar, Node], ...]) -> Entries:
    """The whole case of a row, in the form of the case reader; every node keeps its own place."""
    facts_of_all = typical.get("facts")
    facts = {name.text: (name, value) for name, value in _entries(facts_of_all)}
    fields = {name.text: (name, value) for name, value in typical.entries if name.text != "facts"}
    for name, value in change:
        target = fields if name.text in (*CASE_FIELDS, *SERVICE_FIELDS) else facts
        target[name.text] = (name, value)
    here = row.node
    service = _mapping(here, [fields[key] for key in SERVICE_FIELDS if key in fields])
    services = Items((service,), here.file, here.line, here.column)
    return _mapping(
        here,
        [
            (_key(here, "case"), row.value("id")),
            (_key(here, "payer"), policy.value("payer")),
            *(fields[key] for key in CASE_FIELDS if key in fields),
            (_key(here, "services"), services),
            (_key(here, "facts"), _mapping(here, list(facts.values()))),
        ],
    )


def _entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.entries if isinstance(node, Entries) else ()


def _mapping(place: Node, entries: list[tuple[Scalar, Node]]) -> Entries:
    return Entries(tuple(entries), place.file, place.line, place.column)


def _key(place: Node, name: str) -> Scalar:
    return Scalar(name, False, place.file, place.line, place.column)


def _expectations(fields: Fields) -> Expectations:
    category = fields.optional("category")
    action = fields.optional("action")
    authorization = fields.optional("prior_authorization")
    return Expectations(
        Outcome(fields.text("expect")),
        fields.texts("because"),
        fields.texts("shows"),
        fields.texts("asks"),
        fields.texts("never_asks"),
        _stated(fields, "warns"),
        _stated(fields, "refers_to"),
        "none printed" if category == NO_CATEGORY else Category(category) if category else None,
        Action(action) if action else None,
        Authorization(authorization) if authorization else None,
        _stated(fields, "assumes"),
        _findings(fields.record("codes")),
        fields.optional("names_day"),
        fields.optional("version"),
    )


def _stated(fields: Fields, key: str) -> tuple[str, ...] | None:
    return fields.texts(key) if fields.has(key) else None


def _findings(fields: Fields | None) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    if fields is None:
        return ()
    return tuple(
        (
            normalize(name.text),
            tuple(Finding(each) for each in fields.texts(name.text) if each != NO_FINDING),
        )
        for name, _ in fields.node.entries
    )
