"""FHIRPath over the records of a chart: each path is compiled once, and asked once of a record."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from coverline.intake.elements import Resource
from coverline.intake.simple_paths import Resolve, Walk, simple

_RESOLVE: ContextVar[Resolve] = ContextVar("resolve")


def values(path: str, resource: Resource, resolve: Resolve) -> list[Any]:
    """What a path finds in a resource; `resolve()` in the path follows references by `resolve`."""
    try:
        return compiled(path)(resource, resolve)
    except Exception:
        # The engine raises bare exceptions on elements of the wrong type, which say nothing then.
        return []


@cache
def compiled(path: str) -> Walk:
    """A path of the content as a function of a resource of FHIR R4."""
    return simple(path) or by_engine(path)


def by_engine(path: str) -> Walk:
    """The same by the engine, which takes every path and much longer."""
    from fhirpathpy import compile as compile_path
    from fhirpathpy.models import models

    table = {"resolve": {"fn": _resolved, "arity": {0: []}}}
    function = compile_path(path, models["r4"], {"userInvocationTable": table})

    def walk(resource: Resource, resolve: Resolve) -> list[Any]:
        with _following(resolve):
            return list(function(resource, None))

    return walk


@contextmanager
def _following(resolve: Resolve) -> Iterator[None]:
    token = _RESOLVE.set(resolve)
    try:
        yield
    finally:
        _RESOLVE.reset(token)


def _resolved(inputs: list[Any]) -> list[Resource]:
    written = (each.get("reference") for each in inputs if isinstance(each, dict))
    found = (_RESOLVE.get()(each) for each in written if isinstance(each, str))
    return [each for each in found if each is not None]
