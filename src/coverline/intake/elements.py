"""Takes elements out of a resource whatever shape it came in; what has the wrong shape is not there."""

from collections.abc import Iterator, Mapping
from typing import Any

Resource = Mapping[str, Any]


def items(holder: Any, path: str) -> Iterator[Any]:
    """Every value at a path of element names joined by dots, lists opened."""
    found = [holder]
    for name in path.split("."):
        found = [each for value in found if isinstance(value, Mapping) for each in _opened(value.get(name))]
    yield from found


def _opened(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from (each for each in value if each is not None)
    elif value is not None:
        yield value


def text(holder: Any, path: str) -> str | None:
    """The first text at a path."""
    return next((each for each in items(holder, path) if isinstance(each, str)), None)


def references(holder: Any, path: str) -> Iterator[str]:
    """Every reference at a path, as it is written."""
    yield from (each for each in items(holder, f"{path}.reference") if isinstance(each, str))
