"""Days and months whose lengths change places: the calendar decides, row by row."""

from datetime import date, timedelta

import polars as pl

from coverline import batch
from coverline.model.case import Case
from coverline.model.criteria import AllOf, AnyOf, Body, Comparison, Criterion, Elapsed, NotThis, Test
from coverline.model.quantity import Duration, Span, Unit
from tests.batch.row_by_row import answered, row_of, rows_of
from tests.laws.batch_worlds import COLUMNS, library_of
from tests.laws.generated import CITE, World, policy, vocabulary

MONTH, DAYS, WEEKS = Duration(1, Unit.MONTHS), Duration(30, Unit.DAYS), Duration(4, Unit.WEEKS)
YEAR = Duration(1, Unit.YEARS)


def asks(comparison: Comparison, bound: Duration, fact: str = "began") -> Criterion:
    return Criterion("", "a label", CITE, Test(fact, Elapsed(comparison, bound)))


def between(longer: Duration, shorter: Duration) -> Criterion:
    """More than one length and less than another, which some months allow and others do not."""
    parts = (asks(Comparison.AT_LEAST, longer), asks(Comparison.LESS_THAN, shorter))
    return Criterion("", "a label", CITE, AllOf(parts))


BODY: Body = AnyOf(
    (
        between(DAYS, MONTH),
        between(MONTH, DAYS),
        between(WEEKS, MONTH),
        Criterion("", "a label", CITE, NotThis(asks(Comparison.AT_MOST, YEAR, "tried"))),
    )
)
SERVICES = [date(2024, 1, 30) + timedelta(days=each) for each in range(62)]
STATED = [
    {},
    *({"began_ago": each} for each in ("28 days", "30 days", "31 days", "4 weeks", "1 month", "29 days")),
    *({"tried": each} for each in ("1 year", "365 days", "366 days", "12 months", "52 weeks")),
    {"began": "2024-02"},
    {"began": "2024-01-31"},
    {"began": "2024-02-01", "began_ago": "1 month"},
    {"began": "2023-12", "began_ago": "4 weeks"},
    {"began": "2024"},
    {"began": "2023-06-15", "tried": "1 week"},
]


def world() -> World:
    case = Case("payer", Span.exactly(date(2024, 3, 1)), ())
    return World(vocabulary((), False), (policy(BODY, None, False, (None, None)),), case)


def compare(services: list[str]) -> None:
    library = library_of(world())
    rows = [
        {"payer": "payer", "code": "11111", "level": "U1", "date_of_service": day, **stated}
        for day in services
        for stated in STATED
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    found = rows_of(batch.decide(frame, policies=library))
    for got, alone, row in zip(found, answered(frame, library), rows, strict=True):
        assert got == row_of(alone), row
    outcomes = batch.decide(frame, policies=library, columns=("outcome",))["outcome"].to_list()
    assert outcomes == [each["outcome"] for each in found]
    assert {"met", "not_met", "needs_information"} <= set(outcomes)


def test_every_day_around_the_end_of_february() -> None:
    compare([str(each) for each in SERVICES])


def test_services_in_some_month_or_year() -> None:
    compare(["2024-02", "2024-03", "2024-04", "2023-03", "2024"])
