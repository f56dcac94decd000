"""Definitions as trees: each element of a snapshot with its children and its slices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.fhir import packages

Data = dict[str, Any]

HL7 = "http://hl7.org/fhir/StructureDefinition/"
REGEX = f"{HL7}regex"


@dataclass
class Node:
    """An element of a definition."""

    element: Data
    children: dict[str, "Node"] = field(default_factory=dict)
    slices: dict[str, "Node"] = field(default_factory=dict)

    @property
    def path(self) -> str:
        path: str = self.element["path"]
        return path

    @property
    def types(self) -> list[Data]:
        return [{**each, "code": _code(each)} for each in self.element.get("type", ())]

    def said(self, prefix: str) -> Any:
        """The value under fixed[x] or pattern[x], None where there is none."""
        return next((value for key, value in self.element.items() if key.startswith(prefix)), None)


def _code(given: Data) -> str:
    """The type that is meant: that of an id is written in the words of FHIRPath."""
    code: str = given["code"]
    return "string" if code.startswith("http://hl7.org/fhirpath/System.") else code


class Definitions:
    """What is defined at hand, by canonical address."""

    def __init__(self, resources: Iterable[Data]) -> None:
        kinds = ("StructureDefinition", "ValueSet", "CodeSystem")
        self._found: dict[str, dict[str, Data]] = {kind: {} for kind in kinds}
        for each in resources:
            if each.get("resourceType") in kinds and "url" in each:
                self._found[each["resourceType"]][each["url"]] = each
        self._trees: dict[str, Node] = {}

    def structure(self, address: str) -> Data | None:
        """A StructureDefinition by its address, or by the name of a type."""
        known = self._found["StructureDefinition"]
        return known.get(address.partition("|")[0]) or known.get(f"{HL7}{address}")

    def value_set(self, address: str) -> Data | None:
        return self._found["ValueSet"].get(address.partition("|")[0])

    def code_system(self, address: str) -> Data | None:
        return self._found["CodeSystem"].get(address)

    def tree(self, address: str) -> Node | None:
        """The root of a definition, None where it is not at hand."""
        structure = self.structure(address)
        if structure is None or "snapshot" not in structure:
            return None
        url = structure["url"]
        if url not in self._trees:
            self._trees[url] = _tree(structure["snapshot"]["element"])
        return self._trees[url]

    def pattern(self, primitive: str) -> str | None:
        """The regular expression that the values of a primitive type match."""
        tree = self.tree(primitive)
        value = tree.children.get("value") if tree else None
        for type_ in value.element.get("type", ()) if value else ():
            for extension in type_.get("extension", ()):
                if extension["url"] == REGEX:
                    return str(extension["valueString"])
        return None


def _tree(elements: list[Data]) -> Node:
    root = Node(elements[0])
    for element in elements[1:]:
        node = root
        for part in element["id"].split(".")[1:]:
            name, _, sliced = part.partition(":")
            node = _step(node.children, name, element)
            if sliced:
                node = _step(node.slices, sliced, element)
    return root


def _step(nodes: dict[str, Node], name: str, element: Data) -> Node:
    if name not in nodes:
        nodes[name] = Node(element)
    return nodes[name]


@cache
def definitions() -> Definitions:
    """All that are at hand; skips where some are not."""
    return Definitions(packages.definitions())
