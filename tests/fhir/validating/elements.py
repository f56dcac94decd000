"""How an element of a definition stands in JSON, and under which names extensions know it."""

from collections.abc import Iterator
from typing import Any

from tests.fhir.validating.definitions import Node


def contexts(node: Node, kind: str) -> tuple[str, ...]:
    """The names under which extensions know an element: by path, and by type."""
    repeated = node.element.get("contentReference", "").partition("#")[2]
    return (node.path, repeated, node.element.get("base", {}).get("path", ""), kind)


def keys(name: str, node: Node) -> Iterator[tuple[str, str]]:
    """The keys under which an element stands in JSON, each with its type."""
    if name.endswith("[x]"):
        for each in node.types:
            code = each["code"]
            yield f"{name[:-3]}{code[0].upper()}{code[1:]}", code
    else:
        yield name, node.types[0]["code"] if node.types else "BackboneElement"


def is_part(value: Any, node: Node) -> bool:
    """Whether a value is a part of an extension, which has no parts but its own."""
    return node.path == "Extension.extension" and isinstance(value, dict) and ":" not in value.get("url", "")


def named(root: Node, reference: str) -> Node:
    node = root
    for part in reference.partition("#")[2].split(".")[1:]:
        node = node.children[part]
    return node
