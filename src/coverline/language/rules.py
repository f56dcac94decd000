"""Builds the rules of a policy version: when and for whom it decides, what it holds, who else decides."""

from datetime import date

from coverline.document import Scalar
from coverline.language.criteria import group
from coverline.language.fields import Fields
from coverline.language.grammar.leaves import NONE_PRINTED, NOT_PRINTED, OPEN
from coverline.language.quantities import read_day, read_span
from coverline.language.words import Place, read_values
from coverline.model.criteria import Criterion, Fixed
from coverline.model.policy import (
    Authorization,
    AuthorizationRule,
    Category,
    CategoryException,
    ClinicianJudges,
    Determinations,
    HandOver,
    NamedDocument,
    Pointer,
    Position,
    PriorAuthorization,
    Scope,
    Unmet,
    Version,
)
from coverline.model.quantity import Span
from coverline.model.truth import Truth
from coverline.model.vocabulary import Vocabulary


def version(fields: Fields) -> Version:
    """When the version decides, and what is printed of that."""
    return Version(
        fields.text("name"),
        _day(fields.scalar("first_day")),
        _day(fields.scalar("last_day")),
        not fields.says("first_day", NOT_PRINTED),
        not fields.says("last_day", NOT_PRINTED),
        _span(fields.scalar("printed_on")),
        _span(fields.scalar("next_review")),
        fields.cite(),
        fields.texts("notes"),
        _pointer(fields.record("beforehand")),
        _pointer(fields.record("afterwards")),
    )


def _day(node: Scalar) -> date | None:
    return None if node.text in (OPEN, NOT_PRINTED) else read_day(node)


def _span(node: Scalar) -> Span | None:
    return None if node.text == NOT_PRINTED else read_span(node)


def _pointer(fields: Fields | None) -> Pointer | None:
    return Pointer(fields.text("to"), fields.cite()) if fields is not None else None


def named_document(name: str, fields: Fields) -> NamedDocument:
    """Something that decides in this policy's place."""
    contractors = {
        contractor: Determinations(each.texts("lcd"), each.cite())
        for contractor, each in fields.named("by_contractor")
    }
    return NamedDocument(name, fields.text("title"), fields.cite(), contractors or None)


def scope(fields: Fields, vocabulary: Vocabulary) -> Scope:
    """Whom the policy decides for, and what it hands over."""
    states = fields.record("states")
    return Scope(
        fields.texts("products"),
        fields.cite("products_cite"),
        frozenset(states.texts("one_of")) if states is not None else None,
        states.cite() if states is not None else None,
        tuple(_hand_over(each, vocabulary) for each in fields.records("hands_over")),
    )


def _hand_over(fields: Fields, vocabulary: Vocabulary) -> HandOver:
    return HandOver(
        fields.text("id"),
        fields.tests("when", Place.SCOPE, vocabulary),
        fields.text("to"),
        fields.cite(),
        frozenset(techniques(fields, "except_techniques", vocabulary)),
        fields.texts("notes"),
    )


def techniques(fields: Fields, key: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The techniques of a list, groups expanded."""
    return read_values("technique", fields.items(key), vocabulary)


def prior_authorization(fields: Fields | None, vocabulary: Vocabulary) -> PriorAuthorization | None:
    """The authorization table, None where the policy does not address it."""
    if fields is None:
        return None
    rules = tuple(
        AuthorizationRule(
            Authorization(each.text("answer")), each.tests("when", Place.REQUEST, vocabulary), each.cite()
        )
        for each in fields.records("rules")
    )
    held = frozenset(techniques(fields, "techniques", vocabulary))
    return PriorAuthorization(held, rules, fields.cite(), fields.texts("notes"))


def position(fields: Fields, vocabulary: Vocabulary) -> Position:
    """What the policy holds of some techniques."""
    met_when = fields.record("met_when")
    unmet = fields.record("otherwise" if met_when is not None else "never_met")
    assert unmet is not None
    criteria = Criterion(
        fields.text("id"),
        fields.text("label"),
        fields.cite(),
        group(met_when, vocabulary) if met_when is not None else Fixed(Truth.NO),
        fields.texts("notes"),
    )
    return Position(
        fields.text("id"), techniques(fields, "for", vocabulary), criteria, _unmet(unmet, vocabulary)
    )


def _unmet(fields: Fields, vocabulary: Vocabulary) -> Unmet:
    exceptions = tuple(
        CategoryException(
            each.tests("when", Place.CONDITION, vocabulary), Category(each.text("category")), each.cite()
        )
        for each in fields.records("exceptions")
    )
    pointers = tuple(
        Pointer(each.text("to"), each.cite(), each.tests("when", Place.CONDITION, vocabulary))
        for each in fields.records("refer_to")
    )
    category = None if fields.says("category", NONE_PRINTED) else Category(fields.text("category"))
    return Unmet(category, fields.cite(), exceptions, pointers, fields.texts("notes"))


def clinician_judges(fields: Fields, vocabulary: Vocabulary) -> ClinicianJudges:
    """Techniques on which a clinician answers a named question."""
    return ClinicianJudges(
        techniques(fields, "techniques", vocabulary),
        fields.text("ask"),
        fields.text("if_yes"),
        fields.text("if_no"),
        fields.cite(),
        fields.texts("notes"),
    )
