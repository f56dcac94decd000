"""The criteria of a policy as a numbered outline, ALL OF, ONE OF and NONE OF spelled out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from coverline.cli.boundary import boundary_example
from coverline.cli.citation import row
from coverline.cli.criteria import joins
from coverline.cli.terminal import faint, heading
from coverline.cli.wording import in_words as spaced
from coverline.language.words import in_words
from coverline.model.criteria import Criterion, Test, parts_of
from coverline.model.policy import NamedDocument, Position
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Outline:
    """Writes positions out; boundary examples count back from `service`."""

    documents: Mapping[str, NamedDocument]
    vocabulary: Vocabulary
    service: date | None

    def position(self, position: Position) -> Iterator[str]:
        """One position: its techniques, every criterion and what an unmet service is called."""
        yield heading(f"{position.criteria.label.upper()}")
        yield faint(f"for {', '.join(map(spaced, position.techniques))}")
        yield from self._criterion(position.criteria, "", 0)
        otherwise = position.otherwise
        category = otherwise.category.value if otherwise.category else "not printed"
        yield row(f"If unmet, a clinician reviews; the policy's words: {spaced(category)}", otherwise.cite)
        for each in otherwise.exceptions:
            when = self._when(each.when)
            yield row(f"  {when}: {spaced(each.category.value)}", each.cite)
        for pointer in otherwise.refer_to:
            when = f"{self._when(pointer.when)}: " if pointer.when else ""
            yield row(f"  {when}see {self.documents[pointer.to].title}", pointer.cite)

    def _criterion(self, criterion: Criterion, number: str, depth: int) -> Iterator[str]:
        group = joins(criterion.body).upper()
        parts = parts_of(criterion)
        said = f"{criterion.label}: {group} THESE {len(parts)}" if group else criterion.label
        mark = " !" if criterion.notes else ""
        numbered = f"{number} {said}{mark}" if number else f"{said}{mark}"
        yield row(f"{'  ' * depth}{numbered}", criterion.cite)
        for line in self._remarks(criterion):
            yield f"{'  ' * depth}  {faint(line)}"
        for index, part in enumerate(parts, 1):
            yield from self._criterion(part, f"{number}.{index}" if number else str(index), depth + 1)

    def _remarks(self, criterion: Criterion) -> Iterator[str]:
        if isinstance(criterion.body, Test):
            # A criterion made of one line of several is named by its test already.
            if "/" not in criterion.id:
                yield in_words(criterion.body, self.vocabulary)
            if self.service and (example := boundary_example(criterion.body, self.vocabulary, self.service)):
                yield f"example: {example}"
        if criterion.never_decides_alone:
            yield f"never decides alone: {criterion.never_decides_alone}"
        if criterion.refer_to:
            yield f"if this leaves the case unmet, see {self.documents[criterion.refer_to].title}"

    def _when(self, tests: tuple[Test, ...]) -> str:
        return " and ".join(in_words(test, self.vocabulary) for test in tests)
