"""Where a test of time turns: the last value that passes and the first that fails."""

from datetime import date, timedelta
from typing import assert_never

from coverline.model.criteria import Comparison, Elapsed, Test
from coverline.model.quantity import Duration, Unit, back
from coverline.model.vocabulary import Vocabulary

DAY = timedelta(days=1)


def boundary_example(test: Test, vocabulary: Vocabulary, service: date) -> str | None:
    """Both sides of a test of elapsed time, as dates where the fact has one; None for other tests."""
    if not isinstance(test.relation, Elapsed):
        return None
    comparison, bound = test.relation.comparison, test.relation.bound
    if vocabulary.variable(test.fact) == test.fact and bound.days is not None:
        passes, fails = _durations(comparison, bound.days)
        return f"{passes} passes | {fails} fails"
    starts, stops = _starts(comparison, back(service, bound))
    return f"service {service} | since {starts} passes | since {stops} fails"


def _durations(comparison: Comparison, days: int) -> tuple[Duration, Duration]:
    match comparison:
        case Comparison.AT_LEAST:
            passes, fails = days, days - 1
        case Comparison.MORE_THAN:
            passes, fails = days + 1, days
        case Comparison.AT_MOST:
            passes, fails = days, days + 1
        case Comparison.LESS_THAN:
            passes, fails = days - 1, days
        case _:
            assert_never(comparison)
    return Duration(passes, Unit.DAYS), Duration(fails, Unit.DAYS)


def _starts(comparison: Comparison, turn: date) -> tuple[date, date]:
    """The start that passes and its neighbour that fails; `turn` lies the bound before the service."""
    match comparison:
        case Comparison.AT_LEAST:
            return turn, turn + DAY
        case Comparison.MORE_THAN:
            return turn - DAY, turn
        case Comparison.AT_MOST:
            return turn, turn - DAY
        case Comparison.LESS_THAN:
            return turn + DAY, turn
        case _:
            assert_never(comparison)
