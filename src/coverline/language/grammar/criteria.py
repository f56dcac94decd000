"""The grammar of criteria: tests of facts, joined in groups.

Below none_of and not a criterion is an exclusion, which says when the bad thing is present.
"""

from coverline.language.grammar.leaves import CITE, LABEL, NOTES, WHY
from coverline.language.quantities import read_count
from coverline.language.shapes import (
    Declared,
    Key,
    Later,
    ListOf,
    Parsed,
    Record,
    Reference,
    Shape,
    Tests,
    Words,
    may,
    need,
)
from coverline.language.words import Place

GROUPS = ("all_of", "any_of", "none_of", "at_least", "not")
_TESTS = Tests(Place.CRITERION)


def _parts(part: Shape) -> ListOf:
    return ListOf("criteria in a group", part, least=2, advice="one criterion needs no group")


def _groups(part: Shape, exclusion: Shape) -> dict[str, Key]:
    at_least = Record(
        "at_least", {"count": need(Parsed("a count", read_count, "^[0-9]+$")), "of": need(_parts(part))}
    )
    return {
        "all_of": may(_parts(part)),
        "any_of": may(_parts(part)),
        "none_of": may(_parts(exclusion)),
        "at_least": may(at_least),
        "not": may(exclusion),
    }


def _criterion(what: str, tests: str, groups: dict[str, Key], advice: dict[str, str]) -> Record:
    keys = {
        "id": need(Declared("criterion")),
        "label": need(LABEL),
        "cite": need(CITE),
        "why": may(WHY),
        "notes": may(NOTES),
        "refer_to": may(Reference("named document")),
        "never_decides_alone": may(Words("a reason")),
        tests: may(_TESTS),
        **groups,
    }
    return Record(what, keys, exactly_one=(tests, *GROUPS), advice=advice, children=(tests,))


def _required() -> Record:
    return CRITERION


def _excluded() -> Record:
    return EXCLUSION


CRITERION = _criterion(
    "a criterion",
    "needs",
    _groups(Later(_required), Later(_excluded)),
    {"present_when": "it stands below none_of and not; here it is needs"},
)
EXCLUSION = _criterion(
    "an exclusion",
    "present_when",
    _groups(Later(_excluded), Later(_excluded)),
    {"needs": "below none_of and not a criterion says present_when"},
)
MET_WHEN = Record("met_when", _groups(CRITERION, EXCLUSION), exactly_one=GROUPS)
