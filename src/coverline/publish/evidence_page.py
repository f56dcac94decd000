"""The studies that payers cite as a page, and those that concern one policy."""

from dataclasses import dataclass

from coverline.library import Library
from coverline.library.evidence import STRONGEST_FIRST, cited_by
from coverline.model.criteria import Citation
from coverline.model.evidence import Account, Evidence, Oddity, Study
from coverline.publish.citation import Source
from coverline.publish.wording import kind_in_words


@dataclass(frozen=True, slots=True)
class Citing:
    """A policy that cites a study, with the places in its source document."""

    policy: str
    payer: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study in words, who cites it and the criteria of each policy that it bears on."""

    study: Study
    kind: str
    cited_by: tuple[Citing, ...]

    @property
    def name(self) -> str:
        """The study by author and year."""
        return f"{self.study.by}, {self.study.year}" if self.study.year else self.study.by

    @property
    def people(self) -> str:
        """How many people, a dash where no payer prints it."""
        return "-" if self.study.n is None else f"{self.study.n:,}"


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """All studies by topic, the strongest kind first and then the newest, and what is reported oddly."""

    evidence: Evidence
    library: Library

    @property
    def topics(self) -> tuple[tuple[str, str, tuple[StudyRow, ...]], ...]:
        """Each topic with its words and its studies."""
        rows = self.rows
        of = {topic: tuple(row for row in rows if row.study.topic == topic) for topic in self.evidence.topics}
        return tuple((topic, self.evidence.topics[topic], found) for topic, found in of.items() if found)

    @property
    def rows(self) -> tuple[StudyRow, ...]:
        """Every study in words."""
        studies = sorted(
            self.evidence.studies.values(),
            key=lambda each: (STRONGEST_FIRST.index(each.kind), -(each.year or 0), each.id),
        )
        return tuple(self._row(each) for each in studies)

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        """Accounts of a study that contradict each other, or that cannot be right."""
        return tuple(self.evidence.oddities.values())

    def of_policy(self, policy: str) -> tuple[StudyRow, ...]:
        """The studies that a policy's document cites, or that bear on its criteria."""
        return tuple(
            row
            for row in self.rows
            if policy in row.study.bears_on or any(each.policy == policy for each in row.cited_by)
        )

    def account(self, account: Account) -> str:
        """Where a source document gives an account."""
        return f"{account.source} {self._where(account.source, account.lines)}"

    def _row(self, study: Study) -> StudyRow:
        citing = tuple(
            Citing(
                each.policy,
                self.library.vocabulary.payers[each.payer],
                tuple(self._where(each.source, lines) for lines in each.lines),
            )
            for each in cited_by(study, self.library)
        )
        return StudyRow(study, kind_in_words(study.kind), citing)

    def _where(self, source: str, lines: tuple[int, int]) -> str:
        return Source(self.library.register, source).where(Citation(lines))
