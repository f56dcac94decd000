"""The grammar of the rules: version, scope, authorization, positions and clinicians' questions."""

from coverline.language.grammar.criteria import GROUPS, MET_WHEN
from coverline.language.grammar.leaves import (
    CITE,
    DAY_OR_NOT,
    LABEL,
    NONE_PRINTED,
    NOTES,
    SPAN_OR_NOT,
    TECHNIQUES,
    WHY,
    when,
)
from coverline.language.shapes import (
    Declared,
    Either,
    Known,
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
from coverline.model.policy import Authorization, Category

DOCUMENT = Reference("named document")
_CATEGORY = OneOf("a category", tuple(each.value for each in Category))
_POINTER = Record("a pointer", {"to": need(DOCUMENT), "cite": need(CITE), "why": may(WHY)})

VERSION = Record(
    "the version",
    {
        "name": need(Words("a name")),
        "first_day": need(DAY_OR_NOT),
        "last_day": need(DAY_OR_NOT),
        "printed_on": need(SPAN_OR_NOT),
        "next_review": need(SPAN_OR_NOT),
        "cite": need(CITE),
        "why": may(WHY),
        "notes": may(NOTES),
        "beforehand": may(_POINTER),
        "afterwards": may(_POINTER),
    },
)
_LCD = Record(
    "a contractor's determinations",
    {
        "lcd": need(ListOf("LCD numbers", Words("an LCD number"), least=1)),
        "cite": need(CITE),
        "why": may(WHY),
    },
)
_CONTRACTOR = Known(
    "a Medicare contractor", lambda vocabulary: tuple(each.name for each in vocabulary.contractors)
)
NAMED_DOCUMENTS = Named(
    "named documents",
    Record(
        "a named document",
        {
            "title": need(Words("a title")),
            "cite": need(CITE),
            "why": may(WHY),
            "by_contractor": may(Named("contractors with their LCDs", _LCD, names=_CONTRACTOR)),
        },
    ),
    declares="named document",
)
_HAND_OVER = Record(
    "a hand-over",
    {
        "id": need(Declared("hand-over")),
        "when": need(Tests(Place.SCOPE)),
        "to": need(DOCUMENT),
        "except_techniques": may(TECHNIQUES),
        "cite": need(CITE),
        "why": may(WHY),
        "notes": may(NOTES),
    },
)
_STATES = Record(
    "the states",
    {
        "one_of": need(ListOf("states", Known("a state", lambda vocabulary: vocabulary.states), least=1)),
        "cite": need(CITE),
        "why": may(WHY),
    },
)
_PRODUCT = Known("a product", lambda vocabulary: vocabulary.products)
SCOPE = Record(
    "the scope",
    {
        "products": need(ListOf("products", _PRODUCT, least=1)),
        "products_cite": need(CITE),
        "products_why": may(WHY),
        "states": need(Either("all, or one_of with a list", text=OneOf("all", ("all",)), entries=_STATES)),
        "hands_over": need(ListOf("hand-overs", _HAND_OVER)),
    },
)
_AUTHORIZATION_RULE = Record(
    "an authorization rule",
    {
        "answer": need(OneOf("an answer", tuple(each.value for each in Authorization))),
        "when": need(when(Place.REQUEST)),
        "cite": need(CITE),
        "why": may(WHY),
    },
)
PRIOR_AUTHORIZATION = Either(
    "not addressed, or techniques with rules",
    text=OneOf("not addressed", ("not addressed",)),
    entries=Record(
        "the prior authorization",
        {
            "techniques": need(TECHNIQUES),
            "cite": need(CITE),
            "why": may(WHY),
            "notes": may(NOTES),
            "rules": need(ListOf("rules", _AUTHORIZATION_RULE, least=1)),
        },
    ),
)
_UNMET = Record(
    "an unmet service",
    {
        "category": need(OneOf("a category", (*_CATEGORY.values, NONE_PRINTED))),
        "cite": need(CITE),
        "why": may(WHY),
        "notes": may(NOTES),
        "exceptions": may(
            ListOf(
                "exceptions",
                Record(
                    "an exception",
                    {
                        "when": need(Tests(Place.CONDITION)),
                        "category": need(_CATEGORY),
                        "cite": need(CITE),
                        "why": may(WHY),
                    },
                ),
            )
        ),
        "refer_to": may(
            ListOf(
                "pointers",
                Record(
                    "a pointer",
                    {
                        "to": need(DOCUMENT),
                        "when": may(when(Place.CONDITION)),
                        "cite": need(CITE),
                        "why": may(WHY),
                    },
                ),
            )
        ),
    },
)
POSITIONS = ListOf(
    "positions",
    Record(
        "a position",
        {
            "id": need(Declared("position", also="criterion")),
            "for": need(TECHNIQUES),
            "label": need(LABEL),
            "cite": need(CITE),
            "why": may(WHY),
            "notes": may(NOTES),
            "met_when": may(MET_WHEN),
            "otherwise": may(_UNMET),
            "never_met": may(_UNMET),
        },
        exactly_one=("met_when", "never_met"),
        together={"met_when": ("otherwise",), "otherwise": ("met_when",)},
        advice=dict.fromkeys(GROUPS, "groups stand under met_when"),
    ),
    least=1,
)
CLINICIAN_JUDGES = ListOf(
    "questions",
    Record(
        "a clinician's question",
        {
            "techniques": need(TECHNIQUES),
            "ask": need(Words("a fact that a clinician judges")),
            "if_yes": need(Reference("position")),
            "if_no": need(DOCUMENT),
            "cite": need(CITE),
            "why": may(WHY),
            "notes": may(NOTES),
        },
    ),
)
