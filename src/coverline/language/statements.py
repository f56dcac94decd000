"""Builds what explains a policy: warnings, documents to send, definitions, statements and notes."""

from coverline.language.fields import Fields
from coverline.language.grammar.statements import STATEMENT_SECTIONS
from coverline.language.quantities import read_day
from coverline.language.words import Place
from coverline.model.policy import (
    Confirmation,
    Definition,
    Note,
    RequiredDocument,
    Role,
    Statement,
    Warning,
)
from coverline.model.vocabulary import Vocabulary


def warning(fields: Fields, vocabulary: Vocabulary) -> Warning:
    """Something that a reader of the answer must know."""
    named = fields.tests("names_day_when", Place.CRITERION, vocabulary)
    return Warning(
        fields.text("id"),
        fields.tests("when", Place.WARNING, vocabulary),
        fields.text("say"),
        fields.cite(),
        fields.texts("notes"),
        named[0] if named else None,
    )


def documentation(fields: Fields | None) -> tuple[RequiredDocument, ...]:
    """What is to be sent with the request; nothing where none is printed."""
    if fields is None:
        return ()
    return tuple(
        RequiredDocument(
            each.text("id"),
            each.text("label"),
            each.cite(),
            each.optional("when"),
            each.texts("supports"),
            each.texts("includes"),
        )
        for each in fields.records("items")
    )


def definition(fields: Fields) -> Definition:
    """A term of the source, in our words."""
    return Definition(
        fields.text("id"),
        fields.text("term"),
        fields.text("means"),
        Role(fields.text("role")),
        fields.texts("used_by"),
        fields.cite(),
    )


def statements(fields: Fields) -> tuple[Statement, ...]:
    """Every other statement of the source, section by section."""
    return tuple(
        Statement(
            section,
            each.text("id"),
            Role(each.text("role")),
            each.text("says"),
            each.cite(),
            each.optional("on"),
        )
        for section in STATEMENT_SECTIONS
        for each in fields.records(section)
    )


def note(name: str, fields: Fields) -> Note:
    """A place where careful readers could differ, and how it is read here."""
    confirmed = None
    if fields.says("status", "confirmed"):
        confirmed = Confirmation(fields.text("by"), fields.text("as"), read_day(fields.scalar("on")))
    cite = fields.cite() if fields.has("cite") else None
    return Note(name, fields.text("asks"), fields.text("reading"), fields.text("changes"), cite, confirmed)
