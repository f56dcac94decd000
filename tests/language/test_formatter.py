"""The formatter keeps the meaning and the comments, and has nothing left to do on its own work."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverline.document import Entries, Items, Node, Scalar, read_comments, read_text
from coverline.language.formatter import format_policy
from coverline.language.grammar.policy import POLICY
from coverline.problem import Unreadable
from tests.language.example_files import policy_text, read

Plain = None | str | list["Plain"] | dict[str, "Plain"]


def _plain(node: Node) -> Plain:
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {name.text: _plain(value) for name, value in node.entries}


def _written(value: Plain) -> str:
    """A tree in braces, every text in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(name)}: {_written(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if value is None:
        return "null"
    return '"' + "".join(f"\\U{ord(mark):08x}" for mark in value) + '"'


def _blocks(value: Plain, indent: int = 0) -> str:
    """A tree in lines of its own, every text in quotes."""
    start = "\n" + " " * indent
    if isinstance(value, dict) and value:
        return "".join(
            f"{start}{_written(name)}: {_blocks(each, indent + 2)}" for name, each in value.items()
        )
    if isinstance(value, list) and value:
        return "".join(f"{start}- {_blocks(each, indent + 2)}" for each in value)
    return _written(value)


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12
) | (st.text(" -?:#,[]{}&*!|>'\"%@`~=.\\ab0\n", max_size=6))
TREES = st.recursive(
    st.none() | TEXTS,
    lambda tree: st.lists(tree, max_size=4) | st.dictionaries(TEXTS, tree, max_size=4),
    max_leaves=20,
)


@given(TREES, st.sampled_from([_written, _blocks]))
def test_any_tree_keeps_its_meaning(tree: Plain, write: object) -> None:
    assert callable(write)
    text = write({"policy": tree})
    formatted = format_policy(text)
    assert _plain(read_text(formatted, "policy.yaml")) == {"policy": tree}
    assert format_policy(formatted) == formatted


@st.composite
def commented_policies(draw: st.DrawFn) -> str:
    """The example with its sections in any order, and comments between and beside its lines."""
    parts = re.split(r"\n(?=[a-z_]+:)", policy_text().partition("\n\n")[2].rstrip())
    lines = "\n".join(draw(st.permutations(parts))).split("\n")
    for place in draw(st.lists(st.integers(0, len(lines) - 1), max_size=6, unique=True)):
        line = lines[place]
        indent = len(line) - len(line.lstrip())
        lines[place] = draw(
            st.sampled_from(
                [f"{line}  # beside {place}", f"{' ' * indent}# above {place}\n{line}", f"\n{line}"]
            )
        )
    return "# top\n\n" + "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n# end\n"]))


@settings(max_examples=6)
@given(commented_policies())
def test_policies_keep_their_meaning_and_their_comments(text: str) -> None:
    formatted = format_policy(text)
    assert read(formatted) == read(text)
    assert sorted(each.text for each in read_comments(formatted)) == sorted(
        each.text for each in read_comments(text)
    )
    assert format_policy(formatted) == formatted


def test_comments_stay_with_their_rows() -> None:
    text = (
        "# top\n\n# about the title\ntitle: A  # the title\n# about the id\npolicy: b\n\n"
        "notes:\n\n  # first\n  one: {asks: c, # inside\n    reading: d}\n\n  # second\n  two: {}\n# end\n"
    )
    assert format_policy(text) == (
        "# top\n\n# about the id\npolicy: b\n\n# about the title\ntitle: A  # the title\n\n"
        "notes:\n  # first\n  one: {asks: c, reading: d}  # inside\n\n  # second\n  two: {}\n# end\n"
    )


def test_two_comments_beside_one_row_are_both_kept() -> None:
    text = "policy: [a, # one\n  b] # two\nnotes:\n  - # item\n    a: 1\n"
    formatted = format_policy(text)
    assert [comment.text for comment in read_comments(formatted)] == ["# two", "# one", "# item"]
    assert format_policy(formatted) == formatted


def test_keys_come_in_the_order_of_the_grammar_and_unknown_ones_last() -> None:
    root = read_text(format_policy("odd: 1\nsource: c\ntitle: b\npolicy: a\n"), "policy.yaml")
    assert isinstance(root, Entries)
    assert [name.text for name, _ in root.entries] == ["policy", "title", "source", "odd"]


def test_long_rows_are_filled_to_the_width() -> None:
    row = ", ".join(f"key-{n}: [a, b, c]" for n in range(12))
    lines = format_policy(f"notes:\n  one: {{{row}}}\n").splitlines()
    assert max(map(len, lines)) <= 110
    assert all(line.startswith(" " * 8) for line in lines[2:])
    assert len(lines) < 6


def test_the_example_is_written_in_its_canonical_order() -> None:
    root = read_text(format_policy(policy_text()), "policy.yaml")
    assert isinstance(root, Entries)
    known = [key for key in POLICY.keys if root.get(key) is not None]
    assert [name.text for name, _ in root.entries] == known


def test_a_text_without_keys_is_formatted_too() -> None:
    assert format_policy("- {a:   b}\n-   c\n") == "- {a: b}\n- c\n"


def test_what_cannot_be_read_is_not_formatted() -> None:
    with pytest.raises(Unreadable, match="without a value"):
        format_policy("a: {b, c: d}", "policy.yaml")


def test_a_line_break_within_a_text_stays_one() -> None:
    formatted = format_policy('title: "one: two\\nthree"\n')
    root = read_text(formatted, "policy.yaml")
    assert isinstance(root, Entries)
    assert [value.text for _, value in root.entries] == ["one: two\nthree"]
