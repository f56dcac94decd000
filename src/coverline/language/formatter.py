"""Writes a policy file in its canonical form: order of keys, indentation, quoting and line width."""

from coverline.document import Entries, Items, Node, Scalar, read_comments, read_text
from coverline.language.grammar.policy import POLICY
from coverline.language.layout import laid_out, read_remarks
from coverline.language.shapes import Either, Later, ListOf, Named, Record, Shape


def format_policy(text: str, name: str = "policy.yaml") -> str:
    """The same policy with the same comments in its canonical form; Unreadable where it is no YAML."""
    root = read_text(text, name)
    return laid_out(_ordered(root, POLICY), read_remarks(root, read_comments(text), text))


def _ordered(node: Node, shape: Shape | None) -> Node:
    """The node with its keys in the order of the grammar; unknown keys follow as they came."""
    match shape:
        case Later(later):
            return _ordered(node, later())
        case Either():
            by_kind = {Scalar: shape.text, Items: shape.items, Entries: shape.entries}
            return _ordered(node, by_kind[type(node)])
        case ListOf(item=item) if isinstance(node, Items):
            items = tuple(_ordered(each, item) for each in node.items)
            return Items(items, node.file, node.line, node.column, node.flow)
        case Named(value=value) if isinstance(node, Entries):
            return _entries(node, {name.text: value for name, _ in node.entries})
        case Record(keys=keys) if isinstance(node, Entries):
            return _entries(node, {name: key.shape for name, key in keys.items()})
        case _:
            return node


def _entries(node: Entries, shapes: dict[str, Shape]) -> Entries:
    order = {name: index for index, name in enumerate(shapes)}
    entries = sorted(node.entries, key=lambda entry: order.get(entry[0].text, len(order)))
    ordered = tuple((name, _ordered(value, shapes.get(name.text))) for name, value in entries)
    return Entries(ordered, node.file, node.line, node.column, node.flow)
