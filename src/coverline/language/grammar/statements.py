"""The grammar of what explains a policy: warnings, documents to send, definitions, statements, notes."""

from coverline.language.grammar.leaves import (
    CITE,
    DAY,
    LABEL,
    NONE_PRINTED,
    NOTES,
    PARTIAL_DATE,
    SAYS,
    WHY,
    none_printed_or,
    when,
)
from coverline.language.shapes import (
    Declared,
    Either,
    ListOf,
    Named,
    OneOf,
    Record,
    Reference,
    Tests,
    Words,
    may,
    need,
)
from coverline.language.words import Place
from coverline.model.policy import Role

STATEMENT_SECTIONS = ("related_policies", "history", "devices", "contraindications", "background")
_ROLE = OneOf("a role", tuple(each.value for each in Role))
_CRITERIA = ListOf("ids of criteria", Reference("criterion"))

WARNINGS = ListOf(
    "warnings",
    Record(
        "a warning",
        {
            "id": need(Declared("warning")),
            "when": need(when(Place.WARNING)),
            "say": need(SAYS),
            "names_day_when": may(Tests(Place.CRITERION)),
            "cite": need(CITE),
            "why": may(WHY),
            "notes": may(NOTES),
        },
    ),
)
_ITEM = Record(
    "a document to send",
    {
        "id": need(Declared("document to send")),
        "label": need(LABEL),
        "when": may(Words("when it is needed")),
        "includes": may(ListOf("parts", Words("a part"), least=1)),
        "supports": may(_CRITERIA),
        "cite": need(CITE),
        "why": may(WHY),
    },
)
DOCUMENTATION = Either(
    f"{NONE_PRINTED}, or documents to send",
    text=OneOf(NONE_PRINTED, (NONE_PRINTED,)),
    entries=Record(
        "the documentation",
        {
            "cite": need(CITE),
            "why": may(WHY),
            "items": need(ListOf("documents to send", _ITEM, least=1, advice="write none printed")),
        },
    ),
)
DEFINITIONS = none_printed_or(
    ListOf(
        "definitions",
        Record(
            "a definition",
            {
                "id": need(Declared("definition")),
                "term": need(Words("a term")),
                "role": need(_ROLE),
                "means": need(SAYS),
                "used_by": may(_CRITERIA),
                "cite": need(CITE),
                "why": may(WHY),
            },
        ),
    )
)
_STATEMENT = Record(
    "a statement",
    {
        "id": need(Declared("statement")),
        "on": may(PARTIAL_DATE),
        "role": need(_ROLE),
        "says": need(SAYS),
        "cite": need(CITE),
        "why": may(WHY),
    },
)
STATEMENTS = none_printed_or(ListOf("statements", _STATEMENT))

_NOTE = Record(
    "a note",
    {
        "asks": need(Words("a question")),
        "reading": need(SAYS),
        "changes": need(Words("what changes if the reading is wrong")),
        "cite": may(CITE),
        "why": may(WHY),
        "status": need(OneOf("a status", ("unconfirmed", "confirmed"))),
        "by": may(Words("a name")),
        "as": may(Words("a role")),
        "on": may(DAY),
    },
    together={"status: confirmed": ("by", "as", "on")},
)
NOTES_SECTION = Named("notes", _NOTE, declares="note")
