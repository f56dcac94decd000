"""FHIRPath over the records of a chart: each path is compiled once, and asked once of a record."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from coverline.intake.elements import Resource, items

Resolve = Callable[[str], Resource | None]
_NAMES = re.compile(r"[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)*")
# Elements of several types, whose names in a resource end in the type.
_CHOICES = frozenset(
    {"abatement", "bounds", "effective", "medication", "occurrence", "onset", "performed", "value"}
)
_RESOLVE: ContextVar[Resolve] = ContextVar("resolve")


def values(path: str, resource: Resource, resolve: Resolve) -> list[Any]:
    """What a path finds in a resource; `resolve()` in the path follows references by `resolve`."""
    with _following(resolve):
        try:
            return list(compiled(path)(resource))
        except Exception:
            # The engine raises bare exceptions on elements of the wrong type, which say nothing then.
            return []


@contextmanager
def _following(resolve: Resolve) -> Iterator[None]:
    token = _RESOLVE.set(resolve)
    try:
        yield
    finally:
        _RESOLVE.reset(token)


@cache
def compiled(path: str) -> Callable[[Resource], list[Any]]:
    """A path of the content as a function of a resource of FHIR R4."""
    if _is_plain(path):
        return lambda resource: list(items(resource, path))
    from fhirpathpy import compile as compile_path
    from fhirpathpy.models import models

    table = {"resolve": {"fn": _resolved, "arity": {0: []}}}
    function = compile_path(path, models["r4"], {"userInvocationTable": table})
    return lambda resource: function(resource, None)


def _is_plain(path: str) -> bool:
    """Whether a path is nothing but names of elements of one type, which need no engine."""
    return _NAMES.fullmatch(path) is not None and _CHOICES.isdisjoint(path.split("."))


def _resolved(inputs: list[Any]) -> list[Resource]:
    written = (each.get("reference") for each in inputs if isinstance(each, dict))
    found = (_RESOLVE.get()(each) for each in written if isinstance(each, str))
    return [each for each in found if each is not None]
