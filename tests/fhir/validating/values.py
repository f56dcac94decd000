"""What is wrong with one value by itself: its type, its codes, what it refers to, what it must be."""

import re
from collections.abc import Iterator
from typing import Any

from tests.fhir.validating.definitions import Definitions, Node
from tests.fhir.validating.terms import Terms

Data = dict[str, Any]

NUMBERS = {"integer", "positiveInt", "unsignedInt", "decimal"}
NAMED = re.compile(r"([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(/_history/.+)?$")


def demanded(value: Any, node: Node) -> Iterator[str]:
    """Whether a value is the one that an element fixes, or holds the one that it gives as a pattern."""
    for prefix, same in (("fixed", _equal), ("pattern", _includes)):
        wanted = node.said(prefix)
        if wanted is not None and not same(value, wanted):
            yield f"is not the {prefix} value {wanted}"


def _equal(value: Any, wanted: Any) -> bool:
    return bool(value == wanted)


def _includes(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(
            _includes(value.get(key), each) for key, each in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(value, list) and all(any(_includes(one, each) for one in value) for each in wanted)
    return _equal(value, wanted)


def primitive(value: Any, kind: str, defined: Definitions) -> Iterator[str]:
    """Whether a value is of a primitive type, by its form in JSON and by the type's regular expression."""
    wanted = bool if kind == "boolean" else int | float if kind in NUMBERS else str
    if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
        yield f"found {value!r}; expected a {kind}"
        return
    pattern = defined.pattern(kind) if isinstance(value, str) else None
    unlike = pattern is not None and not re.fullmatch(pattern, value, re.DOTALL)
    if unlike or value == "" or (kind in NUMBERS - {"decimal"} and value != int(value)):
        yield f"found {value!r}, which is no {kind}"


def coding(value: Data, terms: Terms) -> Iterator[str]:
    """Whether the system of a Coding has its code."""
    system, code = value.get("system", ""), value.get("code", "")
    if terms.has(system, code) is False:
        yield f"has {code}, which {system} has not"


def bound(value: Any, value_set: str, terms: Terms) -> bool | None:
    """Whether a coded value has a code of a value set, None where its codes are not at hand."""
    held = [terms.holds(value_set, *each) for each in _coded(value)]
    return None if None in held else any(held)


def _coded(value: Any) -> Iterator[tuple[str | None, str]]:
    """The codes of a code, a Coding, a CodeableConcept or a Quantity, each with its system."""
    if isinstance(value, str):
        yield None, value
    elif isinstance(value, dict) and isinstance(value.get("coding"), list):
        for each in value["coding"]:
            yield from _coded(each)
    elif isinstance(value, dict) and "code" in value:
        yield value.get("system"), value["code"]


def reference(value: Data, node: Node, root: Data, defined: Definitions) -> Iterator[str]:
    """What a reference names: that it is there if it should be within (ref-1), and the type of it."""
    written = value.get("reference", "")
    inside = {"#", *(f"#{each.get('id')}" for each in root.get("contained", ()))}
    if written.startswith("#") and written not in inside:
        yield "refers to a contained resource that is not there (ref-1)"
    structures = [defined.structure(each) for type_ in node.types for each in type_.get("targetProfile", ())]
    kinds = {each["type"] for each in structures if each is not None}
    named = NAMED.search(written)
    if structures and None not in structures and "Resource" not in kinds and named and named[1] not in kinds:
        yield f"refers to a {named[1]}; expected one of {sorted(kinds)}"


def misplaced(url: str, contexts: tuple[str, ...], defined: Definitions) -> Iterator[str]:
    """Whether an extension may stand on an element, which goes by several names."""
    structure = defined.structure(url)
    assert structure is not None
    allowed = [each["expression"] for each in structure["context"] if each["type"] == "element"]
    if len(allowed) == len(structure["context"]) and not {*allowed} & {*contexts, "Element"}:
        yield f"{url} may not stand here; expected it on {', '.join(allowed)}"
