"""The rules that definitions give in FHIRPath."""

from collections.abc import Callable
from functools import cache
from typing import Any

import fhirpathpy
from fhirpathpy.engine.nodes import ResourceNode
from fhirpathpy.models import models

Data = dict[str, Any]

# Held in the walk itself, where it costs nothing, or where no engine can say it.
ELSEWHERE = frozenset({"ele-1", "ext-1", "ref-1", "dom-3", "txt-1", "txt-2"})
# What only a server or a whole package could tell.
BEYOND = ("resolve()", "conformsTo(", "memberOf(")
# A value of FHIR is told from one of the engine's own by the name of its type.
INSTEAD = {"que-7": "operator = 'exists' implies (answer is FHIR.boolean)"}


def skipped(rule: Data) -> str | None:
    """Why a rule is not asked, None where it is."""
    return next((f"asks for {part}" for part in BEYOND if part in rule["expression"]), None)


def kept(rule: Data, value: Any, path: str, resource: Data, root: Data) -> bool:
    """Whether a value at a path keeps a rule; raises whatever the engine raises where it cannot tell."""
    node = ResourceNode.create_node(value, path)
    expression = INSTEAD.get(rule["key"], rule["expression"])
    found = _parsed(expression)(node, {"resource": resource, "rootResource": root})
    return _truth(found) is True


@cache
def _parsed(expression: str) -> Any:
    options = {"traceFn": lambda *_: None, "userInvocationTable": MENDED}
    return fhirpathpy.compile(expression, models["r4"], options)


def _truth(found: list[Any]) -> bool | None:
    """One value that is no boolean is true, as FHIRPath has it."""
    if len(found) > 1:
        raise TypeError("several values where one is asked for")
    return None if not found else found[0] if isinstance(found[0], bool) else True


def _and(left: bool | None, right: bool | None) -> bool | None:
    return False if False in (left, right) else None if None in (left, right) else True


def _or(left: bool | None, right: bool | None) -> bool | None:
    return True if True in (left, right) else None if None in (left, right) else False


def _implies(left: bool | None, right: bool | None) -> bool | None:
    return _or(None if left is None else not left, right)


def _of_values(operator: Callable[[bool | None, bool | None], bool | None]) -> Data:
    def fn(left: list[Any], right: list[Any]) -> list[bool]:
        found = operator(_truth(left), _truth(right))
        return [] if found is None else [found]

    return {"fn": fn, "arity": {2: ["Any", "Any"]}}


# What the engine has not, or has only for booleans.
MENDED = {
    "and": _of_values(_and),
    "or": _of_values(_or),
    "implies": _of_values(_implies),
    "hasValue": {
        "fn": lambda found: [len(found) == 1 and isinstance(found[0], str | int | float)],
        "arity": {0: []},
    },
}
