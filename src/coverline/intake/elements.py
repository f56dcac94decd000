"""Takes elements out of a resource whatever shape it came in; what has the wrong shape is not there."""

from collections.abc import Iterator, Mapping
from typing import Any

Resource = Mapping[str, Any]


def items(holder: Any, path: str) -> Iterator[Any]:
    """Every value at a path of element names joined by dots, lists opened."""
    found = [holder]
    for name in path.split("."):
        # JSON holds no other mappings than dictionaries, of which it is quickly told that they are one.
        found = [each for value in found if isinstance(value, dict) for each in _opened(value.get(name))]
    yield from found


def _opened(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [each for each in value if each is not None]
    return [] if value is None else [value]


def text(holder: Any, path: str) -> str | None:
    """The first text at a path."""
    return next((each for each in items(holder, path) if isinstance(each, str)), None)


def references(holder: Any, path: str) -> Iterator[str]:
    """Every reference at a path, as it is written."""
    yield from (each for each in items(holder, f"{path}.reference") if isinstance(each, str))
