"""The library: every policy of a content folder, ready to answer."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coverline.decide.determine import determine
from coverline.decide.facts import Conflict, Undecidable
from coverline.decide.plan import PolicyPlan
from coverline.decide.scope import standing
from coverline.library import compiled
from coverline.library.content import SHIPPED, Content, digest, files_of
from coverline.model.case import Case
from coverline.model.code import ProcedureCodes
from coverline.model.determination import Determination
from coverline.model.policy import PolicyVersion
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable, nearest
from coverline.sources.register import Register

if TYPE_CHECKING:
    from coverline.language.tables import CaseTable


class Unknown(KeyError):
    """A policy id that the library does not have; the message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


class NoPolicy(Undecidable):
    """A case of a payer for which the library has no policy."""


class Library:
    """A content folder that answers cases; `content_hash` is the fingerprint of its files."""

    def __init__(self, content: Content, content_hash: str, folder: Path) -> None:
        self.content = content
        self.content_hash = content_hash
        self.folder = folder
        self._plans: dict[str, PolicyPlan] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> "Library":
        """The content shipped with the package, or that of another folder; raises Unreadable."""
        place = folder or SHIPPED
        content_hash = digest(files_of(place), place)
        if folder is not None:
            return cls(_read(place), content_hash, place)
        file = compiled.compiled_file(place, content_hash)
        content = compiled.load(file)
        if content is None:
            content = _read(place)
            compiled.save(content, file)
        return cls(content, content_hash, place)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that all payers share."""
        return self.content.vocabulary

    @property
    def procedure_codes(self) -> ProcedureCodes:
        """The procedure codes of the field."""
        return self.content.procedure_codes

    @property
    def register(self) -> Register:
        """The register of source documents."""
        return self.content.register

    @property
    def policies(self) -> Mapping[str, tuple[PolicyVersion, ...]]:
        """Every policy by id, its versions oldest first."""
        return self.content.policies

    @cached_property
    def _by_payer(self) -> Mapping[str, str]:
        return {versions[-1].payer: name for name, versions in self.policies.items()}

    def decide(self, case: Case) -> Determination:
        """The answer to a case.

        Raises Contradiction where facts exclude each other, NoPolicy where the payer has none.
        """
        return determine(case, self.plan_for(case), self.procedure_codes, self.content_hash)

    def plan_for(self, case: Case) -> PolicyPlan:
        """The policy of a case's payer made ready to decide with; raises NoPolicy where there is none."""
        policy = self._by_payer.get(case.payer)
        if policy is None:
            known = ", ".join(sorted(self._by_payer))
            found = f"payer {case.payer}, of which no policy is known"
            raise NoPolicy((Conflict(("payer",), found, f"one of {known}"),))
        return self.plan(policy)

    def plan(self, policy: str) -> PolicyPlan:
        """A policy made ready to decide with."""
        if policy not in self._plans:
            self._plans[policy] = PolicyPlan(self.policies[policy], self.vocabulary)
        return self._plans[policy]

    def version(self, policy: str, on: date | None = None) -> PolicyVersion:
        """The version of a policy on a day, or its newest; raises Unknown.

        On a day without a version in force it is the nearest one.
        """
        versions = self.policies.get(policy)
        if versions is None:
            hint = nearest(policy, self.policies)
            known = ", ".join(self.policies)
            raise Unknown(f"found policy {policy}; expected one of {known}" + (f"; {hint}" if hint else ""))
        return versions[-1] if on is None else standing(versions, on).version

    def check(self) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
        """The problems and the cautions of every content file, read anew."""
        try:
            return (), _read(self.folder).cautions
        except Unreadable as unreadable:
            return unreadable.problems, ()

    def tables(self, policy: PolicyVersion) -> tuple["CaseTable", ...]:
        """The case tables of a policy version."""
        from coverline.document import read_file
        from coverline.language.tables import read_tables

        versions = self.policies[policy.id]
        file = self.content.files[policy.id][versions.index(policy)]
        return read_tables(read_file(self.folder / file), self.vocabulary)


def _read(folder: Path) -> Content:
    from coverline.library.reading import read_content

    return read_content(folder)
