"""The grammar of the code lists."""

from coverline.language.grammar.leaves import CITE, NOTES, SAYS, WHY, none_printed_or
from coverline.language.shapes import ListOf, OneOf, Record, Shape, Tests, Words, may, need
from coverline.language.words import Place
from coverline.model.policy import Finding

_FINDING = OneOf(
    "a finding", tuple(each.value for each in (Finding.LISTED, Finding.NOT_LISTED, Finding.INVESTIGATIONAL))
)
_CODE_EXCEPTION = Record(
    "a code exception",
    {
        "mark": need(Words("the printed mark")),
        "when": need(Tests(Place.CONDITION)),
        "finding": need(_FINDING),
        "cite": need(CITE),
        "why": may(WHY),
    },
)
_RANGE = Record("a range of codes", {"from": need(Words("a code")), "to": need(Words("a code"))})
_SEVENTHS = ListOf("seventh characters", Words("a character"), least=1)
_ENTRY = {
    "codes": may(ListOf("codes", Words("a code"), least=1)),
    "finding": need(_FINDING),
    "cite": need(CITE),
    "why": may(WHY),
    "exceptions": may(ListOf("exceptions", _CODE_EXCEPTION)),
    "note": may(Words()),
    "printed_as": may(Words()),
}
_PROCEDURE_ENTRY = Record("a code entry", {**_ENTRY, "codes": need(_ENTRY["codes"].shape)})
_DIAGNOSIS_ENTRY = Record(
    "a code entry",
    {"codes": _ENTRY["codes"], "range": may(_RANGE), "sevenths": may(_SEVENTHS), **_ENTRY},
    exactly_one=("codes", "range"),
)


def _codes(entry: Record) -> Shape:
    return none_printed_or(ListOf("code entries", entry, least=1, advice="write none printed"))


CODES = Record(
    "the codes",
    {
        "use": need(SAYS),
        "cite": need(CITE),
        "why": may(WHY),
        "notes": may(NOTES),
        "CPT": need(_codes(_PROCEDURE_ENTRY)),
        "HCPCS": need(_codes(_PROCEDURE_ENTRY)),
        "ICD-10-PCS": need(_codes(_PROCEDURE_ENTRY)),
        "ICD-10-CM": need(_codes(_DIAGNOSIS_ENTRY)),
        "misprints": may(
            ListOf(
                "misprints",
                Record(
                    "a misprint",
                    {
                        "printed": need(Words("the printed code")),
                        "meant": need(Words("the code that was meant, or none")),
                        "cite": need(CITE),
                        "why": may(WHY),
                    },
                ),
            )
        ),
    },
)
