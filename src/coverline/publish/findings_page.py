"""What is proved about a policy as a page: what it leaves open, each with a patient who shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from coverline.library import Library
from coverline.model.case import Case, written
from coverline.model.policy import PolicyVersion
from coverline.prove.finding import Finding, Kind
from coverline.prove.findings import Proofs, prove
from coverline.prove.patients import Terms
from coverline.prove.solving import Limit
from coverline.publish.case_rows import case_fields
from coverline.publish.policy_page import PolicyPage
from coverline.publish.wording import in_words


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with the criterion that it is about, if any, and its patient.

    A patient who differs from the one before in a single fact is told by that fact alone, as `but`.
    """

    finding: Finding
    criterion: str
    about: str
    patient: tuple[tuple[str, str], ...]
    but: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind: its name, what it means, and each of them."""

    kind: Kind
    title: str
    means: str
    findings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Everything that is proved about the versions of one policy."""

    page: PolicyPage
    proofs: Proofs

    @property
    def groups(self) -> tuple[Group, ...]:
        """The findings by kind, in the order in which they are proved."""
        by_kind = groupby(_ordered(self.proofs.findings), key=lambda each: each.kind)
        return tuple(Group(kind, *kind_words(kind), tuple(self._told(found))) for kind, found in by_kind)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many findings of each kind there are."""
        return tuple((each.title, len(each.findings)) for each in self.groups)

    def _told(self, findings: Iterator[Finding]) -> Iterator[Told]:
        labels, before = self.page.labels, None
        for each in findings:
            head, _, rest = each.where.partition(": ")
            label = labels.get(head, "")
            about = ": ".join(filter(None, (label, in_words(rest)))) if label else each.where
            but = _but(each.witness, before) if each.witness and before else ""
            fields = () if but or each.witness is None else tuple(case_fields(each.witness))
            patient = tuple((name, value) for name, value in fields if value)
            yield Told(each, head if label else "", about, patient, but)
            before = each.witness


def findings_page(versions: tuple[PolicyVersion, ...], page: PolicyPage, library: Library) -> FindingsPage:
    """What holds for every patient under the versions of a policy, oldest first; `page` is of the newest."""
    content = library.content
    terms = Terms(content.vocabulary, content.procedure_codes, content.diagnosis_codes, Limit(None))
    return FindingsPage(page, prove(versions, terms))


def kind_words(kind: Kind) -> tuple[str, str]:
    """A kind of finding as a heading, and what it means."""
    match kind:
        case Kind.UNADDRESSED:
            return "Not addressed", "No criterion lets anybody in this way; nobody like this patient is met."
        case Kind.UNREACHABLE:
            return "Never decides alone", "Wherever the criterion fails, another fails with it."
        case Kind.SUBSUMED:
            return "Covered by others", "Whoever this branch lets in gets in by another as well."
        case Kind.OVERLAP:
            return "Days of two versions", "Two versions decide on the same day."
        case Kind.GAP:
            return "Days of no version", "Between two versions, neither decides."
        case Kind.CODE_WITHOUT_CRITERION:
            return (
                "Listed without a way in",
                "The codes are listed, but no patient reported with them is met.",
            )
        case _:
            assert_never(kind)


def _ordered(findings: tuple[Finding, ...]) -> list[Finding]:
    kinds = list(dict.fromkeys(each.kind for each in findings))
    return sorted(findings, key=lambda each: kinds.index(each.kind))


def _but(case: Case, before: Case) -> str:
    """The one fact in which a patient differs from the one before; nothing where there are more."""
    if replace(case, facts=before.facts) != before or case.facts.keys() != before.facts.keys():
        return ""
    others = [each for name, each in case.facts.items() if before.facts[name] != each]
    return f"{in_words(others[0].fact)} {in_words(written(others[0].value))}" if len(others) == 1 else ""
