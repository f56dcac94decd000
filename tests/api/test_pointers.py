"""A law: the pointer of every place leads to what stands there."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coverline.api.pointers import pointers
from coverline.document import Entries, Items, Node, Scalar, read_text

WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=4)
VALUES = st.recursive(
    WORDS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.just("~1/~0"), inner, max_size=3),
    max_leaves=12,
)


def at(pointer: str, value: Any) -> Any:
    """What RFC 6901 says that a pointer leads to."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text if node.quoted else json.loads(node.text)
        case Items():
            return [plain(each) for each in node.items]
        case Entries():
            return {key.text: plain(each) for key, each in node.entries}


def nodes(node: Node) -> "list[tuple[Node, Node]]":
    """Every node, and the value that it stands for: a key stands for its value."""
    below = node.items if isinstance(node, Items) else ()
    entries = node.entries if isinstance(node, Entries) else ()
    inner = [each for value in (*below, *(value for _, value in entries)) for each in nodes(value)]
    return [(node, node), *((key, value) for key, value in entries), *inner]


@given(VALUES, st.sampled_from([None, 1]))
def test_every_pointer_leads_to_its_value(value: Any, indent: int | None) -> None:
    root = read_text(json.dumps(value, indent=indent), "body.json")
    found = pointers(root)
    for node, meant in nodes(root):
        assert at(found[node.line, node.column], value) == plain(meant)
