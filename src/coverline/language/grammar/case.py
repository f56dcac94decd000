"""The grammar of a case."""

from dataclasses import replace

from coverline.language.quantities import read_span
from coverline.language.shapes import Anything, Known, ListOf, Named, Parsed, Record, Words, may, need

_LEVELS = ListOf(
    "levels", Known("a level", lambda vocabulary: tuple(vocabulary.levels), upper=True), distinct=False
)
_FACTS = Named("facts with their values", Anything("a value"))
SERVICE = Record(
    "a service",
    {
        "code": need(Words("a CPT, HCPCS or ICD-10-PCS code")),
        "technique": may(Known("a technique", lambda vocabulary: vocabulary.techniques)),
        "levels": may(_LEVELS),
    },
    advice={"level": "write levels: [...]"},
    silence=True,
)
LESION = Record("a lesion", {"levels": need(_LEVELS), "facts": may(_FACTS)}, silence=True)
CASE = Record(
    "a case",
    {
        "case": may(Words("an identifier")),
        "payer": need(Known("a payer", lambda vocabulary: tuple(vocabulary.payers))),
        "product": may(Known("a product", lambda vocabulary: vocabulary.products)),
        "state": may(Known("a state in two letters", lambda vocabulary: vocabulary.states, upper=True)),
        "date_of_service": need(Parsed("a day, month or year", read_span, "")),
        "setting": may(Known("a setting", lambda vocabulary: vocabulary.settings)),
        "services": need(ListOf("services", SERVICE, least=1)),
        "diagnoses": may(ListOf("ICD-10-CM codes", Words("an ICD-10-CM code"), distinct=False)),
        "facts": may(_FACTS),
        "lesions": may(ListOf("lesions", LESION)),
    },
    advice={"code": "codes stand under services", "technique": "it stands under services"},
    silence=True,
)
# A case that is asked of every payer need not name one.
CASE_OF_ANY_PAYER = replace(CASE, keys={**CASE.keys, "payer": may(CASE.keys["payer"].shape)})
