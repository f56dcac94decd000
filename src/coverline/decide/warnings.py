"""The warnings that a case raises; none of them changes an outcome."""

from collections.abc import Iterable, Iterator
from datetime import date

from coverline.decide.fields import Fields, holds
from coverline.decide.meaning import Situation
from coverline.model.criteria import Elapsed, Test
from coverline.model.determination import RaisedWarning
from coverline.model.policy import Warning
from coverline.model.quantity import Span, forward
from coverline.model.vocabulary import Vocabulary


def raised(
    warnings: Iterable[Warning],
    fields: Fields,
    situations: tuple[Situation, ...],
    vocabulary: Vocabulary,
    decides: bool,
) -> Iterator[RaisedWarning]:
    """The warnings whose conditions are known to hold; unconditional ones alone where nothing is decided."""
    for each in warnings:
        if (decides or not each.when) and holds(each.when, fields, situations, vocabulary):
            yield RaisedWarning(each.id, _text(each, situations, vocabulary), each.cite)


def _text(warning: Warning, situations: tuple[Situation, ...], vocabulary: Vocabulary) -> str:
    test = warning.names_day_when
    if test is None:
        return warning.says
    days = {_day_when(test, each, vocabulary) for each in situations}
    day = days.pop() if len(days) == 1 else None
    return f"{warning.says} ({day})" if day else warning.says


def _day_when(test: Test, situation: Situation, vocabulary: Vocabulary) -> date | None:
    """The first day on which so much time has passed; None where that is past, or not known exactly."""
    started = situation.values.get(vocabulary.variable(test.fact))
    assert isinstance(test.relation, Elapsed)
    if not isinstance(started, Span) or not started.is_exact:
        return None
    day = forward(started.last, test.relation.bound)
    return day if day > situation.day else None
