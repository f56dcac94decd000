"""Reads the register of source documents from its file, with every problem in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from coverline.document import Entries, Items, Node, Scalar
from coverline.problem import Problem, Unreadable, nearest
from coverline.sources.register import Lines, PrintedDate, PrintedList, Register, Section, SourceDocument

_DOCUMENT = ("file", "publisher", "number", "title", "dates", "sha256", "lines", "sections")
_DOCUMENT_MAY = ("pages", "lists")
_NO_LINES = (0, 0)


def read_register(node: Node) -> Register:
    """The register that a file holds; Unreadable where anything in it is wrong."""
    reading = _Reading()
    documents = reading.documents(node)
    if reading.problems:
        raise Unreadable(reading.problems)
    return Register(documents)


@dataclass(slots=True)
class _Reading:
    """Reads on after a problem, so that all are found at once; what it then returns is not used."""

    problems: list[Problem] = field(default_factory=list)

    def documents(self, node: Node) -> dict[str, SourceDocument]:
        listed = self.fields(node, ("documents",)).get("documents")
        if listed is None:
            return {}
        documents = {key.text: self.document(key, value) for key, value in self.entries(listed)}
        self.one_file_each(listed)
        return documents

    def document(self, name: Scalar, node: Node) -> SourceDocument:
        given = self.fields(node, _DOCUMENT, _DOCUMENT_MAY)
        count = self.count(given.get("lines"))
        number = self.text(given.get("number"))
        return SourceDocument(
            id=name.text,
            file=self.file_name(given.get("file")),
            publisher=self.text(given.get("publisher")),
            number=None if number == "not printed" else number,
            title=self.text(given.get("title")),
            dates=tuple(self.printed_date(each, count) for each in self.items(given.get("dates"))),
            sha256=self.matching(given.get("sha256"), "[0-9a-f]{64}", "64 characters of 0-9 and a-f"),
            lines=count,
            sections=tuple(self.section(each, count) for each in self.items(given.get("sections"))),
            pages=self.rising(given.get("pages"), (1, count)),
            lists=tuple(self.printed_list(each, count) for each in self.items(given.get("lists"))),
        )

    def section(self, node: Node, count: int) -> Section:
        given = self.fields(node, ("heading", "lines"), ("printed",))
        lines = self.lines(given.get("lines"), count)
        printed = self.rising(given.get("printed"), lines)
        return Section(self.text(given.get("heading")), lines, *printed)

    def printed_list(self, node: Node, count: int) -> PrintedList:
        given = self.fields(node, ("lines",), ("bullets", "items"))
        lines = self.lines(given.get("lines"), count)
        if ("bullets" in given) == ("items" in given):
            self.report(node, "a list without its entries", "bullets or items, with the first line of each")
        starts = self.rising(given.get("bullets") or given.get("items"), lines)
        return PrintedList(lines, starts, "items" in given)

    def printed_date(self, node: Node, count: int) -> PrintedDate:
        given = self.fields(node, ("what", "on", "lines"))
        day = self.day(given.get("on"))
        return PrintedDate(self.text(given.get("what")), day, self.lines(given.get("lines"), count))

    def one_file_each(self, listed: Node) -> None:
        seen: dict[str, str] = {}
        for key, value in self.entries(listed):
            file = value.get("file") if isinstance(value, Entries) else None
            if isinstance(file, Scalar) and seen.setdefault(file.text, key.text) != key.text:
                self.report(
                    file, f'"{file.text}", the file of {seen[file.text]} too', "a file for each document"
                )

    def day(self, node: Node | None) -> str:
        """A day, month or year in ISO form that the calendar has."""
        text = self.matching(node, r"\d{4}(-\d{2}(-\d{2})?)?", "a date such as 2024-06-15, 2024-06 or 2024")
        try:
            date.fromisoformat(f"{text}-01-01"[:10])
        except ValueError:
            if text and node is not None:
                self.report(node, f'"{text}"', "a date that the calendar has")
        return text

    def lines(self, node: Node | None, count: int) -> Lines:
        """Lines such as 33-47 or 12, inside a document of so many."""
        text = self.matching(node, r"[1-9]\d*(-[1-9]\d*)?", "lines such as 33-47 or 12")
        if not text or node is None:
            return _NO_LINES
        first, _, last = text.partition("-")
        lines = (int(first), int(last or first))
        if lines[0] > lines[1]:
            self.report(node, f"lines {text}", "the first line before the last")
        elif count and lines[1] > count:
            self.report(node, f"lines {text}", f"lines inside the document's {count}")
        return lines

    def rising(self, node: Node | None, inside: Lines) -> tuple[int, ...]:
        """Line numbers, each after the one before, between these ends: 12, or a list such as [12, 14-17]."""
        if node is None:
            return ()
        found: list[int] = []
        for each in node.items if isinstance(node, Items) else (node,):
            first, last = self.lines(each, inside[1])
            before = found[-1] if found else inside[0] - 1
            if first and first <= before:
                self.report(each, f"line {first}", f"a line from {before + 1} on")
            found += range(first, last + 1)
        return tuple(found)

    def count(self, node: Node | None) -> int:
        return int(self.matching(node, r"[1-9]\d{0,6}", "the number of lines of the document") or 0)

    def file_name(self, node: Node | None) -> str:
        return self.matching(node, r"[^/\\]+", "a file name without a folder")

    def matching(self, node: Node | None, pattern: str, expected: str) -> str:
        """Text of this form, empty where it is not."""
        text = self.text(node)
        if node is not None and text and not re.fullmatch(pattern, text, re.ASCII):
            self.report(node, f'"{text}"', expected)
            return ""
        return text

    def text(self, node: Node | None) -> str:
        if isinstance(node, Scalar) and not node.is_nothing and node.text.strip():
            return node.text
        if node is not None:
            self.report(node, _kind(node), "text")
        return ""

    def items(self, node: Node | None) -> tuple[Node, ...]:
        if isinstance(node, Items):
            return node.items
        if node is not None:
            self.report(node, _kind(node), "a list")
        return ()

    def entries(self, node: Node) -> tuple[tuple[Scalar, Node], ...]:
        if isinstance(node, Entries):
            return node.entries
        self.report(node, _kind(node), "keys with values")
        return ()

    def fields(
        self, node: Node, names: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> Mapping[str, Node]:
        """The values of a mapping that has all of these keys, perhaps the optional ones, and no others."""
        known = names + optional
        given = {key.text: value for key, value in self.entries(node)}
        if isinstance(node, Entries):
            for key, _ in node.entries:
                if key.text not in known:
                    expected = f"one of {', '.join(known)}"
                    self.report(key, f'the key "{key.text}"', expected, nearest(key.text, known))
            for name in names:
                if name not in given:
                    self.report(node, f'no key "{name}"', f'the key "{name}"')
        return given

    def report(self, node: Node, found: str, expected: str, hint: str = "") -> None:
        self.problems.append(Problem(node.file, node.line, found, expected, node.column, hint))


def _kind(node: Node) -> str:
    match node:
        case Scalar():
            return "nothing" if node.is_nothing or not node.text.strip() else f'"{node.text}"'
        case Items():
            return "a list"
        case Entries():
            return "keys with values"
        case _:
            assert_never(node)
