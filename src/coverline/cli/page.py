"""A policy as a page that a reviewer reads beside the payer's document."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from textwrap import wrap

from coverline.cli.citation import folded, row
from coverline.cli.outline import Outline
from coverline.cli.terminal import faint, heading
from coverline.language.tables import CaseTable
from coverline.language.words import in_words
from coverline.library.citations import uncited
from coverline.model.criteria import Test
from coverline.model.policy import CodeEntry, PolicyVersion
from coverline.model.vocabulary import Vocabulary
from coverline.publish.citation import Source
from coverline.publish.policy_page import confirmed_words, day_words, span_words, status_words
from coverline.publish.wording import in_words as spaced
from coverline.publish.wording import spelled

WIDTH = 96


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that one policy version says, block by block."""

    policy: PolicyVersion
    source: Source
    vocabulary: Vocabulary
    tables: tuple[CaseTable, ...]

    def lines(self) -> Iterator[str]:
        """The lines of the whole page."""
        yield from self._header()
        yield from _block("MEMBERS", self._members())
        yield from _block("PRIOR AUTHORIZATION, per the policy; confirm with the plan", self._authorization())
        yield from _block("HANDED ON", self._handed_on())
        outline = Outline(self.source, self.policy.documents, self.vocabulary, self._example_day())
        for position in self.policy.positions:
            yield ""
            yield from _lines(outline.position(position))
        yield from _block("A CLINICIAN JUDGES", self._judged())
        yield from _block(f"! READINGS {confirmed_words(self.policy)}", self._notes())
        yield from _block("WARNINGS, which never change an outcome", self._warnings())
        yield from _block("CODES, reference only, never proof", self._codes())
        yield from _block("SEND", self._documents())
        yield from _block("DEFINITIONS", self._definitions())
        yield from self._statements()
        yield from _block(f"CASES {sum(len(table.rows) for table in self.tables)}", self._cases())
        yield from _block("SOURCE LINES CITED BY NOTHING", self._uncited())

    def _header(self) -> Iterator[str]:
        version = self.policy.version
        yield heading(self.policy.title.upper())
        yield self.vocabulary.payers[self.policy.payer]
        yield row(f"{self.policy.id}, version {version.name}", version.cite)
        first = day_words(version.first_day, version.first_day_printed)
        last = day_words(version.last_day, version.last_day_printed)
        yield f"First day of service {first}, last day {last}"
        yield f"Printed {span_words(version.printed_on)}; next review {span_words(version.next_review)}"
        if version.beforehand:
            yield row(f"Before: {self._title(version.beforehand.to)}", version.beforehand.cite)
        if version.afterwards:
            yield row(f"After: {self._title(version.afterwards.to)}", version.afterwards.cite)

    def _members(self) -> Iterator[str]:
        scope = self.policy.scope
        yield row(", ".join(map(spaced, scope.products)), scope.products_cite)
        if scope.states is None or scope.states_cite is None:
            yield "every state"
        else:
            yield row(", ".join(sorted(scope.states)), scope.states_cite)

    def _authorization(self) -> Iterator[str]:
        table = self.policy.prior_authorization
        if table is None:
            yield "not addressed"
            return
        yield row(f"for {', '.join(map(spaced, sorted(table.techniques)))}", table.cite)
        for rule in table.rules:
            yield row(f"{spaced(rule.answer.value)} where {self._when(rule.when)}", rule.cite)

    def _handed_on(self) -> Iterator[str]:
        for each in self.policy.scope.hands_over:
            excepted = f", except {', '.join(map(spaced, sorted(each.excepted)))}" if each.excepted else ""
            yield row(f"{self._when(each.when)}{excepted}", each.cite)
            yield f"  -> {self._title(each.to)}"

    def _judged(self) -> Iterator[str]:
        for each in self.policy.clinician_judges:
            question = self.vocabulary.facts[each.question].question
            yield row(f"{', '.join(map(spaced, each.techniques))}: {question}", each.cite)
            yield f"  yes -> {each.if_yes} | no -> {self._title(each.if_no)}"

    def _notes(self) -> Iterator[str]:
        for note in self.policy.notes.values():
            yield row(f"{note.id}: {note.asks}", note.cite) if note.cite else f"{note.id}: {note.asks}"
            yield f"  Read: {note.reading}"
            yield f"  If wrong: {note.changes}  {faint(f'[{status_words(note)}]')}"

    def _warnings(self) -> Iterator[str]:
        for each in self.policy.warnings:
            yield row(f"{each.id}: {each.says}", each.cite)
            yield faint(f"  when {self._when(each.when) or 'always'}")

    def _codes(self) -> Iterator[str]:
        codes = self.policy.codes
        for system, entries in groupby((*codes.procedures, *codes.diagnoses), key=lambda entry: entry.system):
            yield system
            for entry in entries:
                yield from self._entry(entry)
        for system in codes.none_printed:
            yield f"{system}: none printed"
        for misprint in codes.misprints:
            meant = misprint.meant or "not clear"
            yield row(f"Printed {misprint.printed}, which does not exist; meant is {meant}", misprint.cite)

    def _entry(self, entry: CodeEntry) -> Iterator[str]:
        printed = f" (printed {entry.printed_as}, {len(entry.codes)} codes)" if entry.printed_as else ""
        codes = " ".join(spelled(code, entry.system) for code in entry.codes)
        first, *others = wrap(f"{spaced(entry.finding.value)}{printed}: {codes}", WIDTH - 16)
        yield row(f"  {first}", entry.cite)
        yield from (f"    {line}" for line in others)
        if entry.note:
            yield faint(f"    {entry.note}")
        for each in entry.exceptions:
            said = f"{spaced(each.finding.value)} where {self._when(each.when)}"
            yield row(f"    {each.mark}: {said}", each.cite)

    def _documents(self) -> Iterator[str]:
        for each in self.policy.documentation:
            supports = f" (for {', '.join(each.supports)})" if each.supports else ""
            yield row(f"[ ] {each.label}{supports}", each.cite)
            yield from (f"      {included}" for included in each.includes)

    def _definitions(self) -> Iterator[str]:
        for each in self.policy.definitions:
            yield row(f"{each.term}: {each.means} [{each.role.value}]", each.cite)

    def _statements(self) -> Iterator[str]:
        for section, statements in groupby(self.policy.statements, key=lambda each: each.section):
            said = (
                row(f"{_dated(each.on)}{each.says} [{each.role.value}]", each.cite) for each in statements
            )
            yield from _block(spaced(section).upper(), said)

    def _cases(self) -> Iterator[str]:
        for table in self.tables:
            counted = Counter(spaced(each.expects.outcome.value) for each in table.rows)
            said = ", ".join(f"{count} {outcome}" for outcome, count in counted.items())
            yield f"{table.id}: {said}"

    def _uncited(self) -> Iterator[str]:
        document = self.source.register.documents[self.source.document]
        ranges = uncited(self.policy, document.lines)
        said = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
        yield from wrap(said, WIDTH)

    def _example_day(self) -> date | None:
        """The day of the first case, from which examples count back."""
        rows = (row.case for table in self.tables for row in table.rows)
        return next((case.date_of_service.last for case in rows), None)

    def _title(self, document: str) -> str:
        return self.policy.documents[document].title

    def _when(self, tests: tuple[Test, ...]) -> str:
        return " and ".join(in_words(test, self.vocabulary) for test in tests)


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    shown = tuple(lines)
    if shown:
        yield ""
        yield heading(title)
        yield from (f"  {line}" for line in _lines(shown))


def _lines(rows: Iterable[str]) -> Iterator[str]:
    """Each line of each row within the width of the page."""
    for each in rows:
        for line in each.splitlines():
            yield from folded(line, WIDTH + 2)


def _dated(on: str | None) -> str:
    return f"{on}: " if on else ""
