"""Walks a message beside its definitions, and reports everything that they do not allow."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from tests.fhir.validating import values, whole
from tests.fhir.validating.definitions import Definitions, Node, definitions
from tests.fhir.validating.elements import contexts, is_part, keys, named
from tests.fhir.validating.report import Place, Report
from tests.fhir.validating.rules import ELSEWHERE, kept, skipped
from tests.fhir.validating.slices import Slicing
from tests.fhir.validating.terms import Terms

Data = dict[str, Any]

ABSTRACT = {"Element", "BackboneElement", "Resource", "DomainResource"}


class Walk:
    """One message beside its definitions."""

    def __init__(self, defined: Definitions, terms: Terms) -> None:
        self._defined = defined
        self._terms = terms
        self._walked: set[tuple[str, str]] = set()
        self.report = Report()

    def resource(self, value: Data, place: Place, profiles: Sequence[str] = ()) -> None:
        """A resource by its own type, by the profiles that it claims, and by these."""
        kind = value.get("resourceType", "")
        claimed = value.get("meta", {}).get("profile", ())
        self._add(place, whole.unused(value))
        if self._defined.structure(kind) is None:
            self.report.add(place.words, f"is a {kind!r}, which is no resource")
        for address in dict.fromkeys((kind, *claimed, *profiles)):
            structure = self._defined.structure(address)
            if structure is not None and structure["type"] not in (kind, "Resource", "DomainResource"):
                self.report.add(place.words, f"a {kind} under a profile of {structure['type']}")
            else:
                self._as(address, value, place)

    def _as(self, address: str, value: Any, place: Place) -> None:
        """A value by a whole definition, once at each place."""
        if (place.words, address) in self._walked:
            return
        self._walked.add((place.words, address))
        tree = self._defined.tree(address)
        if tree is None:
            self.report.left_open.add(f"no definition of {address}")
            return
        self._element(value, tree, None, place)

    def _element(self, value: Any, node: Node, kind: str | None, place: Place) -> None:
        """A value beside an element; `kind` is its type, None at the root of a definition."""
        if isinstance(value, dict) and "resourceType" in value:
            place = place.inside(value, node.path)
        self._add(place, values.demanded(value, node))
        self._rules(value, node, kind, place)
        self._binding(value, node, place)
        if isinstance(value, dict) and node.children:
            self._children(value, node, place)
        elif "contentReference" in node.element:
            root = self._defined.tree(node.path.partition(".")[0])
            assert root is not None
            self._element(value, named(root, node.element["contentReference"]), "BackboneElement", place)
        if kind is not None:
            self._typed(value, node, kind, place)

    def _typed(self, value: Any, node: Node, kind: str, place: Place) -> None:
        """A value by its type, and by the profiles of that type that the element names."""
        profiles = [
            each for type_ in node.types if type_["code"] == kind for each in type_.get("profile", ())
        ]
        structure = self._defined.structure(kind)
        if structure is not None and structure["kind"] == "primitive-type":
            self._add(place, values.primitive(value, kind, self._defined))
            if kind == "xhtml" and isinstance(value, str):
                self._add(place, whole.narrative(value))
        elif not isinstance(value, dict):
            self.report.add(place.words, f"found {value!r}; expected a {kind}")
        elif kind == "Resource" or (structure is not None and structure["kind"] == "resource"):
            self._whole(value, node, place)
        elif kind == "Extension":
            self._extension(value, profiles, place)
        elif not (node.children and kind in ABSTRACT) and "contentReference" not in node.element:
            for address in (kind, *profiles):
                self._as(address, value, place)
            if kind == "Reference":
                self._add(place, values.reference(value, node, place.root, self._defined))
            if kind == "Coding":
                self._add(place, values.coding(value, self._terms))

    def _whole(self, value: Data, node: Node, place: Place) -> None:
        """A resource where an element holds one: of one of its types, under one of its profiles."""
        kind = value.get("resourceType", "")
        self.resource(value, place)
        types = [each for each in node.types if each["code"] in (kind, "Resource")]
        if not types:
            self.report.add(place.words, f"found a {kind}; expected {[each['code'] for each in node.types]}")
        profiles = [each for type_ in types for each in type_.get("profile", ())]
        if not all(self._defined.structure(each) for each in profiles):
            self.report.left_open.add(f"no definition of all of {profiles}")
        elif len(profiles) == 1 or (profiles and all(self._trial(value, each) for each in profiles)):
            self._as(profiles[0], value, place)

    def _extension(self, value: Data, profiles: Sequence[str], place: Place) -> None:
        url = value.get("url")
        known = isinstance(url, str) and ":" in url
        if known and self._defined.structure(url) is None:
            self.report.left_open.add(f"no definition of {url}")
        elif known:
            self._add(place, values.misplaced(url, place.contexts, self._defined))
        for address in dict.fromkeys(("Extension", *profiles, *([url] if known else ()))):
            self._as(address, value, place)

    def _children(self, value: Data, node: Node, place: Place) -> None:
        allowed = {"resourceType"} if node.path == value.get("resourceType") else set()
        for name, child in node.children.items():
            possible = list(keys(name, child))
            allowed |= {*(key for key, _ in possible), *(f"_{key}" for key, _ in possible)}
            standing = [(key, kind) for key, kind in possible if key in value or f"_{key}" in value]
            if len(standing) > 1:
                self.report.add(place.words, f"holds {' and '.join(key for key, _ in standing)}")
            found = [each for key, kind in standing for each in self._values(value, key, kind, child, place)]
            least, most = child.element.get("min", 0), child.element.get("max", "*")
            if len(found) < least or (most != "*" and len(found) > int(most)):
                self.report.add(place.words, f"holds {len(found)} of {name}; expected {least} to {most}")
            for each, kind, at in found:
                self._element(each, child, kind, at)
            self._slices(found, child, place)
        for key in sorted(value.keys() - allowed):
            self.report.add(place.words, f"holds {key}, which may not stand here")
        for key in (key for key, each in value.items() if each is None):
            self.report.add(f"{place.words}.{key}", "is null")
        if not value or (value.keys() == {"id"} and "resourceType" not in value):
            self.report.add(place.words, "is empty (ele-1)")
        if node.path == "Extension" and ("extension" in value) == any(
            key.startswith("value") for key in value
        ):
            self.report.add(place.words, "holds both a value and extensions, or neither (ext-1)")

    def _values(
        self, owner: Data, key: str, kind: str, child: Node, place: Place
    ) -> Iterator[tuple[Any, str, Place]]:
        """The values under a key with their places; of a primitive also what stands beside it."""
        given, beside = owner.get(key), owner.get(f"_{key}")
        many = child.element.get("base", child.element).get("max", "1") != "1"
        for each in (given, beside):
            if each is not None and isinstance(each, list) != many:
                self.report.add(f"{place.words}.{key}", f"is {'no ' if many else 'a '}list")
                return
            if each == []:
                self.report.add(f"{place.words}.{key}", "is an empty list")
        listed, extra = (each if isinstance(each, list) else [each] for each in (given, beside))
        for index in range(
            max(len(listed) if given is not None else 0, len(extra) if beside is not None else 0)
        ):
            words = f"{place.words}.{key}[{index}]" if many else f"{place.words}.{key}"
            known_as = place.contexts if key in ("extension", "modifierExtension") else contexts(child, kind)
            at = Place(words, place.resource, place.root, known_as)
            value = listed[index] if index < len(listed) else None
            more = extra[index] if index < len(extra) else None
            if more is not None:
                self._as("Element", more, at)
            if value is not None:
                yield value, kind, at
            elif more is None:
                self.report.add(at.words, "is null")

    def _slices(self, found: list[tuple[Any, str, Place]], child: Node, place: Place) -> None:
        if not child.slices:
            return
        slicing = Slicing(child, self._defined, self._terms, self._fits)
        taken: dict[str, int] = dict.fromkeys(child.slices, 0)
        for value, kind, at in found:
            names = list(slicing.of(value, kind))
            for name in names:
                taken[name] += 1
                self._element(value, child.slices[name], kind, at)
            if not names and (
                child.element.get("slicing", {}).get("rules") == "closed" or is_part(value, child)
            ):
                self.report.add(at.words, "is none of the slices that may stand here")
        for name, count in taken.items():
            least = child.slices[name].element.get("min", 0)
            most = child.slices[name].element.get("max", "*")
            if count < least or (most != "*" and count > int(most)):
                what = f"{child.path.rpartition('.')[2]}:{name}"
                self.report.add(place.words, f"holds {count} of {what}; expected {least} to {most}")

    def _trial(self, value: Data, profile: str) -> dict[str, None]:
        trial = Walk(self._defined, self._terms)
        trial.resource(value, Place("", value, value), [profile])
        return trial.report.wrong

    def _fits(self, value: Any, node: Node) -> bool:
        """Whether a value keeps everything that an element says; for telling which slice it is."""
        trial = Walk(self._defined, self._terms)
        trial._element(value, node, None, Place("", {}, {}))
        return not trial.report.wrong

    def _rules(self, value: Any, node: Node, kind: str | None, place: Place) -> None:
        # The engine knows a value that may be of several types by its type alone.
        path = kind if kind and node.path.endswith("[x]") else node.path
        for rule in node.element.get("constraint", ()):
            if rule["severity"] != "error" or rule["key"] in ELSEWHERE or "expression" not in rule:
                continue
            if why := skipped(rule):
                self.report.left_open.add(f"{rule['key']}: {why}")
                continue
            try:
                if not kept(rule, value, path, place.resource, place.root):
                    self.report.add(place.words, f"breaks {rule['key']} ({rule['human']})")
            except TypeError as error:
                self.report.left_open.add(f"{rule['key']}: {error}")

    def _binding(self, value: Any, node: Node, place: Place) -> None:
        binding = node.element.get("binding", {})
        if binding.get("strength") != "required" or "valueSet" not in binding:
            return
        match values.bound(value, binding["valueSet"], self._terms):
            case None:
                self.report.left_open.add(f"no codes of {binding['valueSet']}")
            case False:
                self.report.add(place.words, f"has no code of {binding['valueSet']}")

    def _add(self, place: Place, found: Iterable[str]) -> None:
        for each in found:
            self.report.add(place.words, each)


@cache
def _terms() -> Terms:
    return Terms(definitions())


def validated(resource: Data, *profiles: str) -> Report:
    """The report on a resource; the addresses of profiles that it must keep may be given."""
    walk = Walk(definitions(), _terms())
    assert all(definitions().structure(each) for each in profiles), profiles
    message = deepcopy(resource)  # the engine of FHIRPath writes on what it reads
    place = Place(
        message.get("resourceType", ""), message, message, (message.get("resourceType", ""), "Resource")
    )
    walk.resource(message, place, profiles)
    return walk.report
