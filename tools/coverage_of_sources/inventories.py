"""What the two readers listed, and the account of it: docs/inventory."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coverline.document import Entries, Items, Node, Scalar, read_file
from coverline.problem import Problem, Unreadable
from coverline.sources.register import Lines

FOLDER = Path(__file__).parents[2] / "docs" / "inventory"
READERS = ("first-reader", "second-reader")

_HEADING = re.compile(r"## (\S+)")
_STATEMENT = re.compile(r"(?:   - )?(\d+[a-z]?)\. ")


@dataclass(frozen=True, slots=True)
class Account:
    """Where one statement lives in the content, or why it is left out; `says` is what it is about."""

    says: str
    places: tuple[str, ...]
    left_out: str | None
    line: int


@dataclass(frozen=True, slots=True)
class CitedByNothing:
    """Source lines that nothing cites, and why."""

    reason: str
    ranges: tuple[Lines, ...]
    line: int

    @property
    def lines(self) -> tuple[int, ...]:
        """The number of every such line."""
        return tuple(line for first, last in self.ranges for line in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Accounts:
    """The account of one policy: each reader's statements by number, and the lines that nothing cites."""

    policy: str
    file: str
    statements: Mapping[str, Mapping[str, Account]]
    cited_by_nothing: tuple[CitedByNothing, ...]


def read_statements(reader: str, folder: Path = FOLDER) -> Mapping[str, tuple[str, ...]]:
    """The numbers of a reader's statements, in order, by policy."""
    numbers: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (folder / f"{reader}.md").read_text(encoding="utf-8").splitlines():
        if heading := _HEADING.match(line):
            current = numbers.setdefault(heading[1], [])
        elif statement := _STATEMENT.match(line):
            current.append(statement[1])
    return {policy: tuple(found) for policy, found in numbers.items()}


def read_accounts(file: Path) -> Accounts:
    """The account of the policy that the file is named after; Unreadable where its form is wrong."""
    given = _fields(read_file(file), ("cited-by-nothing", *READERS))
    return Accounts(
        policy=file.stem,
        file=str(file),
        statements={reader: dict(_statements(given[reader])) for reader in READERS if reader in given},
        cited_by_nothing=tuple(_cited_by_nothing(each) for each in _items(given.get("cited-by-nothing"))),
    )


def _statements(node: Node) -> Iterator[tuple[str, Account]]:
    for number, value in _entries(node):
        given = _fields(value, ("says", "at", "left-out"))
        if "says" not in given or ("at" in given) == ("left-out" in given):
            raise _wrong(value, f"statement {number.text}", "says, and either at or left-out")
        places = tuple(_text(each) for each in _items(given.get("at")))
        left_out = _text(given["left-out"]) if "left-out" in given else None
        yield number.text, Account(_text(given["says"]), places, left_out, number.line)


def _cited_by_nothing(node: Node) -> CitedByNothing:
    given = _fields(node, ("reason", "lines"))
    if len(given) < 2:
        raise _wrong(node, "an entry", "a reason and lines")
    return CitedByNothing(_text(given["reason"]), tuple(map(_lines, _items(given["lines"]))), node.line)


def _lines(node: Node) -> Lines:
    text = _text(node)
    if not re.fullmatch(r"[1-9]\d*(-[1-9]\d*)?", text, re.ASCII):
        raise _wrong(node, f'"{text}"', "lines such as 33-47 or 12")
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def _fields(node: Node, names: tuple[str, ...]) -> Mapping[str, Node]:
    """The values of a mapping that has no other keys than these."""
    for key, _ in _entries(node):
        if key.text not in names:
            raise _wrong(key, f'the key "{key.text}"', f"one of {', '.join(names)}")
    return {key.text: value for key, value in _entries(node)}


def _entries(node: Node) -> tuple[tuple[Scalar, Node], ...]:
    if isinstance(node, Entries):
        return node.entries
    raise _wrong(node, "no keys", "keys with values")


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    if isinstance(node, Items) and node.items:
        return node.items
    raise _wrong(node, "no list", "a list with something in it")


def _text(node: Node) -> str:
    if isinstance(node, Scalar) and node.text.strip():
        return node.text
    raise _wrong(node, "no text", "text")


def _wrong(node: Node, found: str, expected: str) -> Unreadable:
    return Unreadable((Problem(node.file, node.line, found, expected, node.column),))
