"""Lays a located tree out as YAML again: indentation, quoting, line width; comments stay with their rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coverline.document import Comment, Entries, Items, Node, Scalar

WIDTH = 110

# Where a row stands in the source: an item or an entry, its line and its column.
Place = tuple[str, int, int]


@dataclass(slots=True)
class Remarks:
    """What stood around the rows of the source: comments above and beside them, blank lines."""

    above: dict[Place, list[str]] = field(default_factory=dict)
    beside: dict[Place, str] = field(default_factory=dict)
    spaced: set[Place] = field(default_factory=set)
    top: list[str] = field(default_factory=list)
    end: list[str] = field(default_factory=list)


def read_remarks(root: Node, comments: Sequence[Comment], text: str) -> Remarks:
    """Gives each comment, and each blank line, to the row that it belongs to."""
    remarks = Remarks()
    rows = list(_rows(root))
    lines = text.split("\n")
    header = _header(comments, lines)
    remarks.top = [comment.text for comment in header]
    for comment in comments[len(header) :]:
        if comment.alone:
            row = next((row for row in rows if row[1] > comment.line), None)
            (remarks.end if row is None else remarks.above.setdefault(row, [])).append(comment.text)
        else:
            row = next(row for row in reversed(rows) if row[1] <= comment.line)
            if row in remarks.beside:
                remarks.above.setdefault(row, []).append(comment.text)
            else:
                remarks.beside[row] = comment.text
    taken = {comment.line for comment in comments if comment.alone}
    for row in rows:
        above = row[1] - 1
        while above in taken:
            above -= 1
        if above > 0 and not lines[above - 1].strip():
            remarks.spaced.add(row)
    return remarks


def _header(comments: Sequence[Comment], lines: Sequence[str]) -> Sequence[Comment]:
    """The comments that open the file and that a blank line parts from the rest."""
    count = 0
    while count < len(comments) and comments[count].alone and comments[count].line == count + 1:
        count += 1
    parted = count > 0 and count < len(lines) and not lines[count].strip()
    return comments[:count] if parted else ()


def _rows(node: Node) -> Iterator[Place]:
    if isinstance(node, Scalar) or node.flow:
        return
    if isinstance(node, Items):
        for item in node.items:
            yield ("item", item.line, item.column)
            yield from _rows(item)
    else:
        for name, value in node.entries:
            yield ("entry", name.line, name.column)
            yield from _rows(value)


def laid_out(root: Node, remarks: Remarks) -> str:
    """The tree as text with its remarks."""
    lines = [*remarks.top, *([""] if remarks.top else [])]
    if isinstance(root, Entries) and not root.flow:
        previous = 0
        for index, (name, value) in enumerate(root.entries):
            section = list(_entry(name, value, 0, remarks, spaced=False))
            if index and (len(section) > 1 or previous > 1):
                lines.append("")
            lines += section
            previous = len(section)
    else:
        lines += _block(root, 0, remarks)
    return "\n".join([*lines, *remarks.end]) + "\n"


def _block(node: Node, indent: int, remarks: Remarks) -> Iterator[str]:
    if isinstance(node, Scalar) or node.flow or not _children(node):
        yield from _flow(node, " " * indent)
    elif isinstance(node, Items):
        for index, item in enumerate(node.items):
            yield from _item(item, indent, remarks, spaced=index > 0)
    else:
        for index, (name, value) in enumerate(node.entries):
            yield from _entry(name, value, indent, remarks, spaced=index > 0)


def _children(node: Items | Entries) -> int:
    return len(node.items) if isinstance(node, Items) else len(node.entries)


def _item(node: Node, indent: int, remarks: Remarks, *, spaced: bool) -> Iterator[str]:
    place: Place = ("item", node.line, node.column)
    yield from _above(place, indent, remarks, spaced=spaced)
    lines = list(_block(node, indent + 2, remarks))
    # Comments above the first key of an item stand above the item itself.
    first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from (" " * indent + line.lstrip() for line in lines[:first])
    start = " " * indent + "- " + lines[first][indent + 2 :]
    yield from _beside(place, [start, *lines[first + 1 :]], remarks)


def _entry(name: Scalar, value: Node, indent: int, remarks: Remarks, *, spaced: bool) -> Iterator[str]:
    place: Place = ("entry", name.line, name.column)
    yield from _above(place, indent, remarks, spaced=spaced)
    key = " " * indent + _scalar(name, flow=False) + ":"
    if isinstance(value, Scalar) or value.flow or not _children(value):
        lines = list(_flow(value, key + " "))
    else:
        lines = [key, *_block(value, indent + 2, remarks)]
    yield from _beside(place, lines, remarks)


def _above(place: Place, indent: int, remarks: Remarks, *, spaced: bool) -> Iterator[str]:
    if spaced and place in remarks.spaced:
        yield ""
    yield from (" " * indent + comment for comment in remarks.above.get(place, ()))


def _beside(place: Place, lines: list[str], remarks: Remarks) -> Iterator[str]:
    if place not in remarks.beside:
        yield from lines
        return
    comment = remarks.beside[place]
    yield f"{lines[0]}  {comment}"
    yield from lines[1:]


def _flow(node: Node, start: str) -> Iterator[str]:
    """A value on one line after `start`, or filled into several where it is too long for one."""
    filler = _Filler(start)
    filler.add(node, "")
    yield from (line.rstrip() for line in (*filler.lines, filler.line))


class _Filler:
    """Fills lines with the parts of a value in brackets, aligned behind their bracket."""

    def __init__(self, start: str) -> None:
        self.lines: list[str] = []
        self.line = start
        self.inside = False

    def add(self, node: Node, after: str) -> None:
        """Write a value and what follows it directly."""
        text = inline(node, flow=self.inside) + after
        if isinstance(node, Scalar) or self._fits(text):
            self.line += text
            return
        self.inside = True
        brackets = "[]" if isinstance(node, Items) else "{}"
        self.line += brackets[0]
        margin = " " * len(self.line)
        parts = _parts(node)
        for index, (prefix, value) in enumerate(parts):
            end = "," if index + 1 < len(parts) else brackets[1] + after
            if index and not self._fits(" " + prefix + inline(value, flow=True) + end):
                self.lines.append(self.line)
                self.line = margin
            elif index:
                self.line += " "
            self.line += prefix
            self.add(value, end)

    def _fits(self, text: str) -> bool:
        return len(self.line) + len(text) <= WIDTH


def _parts(node: Items | Entries) -> list[tuple[str, Node]]:
    if isinstance(node, Items):
        return [("", item) for item in node.items]
    return [(_scalar(name, flow=True) + ": ", value) for name, value in node.entries]


def inline(node: Node, *, flow: bool) -> str:
    """A value on one line, quoted where it needs to be; `flow` where it stands between brackets."""
    if isinstance(node, Scalar):
        return _scalar(node, flow=flow)
    inner = ", ".join(prefix + inline(value, flow=True) for prefix, value in _parts(node))
    return f"[{inner}]" if isinstance(node, Items) else f"{{{inner}}}"


# What plain text must not begin with, and what would end it.
_MARKS = re.compile(r"[,\[\]{}#&*!|>'\"%@`\s]|[-?:](\s|$)|---|\.\.\.|=$|<<$")
_ENDS = re.compile(r":(\s|$)|\s#|\s$")
_ENDS_IN_FLOW = re.compile(r"[,\[\]{}]|:(\s|$)|\s#|\s$|^[-?:]")


def _scalar(node: Scalar, *, flow: bool) -> str:
    if node.is_nothing:
        return "null" if flow else node.text
    ends = _ENDS_IN_FLOW if flow else _ENDS
    nothing = Scalar(node.text, False, node.file, node.line, node.column).is_nothing
    if nothing or not node.text.isprintable() or _MARKS.match(node.text) or ends.search(node.text):
        return _quoted(node.text)
    return node.text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(mark if mark.isprintable() else f"\\U{ord(mark):08x}" for mark in escaped) + '"'
