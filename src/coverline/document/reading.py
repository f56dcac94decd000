"""Reads files and text of either form."""

import re
from collections.abc import Iterator
from pathlib import Path

from coverline.document.faults import Fault, refuse
from coverline.document.json_text import read_json
from coverline.document.nodes import Node
from coverline.document.yaml_text import read_yaml
from coverline.problem import Unreadable

LARGEST_FILE = 1_000_000


def read_file(path: Path, limit: int = LARGEST_FILE) -> Node:
    """Read a file of YAML, or of JSON where it is named so; at most `limit` bytes, else Unreadable."""
    return read_text(load_text(path, limit), str(path))


def load_text(path: Path, limit: int = LARGEST_FILE) -> str:
    """The text of a file in UTF-8, whose size is looked at before it is read; else Unreadable."""
    name = str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            refuse(name, Fault.FOLDER)
        if size > limit:
            refuse(name, Fault.LARGE, size=size, limit=limit)
        # A pipe or a device tells no size: read no more than is allowed of it.
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except PermissionError:
        refuse(name, Fault.CLOSED)
    except OSError:
        refuse(name, Fault.MISSING)
    if len(content) > limit:
        refuse(name, Fault.LARGE, size=len(content), limit=limit)
    return decode(content, name)


def decode(content: bytes, name: str) -> str:
    """Bytes in UTF-8 as text; Unreadable where they are something else."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(name, Fault.BINARY, content.count(b"\n", 0, error.start) + 1)


def read_text(text: str, name: str) -> Node:
    """Read YAML, or JSON where the name or the first marks say so; Unreadable with every problem found."""
    _refuse_control_characters(text, name)
    if is_json(text, name):
        return read_json(text, name, 1)
    return read_yaml(text, name)


def read_lines(text: str, name: str) -> Iterator[Node | Unreadable]:
    """Read JSON Lines: one tree a line, or what is wrong with that line alone."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                _refuse_control_characters(line, name, number)
                yield read_json(line, name, number)
            except Unreadable as unreadable:
                yield unreadable


def is_json(text: str, name: str) -> bool:
    """Whether text is to be read as JSON: by its file's name, else by how it begins."""
    if name.endswith((".yaml", ".yml")):
        return False
    return name.endswith(".json") or re.match(r'\s*[\[{][\s\[{]*["}\]]', text) is not None


def _refuse_control_characters(text: str, name: str, line: int = 1) -> None:
    strange = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", text)
    if strange:
        line += text.count("\n", 0, strange.start())
        refuse(name, Fault.CONTROL, line, number=ord(strange.group()))
