"""Text files in pieces of whole lines."""

from collections.abc import Iterator
from pathlib import Path

BLOCK = 1 << 25
_BOM = b"\xef\xbb\xbf"


class Pieces:
    """A text file in pieces that end with a line, from the byte `start` on, which begins line number `line`.

    What a reader cannot finish yet it gives back with `keep`: the next piece begins with it. `line` is the
    number of the piece's first line, `read` counts the bytes up to its end, `ended` tells of the last piece.
    """

    def __init__(self, file: Path, start: int = 0, line: int = 1) -> None:
        self.line = line
        self.read = start
        self.ended = False
        self._file = file
        self._kept = b""

    def __iter__(self) -> Iterator[bytes]:
        with self._file.open("rb") as stream:
            stream.seek(self.read)
            while not self.ended:
                more = stream.read(BLOCK)
                self.ended = len(more) < BLOCK
                text = self._kept + more
                end = len(text) if self.ended else text.rfind(b"\n") + 1
                self._kept = text[end:]
                if end:
                    self.read += end
                    yield text[:end]
                    self.line += text.count(b"\n", 0, len(text) - len(self._kept))

    def keep(self, rest: bytes) -> None:
        """Leaves the end of this piece for the next one."""
        self._kept = rest + self._kept
        self.read -= len(rest)


def mark_length(file: Path) -> int:
    """The length of the mark of UTF-8 that a file may begin with."""
    with file.open("rb") as stream:
        return len(_BOM) if stream.read(len(_BOM)) == _BOM else 0


def lines_of(text: bytes) -> list[bytes]:
    """The lines of a text, each with its end."""
    return text.splitlines(keepends=True) if b"\r" not in text else _at_feeds(text)


def _at_feeds(text: bytes) -> list[bytes]:
    """A carriage return alone ends no line."""
    return [line + b"\n" for line in text.removesuffix(b"\n").split(b"\n")]
