"""Builds the code lists of a policy, and holds each code to its system."""

import re
from collections.abc import Callable, Iterator

from coverline.codesets.form import normalize, system_of_procedure
from coverline.document import Node, Scalar
from coverline.language.fields import Fields
from coverline.language.grammar.leaves import NONE_PRINTED
from coverline.language.messages import Message, problem, shortened
from coverline.language.words import Place
from coverline.model.policy import CodeEntry, CodeException, Codes, Finding, Misprint
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem

# All complete ICD-10-CM codes from one normalized code to another, both included.
Expand = Callable[[str, str], tuple[str, ...]]

PROCEDURE_SYSTEMS = ("CPT", "HCPCS", "ICD-10-PCS")
DIAGNOSES = "ICD-10-CM"
_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}")


def codes(fields: Fields, vocabulary: Vocabulary, expand: Expand) -> Codes:
    """Every code list of the policy, codes normalized and ranges written out."""
    procedures = tuple(
        _entry(each, system, vocabulary, expand)
        for system in PROCEDURE_SYSTEMS
        for each in fields.records(system)
    )
    diagnoses = tuple(_entry(each, DIAGNOSES, vocabulary, expand) for each in fields.records(DIAGNOSES))
    none_printed = (each for each in (*PROCEDURE_SYSTEMS, DIAGNOSES) if fields.says(each, NONE_PRINTED))
    return Codes(
        fields.text("use"),
        fields.cite(),
        procedures,
        diagnoses,
        bool(procedures),
        bool(diagnoses),
        tuple(none_printed),
        tuple(_misprint(each) for each in fields.records("misprints")),
        fields.texts("notes"),
    )


def _entry(fields: Fields, system: str, vocabulary: Vocabulary, expand: Expand) -> CodeEntry:
    return CodeEntry(
        system,
        tuple(_listed(fields, expand)),
        Finding(fields.text("finding")),
        fields.cite(),
        tuple(
            CodeException(
                each.text("mark"),
                each.tests("when", Place.CONDITION, vocabulary),
                Finding(each.text("finding")),
                each.cite(),
            )
            for each in fields.records("exceptions")
        ),
        fields.optional("note"),
        fields.optional("printed_as"),
    )


def _listed(fields: Fields, expand: Expand) -> Iterator[str]:
    sevenths = tuple(each.upper() for each in fields.texts("sevenths"))
    ends = fields.record("range")
    if ends is not None:
        found = expand(normalize(ends.text("from")), normalize(ends.text("to")))
        yield from (code for code in found if not sevenths or (len(code) == 7 and code[6] in sevenths))
        return
    for code in fields.texts("codes"):
        yield from (normalize(code) + seventh for seventh in sevenths or ("",))


def _misprint(fields: Fields) -> Misprint:
    meant = None if fields.says("meant", "none") else fields.text("meant")
    return Misprint(fields.text("printed"), meant, fields.cite())


def code_problems(fields: Fields) -> Iterator[Problem]:
    """Codes that do not have the form of their system."""
    for system in PROCEDURE_SYSTEMS:
        for entry in fields.records(system):
            for node in entry.items("codes"):
                if isinstance(node, Scalar) and system_of_procedure(normalize(node.text)) != system:
                    yield _bad(node, system)
    for entry in fields.records(DIAGNOSES):
        ends = entry.record("range")
        bounds: tuple[Node, ...] = (ends.value("from"), ends.value("to")) if ends is not None else ()
        for node in (*entry.items("codes"), *bounds):
            if isinstance(node, Scalar) and not _DIAGNOSIS.fullmatch(normalize(node.text)):
                yield _bad(node, DIAGNOSES)
        yield from _seventh_problems(entry)


def _bad(node: Scalar, system: str) -> Problem:
    other = system_of_procedure(normalize(node.text))
    hint = f"it has the form of {other}" if other is not None else ""
    return problem(node, Message.BAD_CODE, code=shortened(node.text), system=system, hint=hint)


def _seventh_problems(entry: Fields) -> Iterator[Problem]:
    if not entry.has("sevenths"):
        return
    for node in entry.items("sevenths"):
        if isinstance(node, Scalar) and not re.fullmatch("[0-9A-Za-z]", node.text):
            yield problem(node, Message.BAD_SEVENTH, text=shortened(node.text))
    for node in entry.items("codes"):
        if isinstance(node, Scalar) and len(normalize(node.text)) != 6:
            yield problem(node, Message.BAD_STEM, code=shortened(node.text))


def range_problems(fields: Fields, expand: Expand) -> Iterator[Problem]:
    """Ranges that hold no code."""
    for entry in fields.records(DIAGNOSES):
        ends = entry.record("range")
        if ends is not None and not tuple(_listed(entry, expand)):
            yield problem(ends.node, Message.NO_CODES, first=ends.text("from"), last=ends.text("to"))


def unlisted(fields: Fields, expand: Expand) -> Iterator[Problem]:
    """Diagnoses that the official list does not have as complete codes."""
    for entry in fields.records(DIAGNOSES):
        for code in () if entry.has("range") else _listed(entry, expand):
            if code not in expand(code, code):
                yield problem(entry.value("codes"), Message.NOT_IN_LIST, code=code)
