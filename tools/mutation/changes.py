"""Every single change to what decides in a policy file, found by walking the file along its grammar."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tools.mutation.conditions import changed_tests
from tools.mutation.words import near_codes, near_dates, near_names, near_numbers

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.grammar.leaves import CITE, NOTES
from coverline.language.grammar.policy import POLICY
from coverline.language.shapes import (
    Either,
    Known,
    Later,
    ListOf,
    Named,
    OneOf,
    Parsed,
    Record,
    Reference,
    Shape,
    Tests,
    Words,
)
from coverline.model.vocabulary import Vocabulary

# What explains, and decides nothing; the case tables are what the changes are held against.
SILENT_SECTIONS = (
    "documentation", "definitions", "related_policies", "history", "devices", "contraindications",
    "background", "notes", "cases",
)  # fmt: skip
SEVENTHS = "ADGKPS"
CODES = ("a code", "the printed code", "the code that was meant, or none", "an LCD number")
GROUP_INSTEAD = {"all_of": "any_of", "any_of": "all_of"}


@dataclass(frozen=True, slots=True)
class Change:
    """One node of a file with another in its place; `path` leads there, an index for each level."""

    path: tuple[int, ...]
    node: Node
    line: int
    was: str
    becomes: str

    def applied(self, tree: Node) -> Node:
        """The whole tree with this one change."""
        return _put(tree, self.path, self.node)


def changes(tree: Node, vocabulary: Vocabulary) -> Iterator[Change]:
    """Every change to a policy file, in the order of the file."""
    for path, old, new in _Walk(tree, vocabulary).of(tree, POLICY, ()):
        if spoken(old) != spoken(new):
            yield Change(path, new, old.line, spoken(old), spoken(new))


def spoken(node: Node) -> str:
    """A node on one line."""
    match node:
        case Scalar(text):
            return text
        case Items(items):
            return f"[{', '.join(spoken(each) for each in items)}]"
        case Entries(entries):
            return f"{{{', '.join(f'{key.text}: {spoken(value)}' for key, value in entries)}}}"


def _put(tree: Node, path: tuple[int, ...], node: Node) -> Node:
    if not path:
        return node
    at, below = path[0], path[1:]
    match tree:
        case Items(items):
            return replace(tree, items=(*items[:at], _put(items[at], below, node), *items[at + 1 :]))
        case Entries(entries):
            key, value = entries[at]
            return replace(tree, entries=(*entries[:at], (key, _put(value, below, node)), *entries[at + 1 :]))
        case Scalar():
            raise LookupError(path)


Step = tuple[tuple[int, ...], Node, Node]


class _Walk:
    """Walks a file along the grammar; yields where something stands, what it is, what it could be."""

    def __init__(self, tree: Node, vocabulary: Vocabulary) -> None:
        self.tree = tree
        self.vocabulary = vocabulary
        self.declared = {
            "named document": _names(_under(tree, "named_documents")),
            "position": _ids(_under(tree, "positions")),
        }

    def of(self, node: Node, shape: Shape, path: tuple[int, ...]) -> Iterator[Step]:
        match shape, node:
            case Record(), Entries():
                yield from self._record(node, shape, path)
            case Named(), Entries():
                yield from self._named(node, shape, path)
            case ListOf(), Items() if shape is not NOTES:
                yield from self._list(node, shape, path)
            case Either(), _:
                yield from self._either(node, shape, path)
            case Later(), _:
                yield from self.of(node, shape.shape(), path)
            case Tests(), Entries():
                yield from ((path, node, new) for new in changed_tests(node, self.vocabulary))
            case _, Scalar():
                yield from ((path, node, replace(node, text=new)) for new in self._words(node.text, shape))

    def _record(self, node: Entries, shape: Record, path: tuple[int, ...]) -> Iterator[Step]:
        yield from ((path, node, new) for new in _other_group(node))
        for at, (key, value) in enumerate(node.entries):
            if shape is not POLICY or key.text not in SILENT_SECTIONS:
                yield from self.of(value, shape.keys[key.text].shape, (*path, at))

    def _named(self, node: Entries, shape: Named, path: tuple[int, ...]) -> Iterator[Step]:
        for at, (key, value) in enumerate(node.entries):
            if shape.names is not None:
                for name in self._words(key.text, shape.names):
                    entries = (*node.entries[:at], (replace(key, text=name), value), *node.entries[at + 1 :])
                    if node.get(name) is None:
                        yield path, node, replace(node, entries=entries)
            yield from self.of(value, shape.value, (*path, at))

    def _list(self, node: Items, shape: ListOf, path: tuple[int, ...]) -> Iterator[Step]:
        for at, item in enumerate(node.items):
            if len(node.items) > shape.least:
                yield path, node, replace(node, items=(*node.items[:at], *node.items[at + 1 :]))
            yield from self.of(item, shape.item, (*path, at))
        first = node.items[0] if node.items else None
        if isinstance(first, Scalar):
            present = {item.text for item in node.items if isinstance(item, Scalar)}
            for text in self._additions(first.text, shape.item):
                if text not in present:
                    yield path, node, replace(node, items=(*node.items, replace(first, text=text)))

    def _additions(self, text: str, item: Shape) -> Iterator[str]:
        match item:
            case Known():
                yield from self._words(text, item)
            case Words(what="a character"):
                yield from SEVENTHS

    def _either(self, node: Node, shape: Either, path: tuple[int, ...]) -> Iterator[Step]:
        if isinstance(shape.text, OneOf) and shape.text.what == "always" and not isinstance(node, Scalar):
            yield path, node, Scalar("always", False, node.file, node.line, node.column)
        parts = {Scalar: shape.text, Items: shape.items, Entries: shape.entries}
        part = parts[type(node)]
        if part is not None:
            yield from self.of(node, part, path)

    def _words(self, text: str, shape: Shape) -> Iterator[str]:
        match shape:
            case OneOf(values=values):
                yield from (each for each in values if each != text)
            case Known(names=names):
                yield from near_names(text, names(self.vocabulary))
            case Reference(kind=kind):
                yield from (each for each in self.declared.get(kind, ()) if each != text)
            case Parsed() if shape is not CITE:
                yield from near_dates(text) or near_numbers(text)
            case Words(what=what) if what in CODES:
                yield from near_codes(text)


def _other_group(node: Entries) -> Iterator[Entries]:
    """The same criteria under another operator."""
    for at, (key, value) in enumerate(node.entries):
        if key.text in GROUP_INSTEAD:
            other = (replace(key, text=GROUP_INSTEAD[key.text]), value)
        elif key.text == "none_of":
            other = (replace(key, text="not"), _all_of(value))
        else:
            continue
        yield replace(node, entries=(*node.entries[:at], other, *node.entries[at + 1 :]))


def _all_of(criteria: Node) -> Entries:
    """A criterion that holds where all of these do; below `not` it says that one of them does not."""
    here = criteria.file, criteria.line, criteria.column
    texts = {"id": "all-of-them", "label": "All of them", "cite": "1"}
    named = ((Scalar(key, False, *here), Scalar(text, False, *here)) for key, text in texts.items())
    return Entries((*named, (Scalar("all_of", False, *here), criteria)), *here)


def _under(tree: Node, key: str) -> Node | None:
    return tree.get(key) if isinstance(tree, Entries) else None


def _names(node: Node | None) -> tuple[str, ...]:
    return tuple(key.text for key, _ in node.entries) if isinstance(node, Entries) else ()


def _ids(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Items) else ()
    ids = (_under(each, "id") for each in items)
    return tuple(each.text for each in ids if isinstance(each, Scalar))
