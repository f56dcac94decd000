"""Which slice of a list a value belongs to."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.fhir.validating.definitions import Definitions, Node
from tests.fhir.validating.terms import Terms

Data = dict[str, Any]


class Slicing:
    """The slices of one element; `fits` tells whether a value keeps all that an element says."""

    def __init__(
        self, sliced: Node, defined: Definitions, terms: Terms, fits: Callable[[Any, Node], bool]
    ) -> None:
        self._sliced = sliced
        self._defined = defined
        self._terms = terms
        self._fits = fits
        self._by = sliced.element.get("slicing", {}).get("discriminator", ())

    def of(self, value: Any, kind: str) -> Iterator[str]:
        """The names of the slices that a value belongs to."""
        for name, node in self._sliced.slices.items():
            if all(self._is(value, kind, node, each) for each in self._by):
                yield name

    def _is(self, value: Any, kind: str, node: Node, by: Data) -> bool:
        match by["type"], by["path"]:
            case "type", "$this":
                return kind in {each["code"] for each in node.types}
            case "value" | "pattern", "url" if address := _profile(node):
                return isinstance(value, dict) and value.get("url") == address
            case "value" | "pattern", path:
                steps = [] if path == "$this" else path.split(".")
                return self._says(value, steps, node)
            case _:
                raise AssertionError(f"{node.element['id']} is sliced by {by}, which is not implemented")

    def _says(self, value: Any, steps: list[str], node: Node) -> bool:
        """Whether what stands at a path within a value is what the slice says there."""
        if not steps or not node.children:
            return self._fits(value, node)
        child, found = node.children.get(steps[0]), value.get(steps[0]) if isinstance(value, dict) else None
        if child is None or found is None:
            return False
        most_specific = [child, *child.slices.values()][-1]
        listed = found if isinstance(found, list) else [found]
        return any(self._says(each, steps[1:], most_specific) for each in listed)


def _profile(node: Node) -> str | None:
    """The one profile that a slice of extensions names."""
    profiles = [each for type_ in node.types for each in type_.get("profile", ())]
    return profiles[0].partition("|")[0] if profiles else None
