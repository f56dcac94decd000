"""Golden files: broken inputs, or edits of an example, each with the exact diagnostics.

A file is a row of entries. An entry begins with a line `=== title`; then comes the input, or edits of
the file's example (`<<<` what stands there once, `>>>` what is written instead); after a line `---`
come the diagnostics. {TAB} and {NUL} stand for what a reader would not see.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True, slots=True)
class Entry:
    """One broken input and what is said of it."""

    title: str
    source: str
    diagnostics: str

    def input(self, example: str | None) -> str:
        """The text to read."""
        if example is None:
            return self.source.replace("{TAB}", "\t").replace("{NUL}", "\0")
        for old, new in _edits(self.source):
            assert example.count(old) == 1, (self.title, old, example.count(old))
            example = example.replace(old, new)
        return example


def entries(name: str) -> list[Entry]:
    """The entries of a golden file."""
    text = (FOLDER / name).read_text()
    found = []
    for block in text.split("=== ")[1:]:
        title, _, rest = block.partition("\n")
        source, _, diagnostics = rest.rpartition("---\n")
        found.append(Entry(title, source, diagnostics.rstrip("\n")))
    return found


def renew(name: str, diagnose: Callable[[Entry], str]) -> None:
    """Write what is said today into a golden file."""
    blocks = [f"=== {each.title}\n{each.source}---\n{diagnose(each)}\n" for each in entries(name)]
    (FOLDER / name).write_text("\n".join(blocks))


def _edits(source: str) -> Iterator[tuple[str, str]]:
    old: list[str] = []
    new: list[str] = []
    for line in (*source.splitlines(), "<<<"):
        if line.startswith("<<<"):
            if new:
                yield "\n".join(old), "\n".join(new)
                old, new = [], []
            old.append(line[4:])
        else:
            new.append(line.removeprefix(">>>")[1:])
