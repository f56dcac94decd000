"""Whether a reader's copies are still the documents that the register knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from coverline.sources.fingerprint import Fingerprint, Text
from coverline.sources.register import SourceDocument

# A copy that says fewer of the passages than this is another document.
_SHARE = 0.3


class Status(Enum):
    """What became of a document."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True)
class Copy:
    """A file of a reader's folder; `sha256` is that of its text."""

    file: Path
    lines: tuple[str, ...]
    sha256: str

    @classmethod
    def of(cls, file: Path, text: str) -> "Copy":
        """The copy that a file's text makes."""
        return cls(file, tuple(text.split("\n")), sha256(text.encode()).hexdigest())

    @cached_property
    def text(self) -> Text:
        """What the copy says, made ready to be searched."""
        return Text(self.lines)


@dataclass(frozen=True, slots=True)
class Verification:
    """A document, the file that is its copy, and the passages that the copy no longer says."""

    document: str
    status: Status
    file: Path | None = None
    changed: tuple[Fingerprint, ...] = ()
    exact: bool = False


def verify(document: SourceDocument, passages: Sequence[Fingerprint], copies: Iterable[Copy]) -> Verification:
    """The document against the best of these copies: by its fingerprint, else by its cited passages."""
    found = [(each, _lost(document, passages, each)) for each in copies]
    exact = next((each for each, _ in found if each.sha256 == document.sha256), None)
    if exact is not None:
        return Verification(document.id, Status.SAME, exact.file, exact=True)
    likely = [each for each in found if _may_be(document, passages, *each)]
    if not likely:
        return Verification(document.id, Status.MISSING)
    copy, lost = min(likely, key=lambda each: len(each[1]))
    same = bool(passages) and not lost
    return Verification(document.id, Status.SAME if same else Status.CHANGED, copy.file, lost)


def _lost(document: SourceDocument, passages: Sequence[Fingerprint], copy: Copy) -> tuple[Fingerprint, ...]:
    if copy.sha256 == document.sha256:
        return ()
    return tuple(each for each in passages if not copy.text.has(each))


def _may_be(
    document: SourceDocument, passages: Sequence[Fingerprint], copy: Copy, lost: Sequence[Fingerprint]
) -> bool:
    """Whether a copy is an edition of the document: it is named so, or says enough of what it says."""
    return copy.file.name == document.file or len(passages) - len(lost) > _SHARE * len(passages)
