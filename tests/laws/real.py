"""Generated cases under the shipped policies: any facts of the vocabulary, near every boundary."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from coverline.decide.consequences import domain
from coverline.library import Library
from coverline.model.case import Case, Known, Service, Value
from coverline.model.quantity import Duration, Span, Unit, month
from coverline.model.vocabulary import Fact, Kind

LIBRARY = Library.load()
DAYS = {
    "bcbsma": date(2020, 9, 15),
    "cigna": date(2024, 9, 10),
    "floridablue": date(2026, 3, 10),
    "uhcwest": date(2024, 5, 15),
    "bcbsm": date(2024, 3, 1),
}
CODES = ("22510", "22511", "22513", "22515", "22899", "0200T", "0QU03JZ", "0QU13JZ", "C1062")
LENGTHS = (
    *(Duration(each, Unit.DAYS) for each in (0, 10, 13, 14, 41, 42, 89, 92, 120, 121, 400)),
    *(Duration(each, Unit.WEEKS) for each in (2, 5, 6, 13)),
    *(Duration(each, Unit.MONTHS) for each in (1, 3, 4, 12)),
)
STATED = tuple(fact for fact in LIBRARY.vocabulary.facts.values() if not fact.derived)


def values(fact: Fact, service: date) -> st.SearchStrategy[Value]:
    """Values of a fact."""
    match fact.kind:
        case Kind.YES_NO | Kind.CHOICE:
            return st.sampled_from(domain(fact))
        case Kind.SET:
            return st.frozensets(st.sampled_from(fact.values), max_size=2)
        case Kind.PERCENT:
            return st.sampled_from([Fraction(each) for each in (0, 33, 34, 60, 100)])
        case Kind.DURATION:
            return st.sampled_from(LENGTHS)
        case Kind.DATE:
            exact = st.integers(0, 130).map(lambda days: Span.exactly(service - timedelta(days=days)))
            last_month = service.replace(day=1) - timedelta(days=40)
            return st.one_of(exact, st.just(month(last_month.year, last_month.month)))


@st.composite
def facts(draw: st.DrawFn, service: date, share: float) -> dict[str, Known]:
    """About this share of the facts, known; a time is stated in one way only."""
    known: dict[str, Known] = {}
    for fact in STATED:
        if draw(st.floats(0, 1)) < share and LIBRARY.vocabulary.variable(fact.name) not in known:
            known[fact.name] = Known(fact.name, draw(values(fact, service)))
    return known


@st.composite
def cases(draw: st.DrawFn, share: float = 0.8) -> Case:
    """A case of any payer."""
    payer = draw(st.sampled_from(sorted(DAYS)))
    service = DAYS[payer]
    days = Span.exactly(service)
    if draw(st.integers(0, 5)) == 0:
        days = Span(service, service + timedelta(days=draw(st.integers(1, 40))))
    technique = draw(st.sampled_from([None, None, *LIBRARY.vocabulary.techniques]))
    levels = draw(st.sampled_from([(), ("T9",), ("L1",), ("S1",)]))
    return Case(
        payer=payer,
        date_of_service=days,
        services=(Service(draw(st.sampled_from(CODES)), technique, levels),),
        product=draw(st.sampled_from([None, *LIBRARY.vocabulary.products])),
        state=draw(st.sampled_from([None, "MA", "CA", "FL", "NY"])),
        facts=draw(facts(service, share)),
    )
