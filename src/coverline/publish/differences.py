"""Two policies side by side: whom only one of them meets, and what each asks."""

from dataclasses import dataclass

from coverline.library import Library
from coverline.model.criteria import Test, walk
from coverline.model.policy import PolicyVersion
from coverline.prove.patients import Terms
from coverline.prove.solving import Limit
from coverline.publish.case_rows import case_fields
from coverline.publish.policy_page import PolicyPage
from coverline.publish.wording import in_words
from coverline.search.changes import Change, changes
from coverline.search.differences import Difference, Separated, differences


@dataclass(frozen=True, slots=True)
class Witness:
    """A patient whom one policy meets and the other does not, with what sets the two apart.

    Each line of the patient says whether the criterion between the two tests it.
    """

    separated: Separated
    patient: tuple[tuple[str, str, bool], ...]
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two policies, the patients that separate them, and for versions of one policy the changed text."""

    one: PolicyPage
    other: PolicyPage
    found: Difference
    text: tuple[Change, ...]

    @property
    def title(self) -> str:
        """Both by their payers, or by their versions where the policy is one."""
        both = f"{self.name(self.one)} and {self.name(self.other)}"
        return f"{self.one.policy.title}: {both}" if self._is_one_policy else both

    @property
    def _is_one_policy(self) -> bool:
        return self.one.policy.id == self.other.policy.id

    def name(self, page: PolicyPage) -> str:
        """What one of the two is called beside the other."""
        return f"version {page.policy.version.name}" if self._is_one_policy else page.payer

    @property
    def directions(self) -> tuple[tuple[PolicyPage, PolicyPage, tuple[Witness, ...]], ...]:
        """For each policy, the patients whom it meets and the other does not."""
        pairs = ((self.one, self.other), (self.other, self.one))
        return tuple((met, unmet, self._witnesses(met.policy)) for met, unmet in pairs)

    @property
    def techniques(self) -> str:
        """The techniques that both decide."""
        return ", ".join(map(in_words, self.found.techniques))

    def _witnesses(self, met: PolicyVersion) -> tuple[Witness, ...]:
        return tuple(self._witness(each) for each in self.found.witnesses if each.met_by is met)

    def _witness(self, separated: Separated) -> Witness:
        variable = self.one.vocabulary.variable
        nodes = walk(separated.criterion)
        tested = {variable(node.body.fact) for node in nodes if isinstance(node.body, Test)}
        turning = {in_words(name) for name in separated.case.facts if variable(name) in tested}
        fields = case_fields(separated.case)
        return Witness(
            separated,
            tuple((name, value, name in turning) for name, value in fields if value),
            () if self.found.share_days else tuple(day.isoformat() for day in separated.days),
        )


def difference_page(one: PolicyPage, other: PolicyPage, library: Library) -> DifferencePage:
    """How two versions of the library differ, every patient decided by both."""
    content = library.content
    terms = Terms(content.vocabulary, content.procedure_codes, content.diagnosis_codes, Limit(None))
    before, after = one.policy, other.policy
    text = changes(before, after, library.vocabulary) if before.id == after.id else ()
    return DifferencePage(one, other, differences(before, after, terms), text)
