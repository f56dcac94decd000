"""The file beside the register that has the fingerprints of every cited passage."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from coverline.document import Entries, Items, Node, Scalar, read_file
from coverline.problem import Problem, Unreadable
from coverline.sources.fingerprint import Fingerprint
from coverline.sources.place import span

PASSAGES = Path("passages.yaml")

_HEADER = """\
# Fingerprints of every passage that a policy cites, by which `coverline sources verify` finds it in any
# extraction of the document: lines, number of characters, checksum of the beginning, hash of all, and how
# often the text says it. Written by `coverline sources passages`.

passages:
"""
_FORM = re.compile(
    r"(?P<first>\d{1,7})(?:-(?P<last>\d{1,7}))? (?P<length>\d{1,9}) (?P<begins>[0-9a-f]{8}) "
    r"(?P<sha256>[0-9a-f]{16}) (?P<times>\d{1,7})"
)


def read_passages(folder: Path) -> Mapping[str, tuple[Fingerprint, ...]]:
    """The fingerprints of each document of a content folder, empty where it has none; else Unreadable."""
    file = folder / PASSAGES
    return passages_in(read_file(file)) if file.exists() else {}


def passages_in(node: Node) -> Mapping[str, tuple[Fingerprint, ...]]:
    """The fingerprints that a file holds; Unreadable where anything in it is something else."""
    problems: list[Problem] = []
    listed = _entries(node, problems)
    passages = _entries(listed.get("passages"), problems)
    found = {name: tuple(_fingerprints(node, problems)) for name, node in passages.items()}
    if problems:
        raise Unreadable(problems)
    return found


def passages_text(found: Mapping[str, Iterable[Fingerprint]]) -> str:
    """The content of the file."""
    lines = [line for name, each in found.items() for line in (f"  {name}:", *map(_line, each))]
    return _HEADER + "\n".join(lines) + "\n"


def _line(each: Fingerprint) -> str:
    return f"    - {span(each.lines)} {each.length} {each.begins} {each.sha256} {each.times}"


def _fingerprints(node: Node, problems: list[Problem]) -> Iterator[Fingerprint]:
    for each in node.items if isinstance(node, Items) else ():
        found = _FORM.fullmatch(each.text) if isinstance(each, Scalar) else None
        if found is None:
            _report(each, problems)
            continue
        lines = (int(found["first"]), int(found["last"] or found["first"]))
        yield Fingerprint(lines, int(found["length"]), found["begins"], found["sha256"], int(found["times"]))


def _entries(node: Node | None, problems: list[Problem]) -> Mapping[str, Node]:
    if isinstance(node, Entries):
        return {key.text: value for key, value in node.entries}
    if node is not None:
        _report(node, problems)
    return {}


def _report(node: Node, problems: list[Problem]) -> None:
    hint = "renew the file with: coverline sources passages"
    expected = "fingerprints of passages"
    problems.append(Problem(node.file, node.line, "something else", expected, node.column, hint))
