"""Tries a changed policy file: the checker may refuse it, or a row of its own case tables may fail."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from tools.mutation.changes import Change, changes

from coverline.codesets import icd10cm
from coverline.document import Node, read_file
from coverline.language.policies import check_policy
from coverline.language.tables import CaseTable
from coverline.library import Library
from coverline.library.tables import results
from coverline.model.policy import PolicyVersion


class Verdict(Enum):
    """What became of a change."""

    SAME = "read as the same policy"
    REFUSED = "refused by the checker"
    FAILED = "caught by a row"
    SURVIVED = "survived"


@dataclass
class Trial:
    """One version of a policy with its file, its rows and every change to it.

    A row that has caught a change is tried first on the next, since neighbours are often caught by the same.
    """

    library: Library
    policy: PolicyVersion
    file: str
    tree: Node
    rows: list[CaseTable]
    changes: tuple[Change, ...]

    def verdict(self, change: Change) -> Verdict:
        """Whether the checker or a row notices this change."""
        changed, _, cautions = check_policy(
            change.applied(self.tree), self.library.vocabulary, icd10cm.between
        )
        # A caution counts as well: the shipped policies draw none, and a test holds them to that.
        if changed is None or cautions:
            return Verdict.REFUSED
        if changed == self.policy:
            return Verdict.SAME
        library = self._with(changed)
        for at, row in enumerate(self.rows):
            if any(result.failures for result in results(changed, (row,), library)):
                self.rows.insert(0, self.rows.pop(at))
                return Verdict.FAILED
        return Verdict.SURVIVED

    def _with(self, changed: PolicyVersion) -> Library:
        """The library with the changed version in the place of the policy."""
        versions = tuple(
            changed if each is self.policy else each for each in self.library.policies[self.policy.id]
        )
        policies: Mapping[str, tuple[PolicyVersion, ...]] = {self.policy.id: versions}
        content = replace(self.library.content, policies=policies)
        return Library(content, self.library.content_hash, self.library.folder)


def trial(library: Library, policy: str, at: int = 0) -> Trial:
    """A version of a policy of this library, made ready to be changed."""
    version, file = library.policies[policy][at], library.content.files[policy][at]
    tree = read_file(library.folder / file)
    # Each row in a table of its own, so that a change is done with at the first that fails.
    rows = [CaseTable(table.id, (row,)) for table in library.tables(version) for row in table.rows]
    return Trial(library, version, file, tree, rows, tuple(changes(tree, library.vocabulary)))
