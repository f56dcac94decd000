"""Paths in words: what would make a case met, never as values to supply."""

from collections.abc import Sequence
from typing import assert_never

from coverline.decide.usefulness import DATE_OF_SERVICE
from coverline.model.case import Value, written
from coverline.model.criteria import Comparison
from coverline.model.quantity import Span
from coverline.publish.wording import in_words
from coverline.search.steps import Change, Path, Step


def path_words(path: Path) -> str:
    """One path as a condition on the chart, or on the day of service."""
    first, *others = path
    if first.change is Change.TIME:
        grown = f" ({', '.join(_said(step) for step in others)} by then)" if others else ""
        return f"if the date of service is {first.value} and nothing else changes{grown}"
    if first.fact == DATE_OF_SERVICE:
        on = f"the date of service is {first.value}"
        return f"if {on} and {_charted(others)}" if others else f"if {on}"
    return f"if {_charted(path)}"


def _charted(path: Sequence[Step]) -> str:
    fixed = " (a cause is only documented, it does not change)" if _is_fixed(path) else ""
    return f"the chart shows {' and '.join(_said(step) for step in path)}{fixed}"


def _is_fixed(path: Sequence[Step]) -> bool:
    return any(step.change is Change.FIXED for step in path)


def _said(step: Step) -> str:
    of_levels = f" (for {', '.join(step.levels)})" if step.levels else ""
    return f"{in_words(step.fact)}{of_levels}: {_bounded(step.value, step.bound)}"


def _bounded(value: Value, bound: Comparison | None) -> str:
    said = in_words(written(value))
    match bound:
        case None:
            return said
        case Comparison.AT_LEAST | Comparison.MORE_THAN:
            return f"{said} or earlier" if isinstance(value, Span) else f"at least {said}"
        case Comparison.AT_MOST | Comparison.LESS_THAN:
            return f"{said} or later" if isinstance(value, Span) else f"at most {said}"
        case _:
            assert_never(bound)
