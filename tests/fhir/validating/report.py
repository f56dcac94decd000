"""What is found, and where."""

from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]


@dataclass
class Report:
    """What is wrong, with its place; and what is left open, because no definition of it is at hand."""

    wrong: dict[str, None] = field(default_factory=dict)
    left_open: set[str] = field(default_factory=set)

    def add(self, place: str, what: str) -> None:
        self.wrong[f"{place}: {what}"] = None


@dataclass(frozen=True)
class Place:
    """Where a value stands: in words, within which resource, and under which names extensions know it."""

    words: str
    resource: Data
    root: Data
    contexts: tuple[str, ...] = ()

    def inside(self, resource: Data, path: str) -> "Place":
        """The same place as one within a resource; what is contained belongs to what contains it."""
        root = self.root if path.endswith(".contained") else resource
        return Place(self.words, resource, root, (resource["resourceType"], "Resource"))
