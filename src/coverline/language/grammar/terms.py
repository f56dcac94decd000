"""The grammar of the value sets, and of what codes say of a case's fields."""

from collections.abc import Callable

from coverline.language.shapes import Known, ListOf, Named, Record, Words, may, need
from coverline.model.vocabulary import Vocabulary

_CODES = Named("code systems with their codes", ListOf("codes", Words("a code"), least=1))


def _table(what: str, names: Callable[[Vocabulary], tuple[str, ...]]) -> Named:
    return Named(f"names with their codes: {what}", _CODES, names=Known(what, names))


TERMS = Record(
    "the value sets",
    {
        "systems": need(Named("code systems with their addresses", ListOf("addresses", Words("an address")))),
        "sets": need(
            Named(
                "value sets",
                Record(
                    "a value set",
                    {
                        "for": need(Words("what it is for")),
                        "basis": need(Words("where it comes from")),
                        "codes": need(_CODES),
                    },
                ),
            )
        ),
        "levels": need(
            _table("a level or a region", lambda vocabulary: (*vocabulary.levels, *vocabulary.regions))
        ),
        "techniques": need(_table("a technique", lambda vocabulary: vocabulary.techniques)),
        "settings": need(_table("a setting", lambda vocabulary: vocabulary.settings)),
        "products": need(_table("a product", lambda vocabulary: vocabulary.products)),
        "payers": need(
            Named(
                "payers with how charts name them",
                Record(
                    "how charts name a payer",
                    {"names": need(ListOf("names", Words("a name"))), "identifiers": may(_CODES)},
                ),
                names=Known("a payer", lambda vocabulary: tuple(vocabulary.payers)),
            )
        ),
        "payers_basis": need(Words("where this comes from")),
    },
)
