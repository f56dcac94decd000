"""The simple paths of FHIRPath, walked without its engine: names, types, references and unions of these.

Most paths of the content are no more than that, and most records of a chart are asked only those.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from coverline.intake.elements import Resource, items

Resolve = Callable[[str], Resource | None]
Step = Callable[[list[Any], Resolve], list[Any]]
Walk = Callable[[Resource, Resolve], list[Any]]

_STEP = re.compile(r"resolve\(\)|(?P<name>[a-z][A-Za-z]*)(?:\.ofType\((?P<type>[A-Za-z]+)\))?")
# Elements of several types, whose names in a resource end in the type.
_CHOICES = frozenset(
    {"abatement", "bounds", "effective", "medication", "occurrence", "onset", "performed", "value"}
)
# Where the same word is an element of one type: the number of a quantity, and the like.
_OF_ONE_TYPE = frozenset({"value"})


def simple(path: str) -> Walk | None:
    """A path as a walk through a resource; None where it needs the engine."""
    parts = [_steps(each.strip()) for each in path.split(" | ")]
    ways = [each for each in parts if each is not None]
    if len(ways) < len(parts):
        return None
    return lambda resource, resolve: [one for way in ways for one in _walked(way, resource, resolve)]


def _walked(way: Iterable[Step], resource: Resource, resolve: Resolve) -> list[Any]:
    found: list[Any] = [resource]
    for step in way:
        if not found:
            break
        found = step(found, resolve)
    return found


def _steps(path: str) -> list[Step] | None:
    """The steps of a path without a union; None where one of them is not simple."""
    steps: list[Step] = []
    typed = False
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None or (found.end() < len(path) and path[found.end()] != "."):
            return None
        name, kind = found["name"], found["type"]
        if name in _CHOICES and kind is None and not (typed and name in _OF_ONE_TYPE):
            return None
        if kind is not None and name not in _CHOICES:
            return None
        steps.append(
            _follow if name is None else _element(f"{name}{kind[0].upper()}{kind[1:]}" if kind else name)
        )
        typed = kind is not None
        at = found.end() + 1
    return steps


def _key(name: str, kind: str | None) -> str:
    """The name of an element in a resource."""
    return f"{name}{kind[0].upper()}{kind[1:]}" if kind else name


def _element(name: str) -> Step:
    return lambda found, _resolve: [one for each in found for one in items(each, name)]


def _follow(found: list[Any], resolve: Resolve) -> list[Any]:
    written = (each.get("reference") for each in found if isinstance(each, dict))
    targets = (resolve(each) for each in written if isinstance(each, str))
    return [each for each in targets if each is not None]
