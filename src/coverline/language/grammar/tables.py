"""The grammar of case tables: one typical case, then one change a row."""

from coverline.language.grammar.case import CASE, SERVICE
from coverline.language.grammar.leaves import DAY
from coverline.language.shapes import (
    Anything,
    Declared,
    Either,
    Known,
    ListOf,
    Named,
    OneOf,
    Record,
    Reference,
    Shape,
    Words,
    may,
    need,
)
from coverline.language.words import Place, names_at
from coverline.model.determination import Action, Outcome
from coverline.model.policy import Authorization, Category, Finding

NO_CATEGORY = "none printed"
NO_FINDING = "none"
CASE_FIELDS = ("date_of_service", "product", "state", "setting", "diagnoses")
SERVICE_FIELDS = ("code", "technique", "levels")
_ASKED = Known(
    "a fact or a field of the case",
    lambda vocabulary: ("levels", *names_at(Place.WARNING, vocabulary)),
)
_FINDING = OneOf("a finding", (*(each.value for each in Finding), NO_FINDING))
OUTCOME = OneOf("an outcome", tuple(each.value for each in Outcome))


def _one_or_more(item: Reference | Known | OneOf, what: str) -> Shape:
    return Either(f"one or a list of {what}", text=item, items=ListOf(what, item))


EXPECTATIONS = {
    "expect": need(OUTCOME),
    "because": may(_one_or_more(Reference("criterion"), "ids of criteria")),
    "shows": may(_one_or_more(Reference("criterion"), "ids of criteria")),
    "asks": may(_one_or_more(_ASKED, "facts")),
    "never_asks": may(_one_or_more(_ASKED, "facts")),
    "warns": may(_one_or_more(Reference("warning"), "ids of warnings")),
    "names_day": may(DAY),
    "refers_to": may(_one_or_more(Reference("named document"), "ids of named documents")),
    "category": may(OneOf("a category", (*(each.value for each in Category), NO_CATEGORY))),
    "action": may(OneOf("an action", tuple(each.value for each in Action))),
    "prior_authorization": may(OneOf("an answer", tuple(each.value for each in Authorization))),
    "version": may(Words("a version's name")),
    "assumes": may(_one_or_more(OneOf("product or state", ("product", "state")), "assumed fields")),
    "codes": may(Named("codes with their findings", _one_or_more(_FINDING, "findings"))),
}
_ROW = Record(
    "a row",
    {"id": need(Words("an id")), "change": need(Named("changes", Anything("a value"))), **EXPECTATIONS},
)
TYPICAL = Record(
    "a typical case",
    {
        **{name: CASE.keys[name] for name in CASE_FIELDS[:-1]},
        **{name: SERVICE.keys[name] for name in SERVICE_FIELDS},
        "diagnoses": CASE.keys["diagnoses"],
        "facts": need(Named("facts with their values", Anything("a value"))),
    },
    silence=True,
    advice={"level": "write levels: [...]", "service": "its code, technique and levels stand here"},
)
TABLE = Record(
    "a case table",
    {
        "id": need(Declared("table")),
        "typical": need(TYPICAL),
        **EXPECTATIONS,
        "change_one_thing": may(ListOf("rows", _ROW)),
    },
)
TABLES = ListOf("case tables", TABLE, least=1)
