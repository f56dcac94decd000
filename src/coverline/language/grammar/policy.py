"""The grammar of a whole policy file."""

from coverline.language.grammar.codes import CODES
from coverline.language.grammar.rules import (
    CLINICIAN_JUDGES,
    NAMED_DOCUMENTS,
    POSITIONS,
    PRIOR_AUTHORIZATION,
    SCOPE,
    VERSION,
)
from coverline.language.grammar.statements import (
    DEFINITIONS,
    DOCUMENTATION,
    NOTES_SECTION,
    STATEMENT_SECTIONS,
    STATEMENTS,
    WARNINGS,
)
from coverline.language.grammar.tables import TABLES
from coverline.language.shapes import Declared, Known, Record, Words, may, need

POLICY = Record(
    "a policy",
    {
        "policy": need(Declared("policy")),
        "title": need(Words("a title")),
        "payer": need(Known("a payer", lambda vocabulary: tuple(vocabulary.payers))),
        "source": need(Words("a source document")),
        "version": need(VERSION),
        "named_documents": may(NAMED_DOCUMENTS),
        "scope": need(SCOPE),
        "prior_authorization": need(PRIOR_AUTHORIZATION),
        "positions": need(POSITIONS),
        "clinician_judges": may(CLINICIAN_JUDGES),
        "codes": need(CODES),
        "warnings": may(WARNINGS),
        "documentation": need(DOCUMENTATION),
        "definitions": may(DEFINITIONS),
        **{section: may(STATEMENTS) for section in STATEMENT_SECTIONS},
        "notes": may(NOTES_SECTION),
        "cases": may(TABLES),
    },
)
