"""The criteria of a policy as a numbered outline, ALL OF, ONE OF and NONE OF spelled out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from coverline.cli.citation import row
from coverline.cli.terminal import faint, heading
from coverline.language.words import in_words
from coverline.model.criteria import Citation, Test
from coverline.model.policy import NamedDocument, Position
from coverline.model.vocabulary import Vocabulary
from coverline.publish.citation import Source
from coverline.publish.outline import Entry, Outliner
from coverline.publish.wording import in_words as spaced


@dataclass(frozen=True, slots=True)
class Outline:
    """Writes positions out; boundary examples count back from `service`, places are those of `source`."""

    source: Source
    documents: Mapping[str, NamedDocument]
    vocabulary: Vocabulary
    service: date | None

    def position(self, position: Position) -> Iterator[str]:
        """One position: its techniques, every criterion and what an unmet service is called."""
        yield heading(f"{position.criteria.label.upper()}")
        yield faint(f"for {', '.join(map(spaced, position.techniques))}")
        outliner = Outliner(self.documents, self.vocabulary, self.service)
        yield from self._criterion(outliner.entry(position.criteria), 0)
        otherwise = position.otherwise
        category = otherwise.category.value if otherwise.category else "not printed"
        yield row(f"If unmet, a clinician reviews; the policy's words: {spaced(category)}", otherwise.cite)
        for each in otherwise.exceptions:
            when = self._when(each.when)
            yield row(f"  {when}: {spaced(each.category.value)}", each.cite)
        for pointer in otherwise.refer_to:
            when = f"{self._when(pointer.when)}: " if pointer.when else ""
            yield row(f"  {when}see {self.documents[pointer.to].title}", pointer.cite)

    def _criterion(self, entry: Entry, depth: int, above: Citation | None = None) -> Iterator[str]:
        group = f"{entry.joins.upper()} THESE {len(entry.children)}"
        said = f"{entry.label}: {group}" if entry.joins else entry.label
        mark = " !" if entry.notes else ""
        numbered = f"{entry.number} {said}{mark}" if entry.number else f"{said}{mark}"
        yield row(f"{'  ' * depth}{numbered}", entry.cite)
        example = f"example: {entry.example}" if entry.example else ""
        place = "" if above == entry.cite else self.source.place(entry.cite, above)
        where = f"in the source: {place}" if place else ""
        for line in filter(None, (entry.test, example, *entry.remarks, where)):
            yield f"{'  ' * depth}  {faint(line)}"
        for child in entry.children:
            yield from self._criterion(child, depth + 1, entry.cite)

    def _when(self, tests: tuple[Test, ...]) -> str:
        return " and ".join(in_words(test, self.vocabulary) for test in tests)
