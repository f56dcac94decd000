"""Reads the table of procedure codes: what each settles by itself, and the days it is in force."""

from coverline.codesets.form import normalize, system_of_procedure
from coverline.document import Entries, Node, Scalar
from coverline.language.conform import Conformance
from coverline.language.fields import Fields
from coverline.language.messages import Message
from coverline.language.quantities import read_day, read_lines
from coverline.language.shapes import Known, ListOf, OneOf, Parsed, Record, Words, may, need
from coverline.model.code import PcsPattern, ProcedureCode, ProcedureCodes, SourceLines
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Unreadable, nearest

_TECHNIQUES = ListOf("techniques", Known("a technique", lambda vocabulary: vocabulary.techniques))
_REGIONS = ListOf("regions", Known("a region", lambda vocabulary: vocabulary.regions))
_CHARACTERS = ListOf("characters", Words("a character"), least=1)
_CODE = Record(
    "a row of codes",
    {
        "codes": need(ListOf("codes", Words("a code"), least=1)),
        "system": need(OneOf("a code system", ("CPT", "HCPCS"))),
        "techniques": need(_TECHNIQUES),
        "regions": need(_REGIONS),
        "first_regions": may(_REGIONS),
        "first_day": may(Parsed("a day", read_day, "")),
        "last_day": may(Parsed("a day", read_day, "")),
        "dates_source": may(Words("a source")),
        "dates_lines": may(Parsed("source lines", read_lines, "")),
        "add_on_to": may(ListOf("codes", Words("a code"), least=1)),
    },
    together={
        "first_day": ("dates_source", "dates_lines"),
        "last_day": ("dates_source", "dates_lines"),
        "dates_source": ("dates_lines",),
        "dates_lines": ("dates_source",),
    },
)
_PATTERN = Record(
    "a pattern of codes",
    {
        "system": need(OneOf("a code system", ("ICD-10-PCS",))),
        "section": need(Words("a character")),
        "body_system": need(Words("a character")),
        "operations": need(_CHARACTERS),
        "body_part": need(Words("a character")),
        "approaches": need(_CHARACTERS),
        "techniques": need(_TECHNIQUES),
        "regions": need(_REGIONS),
    },
)
PROCEDURES = Record(
    "the table of procedure codes",
    {"codes": need(ListOf("rows of codes", _CODE)), "patterns": need(ListOf("patterns of codes", _PATTERN))},
)


def read_procedure_codes(node: Node, vocabulary: Vocabulary) -> ProcedureCodes:
    """The procedure codes of a file; Unreadable with every problem in it."""
    conformance = Conformance(vocabulary)
    conformance.check(node, PROCEDURES)
    if conformance.problems:
        raise Unreadable(conformance.problems)
    assert isinstance(node, Entries)
    fields = Fields(node)
    codes = _codes(fields, conformance)
    if conformance.problems:
        raise Unreadable(conformance.problems)
    return ProcedureCodes(codes, tuple(_pattern(row) for row in fields.records("patterns")))


def _codes(fields: Fields, conformance: Conformance) -> dict[str, ProcedureCode]:
    codes: dict[str, ProcedureCode] = {}
    for row in fields.records("codes"):
        known = _code(row)
        for node in row.items("codes"):
            assert isinstance(node, Scalar)
            code = normalize(node.text)
            if system_of_procedure(code) != known.system:
                conformance.report(node, Message.BAD_CODE, code=node.text, system=known.system, hint="")
            if code in codes:
                conformance.report(node, Message.REPEATED, name=node.text, what="code")
            codes[code] = known
    _check_primaries(fields, codes, conformance)
    return codes


def _check_primaries(fields: Fields, codes: dict[str, ProcedureCode], conformance: Conformance) -> None:
    for row in fields.records("codes"):
        for node in row.items("add_on_to"):
            assert isinstance(node, Scalar)
            if normalize(node.text) not in codes:
                conformance.report(
                    node, Message.NOT_DECLARED, name=node.text, what="a code", hint=nearest(node.text, codes)
                )


def _code(row: Fields) -> ProcedureCode:
    lines = read_lines(row.scalar("dates_lines")) if row.has("dates_lines") else None
    return ProcedureCode(
        row.text("system"),
        row.texts("techniques"),
        row.texts("regions"),
        row.texts("first_regions"),
        read_day(row.scalar("first_day")) if row.has("first_day") else None,
        read_day(row.scalar("last_day")) if row.has("last_day") else None,
        SourceLines(row.text("dates_source"), lines) if lines is not None else None,
        tuple(normalize(code) for code in row.texts("add_on_to")),
    )


def _pattern(row: Fields) -> PcsPattern:
    return PcsPattern(
        row.text("section"),
        row.text("body_system"),
        frozenset(row.texts("operations")),
        row.text("body_part"),
        frozenset(row.texts("approaches")),
        _code(row),
    )
