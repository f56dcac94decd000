"""Puts a located tree together from its pieces in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverline.document.faults import Fault, problem_of, refuse
from coverline.document.nodes import Entries, Flawed, Items, Node, Scalar
from coverline.problem import Problem

DEEPEST_NESTING = 40


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read."""

    line: int
    column: int
    flow: bool
    mapping: bool
    nodes: list[Node]


class Builder:
    """A tree under construction, without recursion; problems that stop nothing are collected."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.problems: list[Problem] = []

    def start(self, line: int, column: int, *, flow: bool, mapping: bool) -> None:
        if len(self.open) == DEEPEST_NESTING:
            refuse(self.file, Fault.DEEP, line, column, deepest=DEEPEST_NESTING)
        self.open.append(_Open(line, column, flow, mapping, []))

    def scalar(self, text: str, quoted: bool, line: int, column: int) -> None:
        """The next piece of text, in which an escape may have hidden what is no text."""
        strange = re.search("[\x00\ud800-\udfff]", text)
        if strange:
            fault = Fault.SURROGATE if ord(strange.group()) else Fault.CONTROL
            refuse(self.file, fault, line, column, number=ord(strange.group()))
        self._add(Scalar(text, quoted, self.file, line, column))

    @property
    def in_flow_mapping(self) -> bool:
        """Whether the next piece stands between braces."""
        return bool(self.open) and self.open[-1].mapping and self.open[-1].flow

    def report_comma(self) -> None:
        """The key that was read last has no colon after it."""
        key = self.open[-1].nodes[-1]
        text = key.text if isinstance(key, Scalar) else ""
        self.report(Fault.COMMA, key.line, key.column, key=text)

    def end(self) -> None:
        done = self.open.pop()
        if not done.mapping:
            self._add(Items(tuple(done.nodes), self.file, done.line, done.column, done.flow))
            return
        entries = tuple(self._entries(done.nodes))
        self._add(Entries(entries, self.file, done.line, done.column, done.flow))

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.root = node

    def _entries(self, nodes: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.report(Fault.KEY, key.line, key.column)
            elif key.text in seen:
                self.report(Fault.DUPLICATE, key.line, key.column, key=key.text, first=seen[key.text])
            else:
                seen[key.text] = key.line
                yield key, value

    def report(self, fault: Fault, line: int, column: int, **details: object) -> None:
        self.problems.append(problem_of(self.file, fault, line, column, **details))

    def result(self) -> Node:
        if self.root is None:
            refuse(self.file, Fault.EMPTY)
        if self.problems:
            raise Flawed(self.problems, self.root)
        return self.root
