"""The grammar of where a chart records a fact."""

from fractions import Fraction

from coverline.document import Scalar
from coverline.language.quantities import read_count, read_yes_no
from coverline.language.shapes import Anything, ListOf, Named, OneOf, Parsed, Record, Words, may, need
from coverline.model.chart import About

KINDS = (
    "Condition",
    "DiagnosticReport",
    "Encounter",
    "ImagingStudy",
    "MedicationAdministration",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Procedure",
)
_HIGHEST_SCORE = 1000
_PATH = Words("a FHIRPath")
SETS = ListOf("names of value sets", Words("the name of a value set"), least=1)
YES = Parsed("yes or no", read_yes_no, "^(yes|no)$")


def read_score(node: Scalar) -> Fraction:
    """The lowest score of a band; Unreadable where it is no whole number."""
    return Fraction(read_count(node, 0, _HIGHEST_SCORE))


CHART_PLACE = Record(
    "a place in a chart",
    {
        "resource": need(OneOf("a kind of resource", KINDS)),
        "where": need(Named("FHIRPaths with value sets", SETS)),
        "provided": may(_PATH),
        "about": may(OneOf("whom it is about", tuple(each.value for each in About))),
        "not_at": may(ListOf("regions", Words("a region"), least=1)),
        "says": may(Anything("a value of the fact")),
        "value": may(_PATH),
        "bands": may(Named("values with their lowest scores", Parsed("a score", read_score, "^[0-9]+$"))),
        "choices": may(Named("values with their value sets", SETS)),
        "since": may(_PATH),
        "until": may(_PATH),
        "ongoing": may(_PATH),
        "newest": may(YES),
        "before_service": may(YES),
        "if_refuted": may(Anything("a value of the fact")),
        "why": may(Words("a reason")),
    },
    exactly_one=("says", "value", "since"),
    together={
        "since": ("until", "ongoing"),
        "bands": ("value", "why"),
        "choices": ("value",),
        "if_refuted": ("why",),
    },
)
