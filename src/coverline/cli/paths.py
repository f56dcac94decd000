"""Paths in words and as data: what would make a case met, never as values to supply."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from coverline.cli.terminal import faint
from coverline.cli.wording import in_words
from coverline.language.case_data import value_data
from coverline.model.case import Value, written
from coverline.model.criteria import Comparison
from coverline.model.determination import Determination
from coverline.model.quantity import Span
from coverline.search.paths import Change, Path, Step, shared_paths

Parts = tuple[tuple[Path, ...], ...]


def with_paths(data: dict[str, Any], answer: Determination, parts: Parts) -> dict[str, Any]:
    """An answer as data with the paths of each part, and of the whole those that do for all of them."""
    whole = shared_paths(parts, [each.outcome for each in answer.services])
    services = [
        {**service, "paths": paths_data(paths)}
        for service, paths in zip(data["services"], parts, strict=True)
    ]
    return {**data, "paths": paths_data(whole), "services": services}


def paths_data(paths: Sequence[Path]) -> list[list[dict[str, Any]]]:
    """The paths in the form of the contract."""
    return [[_step(step) for step in path] for path in paths]


def _step(step: Step) -> dict[str, Any]:
    return {"fact": step.fact, "value": value_data(step.value), "kind": step.change.value}


def path_lines(parts: Parts, subjects: Sequence[str]) -> Iterator[str]:
    """A line for each path, with the parts that it is of where there are several."""
    found: dict[Path, list[str]] = {}
    for paths, subject in zip(parts, subjects, strict=True):
        for path in paths:
            found.setdefault(path, []).append(subject)
    for path, of in found.items():
        yield f"{_words(path)}  {faint('; '.join(of))}" if len(parts) > 1 else _words(path)


def _words(path: Path) -> str:
    first, *others = path
    if first.change is Change.TIME:
        grown = f" ({', '.join(_said(step) for step in others)} by then)" if others else ""
        return f"if the date of service is {first.value} and nothing else changes{grown}"
    fixed = " (a cause is only documented, it does not change)" if _is_fixed(path) else ""
    return f"if the chart shows {' and '.join(_said(step) for step in path)}{fixed}"


def _is_fixed(path: Path) -> bool:
    return any(step.change is Change.FIXED for step in path)


def _said(step: Step) -> str:
    return f"{in_words(step.fact)}: {_bounded(step.value, step.bound)}"


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
