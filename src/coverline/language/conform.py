"""Holds a document to a grammar: every problem is collected, none stops the reading."""

import re
from collections.abc import Callable
from typing import assert_never

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.messages import Message, described, is_todo, listed, problem, shortened, todo
from coverline.language.shapes import (
    Anything,
    Declared,
    Either,
    Known,
    Later,
    Leaf,
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
from coverline.language.words import read_test
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable, nearest

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Conformance:
    """What a walk through one document found: problems, ids and references.

    In a draft a `todo` may stand in the place of any value; it is a problem of its own kind.
    """

    def __init__(self, vocabulary: Vocabulary, *, draft: bool = False) -> None:
        self.vocabulary = vocabulary
        self.draft = draft
        self.problems: list[Problem] = []
        self.declared: dict[str, dict[str, Scalar]] = {}
        self.references: list[tuple[str, Scalar]] = []

    def report(self, node: Node, message: Message, **details: object) -> None:
        """Add the problem at a node."""
        self.problems.append(problem(node, message, **details))

    def check(self, node: Node, shape: Shape) -> None:
        """Hold a node and all below it to a shape."""
        if self._todo(node, shape):
            return
        match shape:
            case Later(later):
                self.check(node, later())
            case Either():
                self._either(node, shape)
            case ListOf():
                self._list(node, shape)
            case Named():
                self._named(node, shape)
            case Record():
                self._record(node, shape)
            case Tests():
                self._tests(node, shape)
            case Anything():
                pass
            case Words() | Parsed() | OneOf() | Known() | Declared() | Reference():
                self._leaf(node, shape)
            case _:
                assert_never(shape)

    def _todo(self, node: Node, shape: Shape) -> bool:
        """Whether the value is still to be written, which is then reported."""
        if not (self.draft and isinstance(node, Scalar) and is_todo(node)):
            return False
        self.problems.append(todo(node, _what(shape)))
        return True

    def declare(self, kind: str, name: Scalar) -> None:
        """Note an id, which no other thing of its kind may have."""
        if not _ID.fullmatch(name.text):
            self.report(name, Message.BAD_ID, name=shortened(name.text))
        known = self.declared.setdefault(kind, {})
        if name.text in known:
            self.report(name, Message.DECLARED_TWICE, name=name.text, what=kind, first=known[name.text].line)
        known.setdefault(name.text, name)

    def resolve(self) -> None:
        """Report every reference to something that the document does not declare."""
        for kind, name in self.references:
            known = self.declared.get(kind, {})
            if name.text not in known:
                hint = nearest(name.text, known)
                self.report(name, Message.NOT_DECLARED, name=shortened(name.text), what=_a(kind), hint=hint)

    def report_unused(self, kind: str) -> None:
        """Report every id of a kind that nothing refers to."""
        used = {name.text for each, name in self.references if each == kind}
        for name in self.declared.get(kind, {}).values():
            if name.text not in used:
                self.report(name, Message.NEVER_USED, what=f"the {kind}", name=name.text)

    def _either(self, node: Node, shape: Either) -> None:
        by_kind = {Scalar: shape.text, Items: shape.items, Entries: shape.entries}
        chosen = by_kind[type(node)]
        if chosen is None or (isinstance(node, Scalar) and not _is_one(node, chosen)):
            self.report(node, Message.NOT_TEXT, found=described(node), what=shape.what)
        else:
            self.check(node, chosen)

    def _list(self, node: Node, shape: ListOf) -> None:
        if not isinstance(node, Items):
            text = node.text if isinstance(node, Scalar) and not node.is_nothing else ""
            hint = f"write [{shortened(text)}]" if text else ""
            self.report(node, Message.NOT_A_LIST, found=described(node), what=shape.what, hint=hint)
            return
        if len(node.items) < shape.least:
            count = len(node.items)
            self.report(
                node, Message.TOO_FEW, count=count, what=shape.what, least=shape.least, hint=shape.advice
            )
        seen: set[str] = set()
        for item in node.items:
            self.check(item, shape.item)
            if shape.distinct and isinstance(item, Scalar) and item.text in seen:
                self.report(item, Message.REPEATED, name=shortened(item.text), what="entry")
            elif isinstance(item, Scalar):
                seen.add(item.text)

    def _named(self, node: Node, shape: Named) -> None:
        if not isinstance(node, Entries):
            self.report(node, Message.NOT_A_MAPPING, found=described(node), what=shape.what)
            return
        for name, value in node.entries:
            if shape.declares is not None:
                self.declare(shape.declares, name)
            if shape.names is not None:
                self._leaf(name, shape.names)
            self.check(value, shape.value)

    def _tests(self, node: Node, shape: Tests) -> None:
        if not isinstance(node, Entries) or not node.entries:
            self.report(node, Message.NOT_A_MAPPING, found=described(node), what="facts with their tests")
            return
        for name, value in node.entries:
            if self._todo(value, Anything(f"a test of {name.text}")):
                continue
            try:
                read_test(name, value, shape.place, self.vocabulary)
            except Unreadable as unreadable:
                self.problems.extend(unreadable.problems)

    def _record(self, node: Node, shape: Record) -> None:
        if not isinstance(node, Entries):
            self.report(node, Message.NOT_A_MAPPING, found=described(node), what=shape.what)
            return
        for name, value in node.entries:
            key = shape.keys.get(name.text)
            if key is None:
                hint = shape.advice.get(name.text) or nearest(name.text, shape.keys)
                known = "one of " + listed(tuple(shape.keys), most=30)
                self.report(
                    name,
                    Message.UNKNOWN_KEY,
                    key=shortened(name.text),
                    what=shape.what,
                    known=known,
                    hint=hint,
                )
            elif not (shape.silence and not key.required and isinstance(value, Scalar) and is_silent(value)):
                self.check(value, key.shape)
        self._presence(node, shape)
        self._children(node, shape)

    def _children(self, node: Entries, shape: Record) -> None:
        name = node.get("id")
        for key in shape.children:
            tests = node.get(key)
            if isinstance(name, Scalar) and isinstance(tests, Entries) and len(tests.entries) > 1:
                for fact, _ in tests.entries:
                    self.declared.setdefault("criterion", {}).setdefault(f"{name.text}/{fact.text}", fact)

    def _presence(self, node: Entries, shape: Record) -> None:
        present = {name.text for name, _ in node.entries}
        for name, key in shape.keys.items():
            if key.required and name not in present:
                self.report(node, Message.MISSING_KEY, what=shape.what, key=name)
            cited = node.get(name) if name.endswith("cite") else None
            why = name.removesuffix("cite") + "why"
            if isinstance(cited, Scalar) and cited.text == "none" and why not in present:
                self.report(cited, Message.NEEDED_TOO, what="cite: none", key=why, other=name)
        chosen = tuple(name for name in shape.exactly_one if name in present)
        if shape.exactly_one and not chosen and present.isdisjoint(shape.advice):
            self.report(node, Message.NONE_OF_KEYS, what=shape.what, known=listed(shape.exactly_one))
        if len(chosen) > 1:
            self.report(node, Message.SEVERAL_OF_KEYS, what=shape.what, found=" and ".join(chosen))
        for stated, others in shape.together.items():
            name, _, words = stated.partition(": ")
            value = node.get(name)
            holds = value is not None and (not words or (isinstance(value, Scalar) and value.text == words))
            for other in others:
                if holds and other not in present:
                    self.report(node, Message.NEEDED_TOO, what=shape.what, key=other, other=stated)

    def _leaf(self, node: Node, shape: Leaf) -> None:
        what = _what(shape)
        if not isinstance(node, Scalar):
            self.report(node, Message.NOT_TEXT, found=described(node), what=what)
        elif node.is_nothing or not node.text.strip():
            self.report(node, Message.NOTHING, what=what)
        else:
            self._text(node, shape)

    def _text(self, node: Scalar, shape: Leaf) -> None:
        match shape:
            case Words(longest=longest):
                self._label(node, longest)
            case Parsed(read=read):
                self._parsed(node, read)
            case OneOf(what, values):
                self._name(node, what, values)
            case Known(what, names, upper):
                self._name(node, what, names(self.vocabulary), upper)
            case Declared(kind, also):
                self.declare(kind, node)
                if also is not None:
                    self.declare(also, node)
            case Reference(kind):
                self.references.append((kind, node))
            case _:
                assert_never(shape)

    def _label(self, node: Scalar, longest: int | None) -> None:
        count = len(node.text.split())
        if longest is not None and count > longest:
            self.report(node, Message.LONG_LABEL, count=count, longest=longest)

    def _parsed(self, node: Scalar, read: Callable[[Scalar], object]) -> None:
        try:
            read(node)
        except Unreadable as unreadable:
            self.problems.extend(unreadable.problems)

    def _name(self, node: Scalar, what: str, known: tuple[str, ...], upper: bool = False) -> None:
        text = node.text.upper() if upper else node.text
        if text not in known:
            name = shortened(node.text)
            hint = nearest(text, known)
            self.report(
                node, Message.UNKNOWN_NAME, name=name, what=what, known=listed(known, most=20), hint=hint
            )


def is_silent(node: Node) -> bool:
    """Whether a value says that nothing is documented."""
    return isinstance(node, Scalar) and (node.is_nothing or node.text in ("", "not documented"))


def _is_one(node: Scalar, shape: Shape) -> bool:
    """Whether text is there and, where only one word may stand, is that word."""
    only = shape.values if isinstance(shape, OneOf) and len(shape.values) == 1 else (node.text,)
    return not node.is_nothing and node.text in only


def _what(shape: Shape) -> str:
    """What is expected under a shape, in a few words."""
    match shape:
        case Declared(kind) | Reference(kind):
            return _a(kind)
        case Tests():
            return "facts with their tests"
        case Later(later):
            return _what(later())
        case _:
            return shape.what


def _a(kind: str) -> str:
    return f"an id of a {kind}"
