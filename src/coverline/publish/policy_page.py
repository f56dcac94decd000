"""A policy version as a page: everything that it says, beside where the payer's document says it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from coverline.language.tables import CaseTable
from coverline.language.words import in_words as test_in_words
from coverline.library import Library
from coverline.library.citations import uncited
from coverline.model.criteria import Criterion, Fixed, Test, walk
from coverline.model.policy import CodeEntry, Note, PolicyVersion, Position, Statement
from coverline.model.quantity import Span
from coverline.model.vocabulary import Vocabulary
from coverline.publish.answers import outcome_words
from coverline.publish.citation import Source
from coverline.publish.fates import Fates, other_fates, product_fates, technique_fates
from coverline.publish.outline import Entry, Outliner
from coverline.publish.wording import services


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """A policy version with the words that its page needs."""

    policy: PolicyVersion
    source: Source
    vocabulary: Vocabulary
    tables: tuple[CaseTable, ...]

    @property
    def payer(self) -> str:
        """The payer's name."""
        return self.vocabulary.payers[self.policy.payer]

    @property
    def first_day(self) -> str:
        """The first day of service that the version decides."""
        return day_words(self.policy.version.first_day, self.policy.version.first_day_printed)

    @property
    def last_day(self) -> str:
        """The last day of service that the version decides."""
        return day_words(self.policy.version.last_day, self.policy.version.last_day_printed)

    @property
    def decides(self) -> str:
        """The days of service that the version decides, and which of them is not printed."""
        version = self.policy.version
        first, last = (day.isoformat() if day else None for day in (version.first_day, version.last_day))
        printed = {"first": version.first_day_printed, "last": version.last_day_printed}
        silent = [name for name, known in printed.items() if not known]
        days = f"no {' and no '.join(silent)} day is printed" if silent else ""
        return "; ".join(filter(None, (services(first, last), days)))

    @property
    def products(self) -> tuple[Fates, ...]:
        """What becomes of each product."""
        return product_fates(self.policy, self.vocabulary)

    @property
    def others(self) -> tuple[Fates, ...]:
        """What is handed on whatever the product and the technique."""
        return other_fates(self.policy, self.vocabulary)

    @property
    def techniques(self) -> tuple[Fates, ...]:
        """What becomes of each technique."""
        return technique_fates(self.policy, self.vocabulary)

    @property
    def codes(self) -> tuple[tuple[str, tuple[CodeEntry, ...]], ...]:
        """The code lists by system, in printed order."""
        entries = (*self.policy.codes.procedures, *self.policy.codes.diagnoses)
        return tuple(
            (system, tuple(group)) for system, group in groupby(entries, key=lambda each: each.system)
        )

    @property
    def statements(self) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
        """Everything else that the source says, by section."""
        grouped = groupby(self.policy.statements, key=lambda each: each.section)
        return tuple((section, tuple(group)) for section, group in grouped)

    @property
    def case_counts(self) -> tuple[tuple[str, str], ...]:
        """Each case table with how many of its rows expect what."""
        return tuple((table.id, ", ".join(_counted(table))) for table in self.tables)

    @property
    def hand_over_notes(self) -> tuple[str, ...]:
        """The readings of what the policy hands on, each once."""
        names = (name for each in self.policy.scope.hands_over for name in each.notes)
        return tuple(dict.fromkeys(names))

    @property
    def note_numbers(self) -> Mapping[str, int]:
        """The number of every reading on the page, by its id."""
        return {name: number for number, name in enumerate(self.policy.notes, 1)}

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of every criterion by its id."""
        return {node.id: node.label for position in self.policy.positions for node in walk(position.criteria)}

    @property
    def uncited(self) -> str:
        """The source lines that nothing cites."""
        document = self.source.register.documents[self.source.document]
        ranges = uncited(self.policy, document.lines)
        return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)

    def outline(self, criterion: Criterion) -> Entry:
        """The criteria of a position, numbered; examples count back from the day of the first case."""
        rows = (row.case for table in self.tables for row in table.rows)
        service = next((case.date_of_service.last for case in rows), None)
        return Outliner(self.policy.documents, self.vocabulary, service).entry(criterion)

    def never_met(self, position: Position) -> bool:
        """Whether no facts can meet a position."""
        return isinstance(position.criteria.body, Fixed)

    def when(self, tests: tuple[Test, ...]) -> str:
        """The conditions of a rule in words."""
        return " and ".join(test_in_words(test, self.vocabulary) for test in tests)

    def document(self, name: str) -> str:
        """The title of a named document."""
        return self.policy.documents[name].title


def policy_page(policy: PolicyVersion, library: Library) -> PolicyPage:
    """The page of a version of the library."""
    source = Source(library.register, policy.source)
    return PolicyPage(policy, source, library.vocabulary, library.tables(policy))


def day_words(day: date | None, printed: bool) -> str:
    """The first or the last day of a version."""
    if day is not None:
        return day.isoformat()
    return "any day" if printed else "not printed"


def span_words(span: Span | None) -> str:
    """A date that a document prints, or that it does not."""
    return str(span) if span else "not printed"


def status_words(note: Note) -> str:
    """Who confirmed a reading, as what and when."""
    if note.confirmed is None:
        return "unconfirmed"
    return f"confirmed by {note.confirmed.by}, {note.confirmed.role}, {note.confirmed.on}"


def confirmed_words(policy: PolicyVersion) -> str:
    """How many readings a policy has, and how many of them are confirmed."""
    confirmed = sum(note.confirmed is not None for note in policy.notes.values())
    return f"{len(policy.notes)}, {confirmed or 'none'} confirmed"


def _counted(table: CaseTable) -> Iterator[str]:
    counted = Counter(outcome_words(row.expects.outcome) for row in table.rows)
    return (f"{count} {words}" for words, count in counted.items())
