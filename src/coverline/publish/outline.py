"""The criteria of a policy as a numbered outline, ALL OF, ONE OF and NONE OF spelled out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from coverline.language.words import in_words
from coverline.model.criteria import Citation, Criterion, Test, parts_of
from coverline.model.policy import NamedDocument
from coverline.model.vocabulary import Vocabulary
from coverline.publish.boundary import boundary_example
from coverline.publish.wording import joins


@dataclass(frozen=True, slots=True)
class Entry:
    """A criterion with its number, how it joins what is below it, what it tests, and remarks on it."""

    id: str
    number: str
    label: str
    joins: str
    test: str
    example: str
    remarks: tuple[str, ...]
    notes: tuple[str, ...]
    cite: Citation
    children: tuple["Entry", ...]


@dataclass(frozen=True, slots=True)
class Outliner:
    """Numbers criteria; boundary examples count back from `service`."""

    documents: Mapping[str, NamedDocument]
    vocabulary: Vocabulary
    service: date | None

    def entry(self, criterion: Criterion, number: str = "") -> Entry:
        """A criterion and all below it; the topmost has no number."""
        below = f"{number}." if number else ""
        return Entry(
            id=criterion.id,
            number=number,
            label=criterion.label,
            joins=joins(criterion.body),
            test=self._test(criterion),
            example=self._example(criterion),
            remarks=tuple(self._remarks(criterion)),
            notes=criterion.notes,
            cite=criterion.cite,
            children=tuple(
                self.entry(part, f"{below}{place}") for place, part in enumerate(parts_of(criterion), 1)
            ),
        )

    def _test(self, criterion: Criterion) -> str:
        # A criterion made of one line of several is named by its test already.
        if not isinstance(criterion.body, Test) or "/" in criterion.id:
            return ""
        return in_words(criterion.body, self.vocabulary)

    def _example(self, criterion: Criterion) -> str:
        if not isinstance(criterion.body, Test) or self.service is None:
            return ""
        return boundary_example(criterion.body, self.vocabulary, self.service) or ""

    def _remarks(self, criterion: Criterion) -> Iterator[str]:
        if criterion.never_decides_alone:
            yield f"never decides alone: {criterion.never_decides_alone}"
        if criterion.refer_to:
            yield f"if this leaves the case unmet, see {self.documents[criterion.refer_to].title}"
