"""The accounts of all policies beside the content that they are about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.coverage_of_sources.checks import line_problems, statement_problems
from tools.coverage_of_sources.inventories import FOLDER, READERS, Accounts, read_accounts, read_statements
from tools.coverage_of_sources.page import Page, whole
from tools.coverage_of_sources.places import places

from coverline.library import Library
from coverline.library.citations import uncited
from coverline.problem import Problem, nearest
from coverline.sources.register import Lines, SourceDocument

PAGE = FOLDER.parent / "coverage-of-sources.md"


@dataclass(frozen=True)
class Completeness:
    """Every account, both inventories, and the library; `numbers` are each reader's statements by policy."""

    library: Library
    accounts: Mapping[str, Accounts]
    numbers: Mapping[str, Mapping[str, tuple[str, ...]]]

    @classmethod
    def read(cls, library: Library, folder: Path = FOLDER) -> "Completeness":
        """The files of docs/inventory; raises Unreadable where the form of one is wrong."""
        accounts = {file.stem: read_accounts(file) for file in sorted(folder.glob("*.yaml"))}
        return cls(library, accounts, {reader: read_statements(reader, folder) for reader in READERS})

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with the accounts."""
        for policy in self.library.policies:
            if policy in self.accounts:
                yield from self.problems_of(policy)
            else:
                yield Problem(str(FOLDER), 0, f"no {policy}.yaml", "an account of each policy")
        for policy, account in self.accounts.items():
            if policy not in self.library.policies:
                hint = nearest(policy, self.library.policies)
                yield Problem(account.file, 0, policy, "the id of a policy", hint=hint)

    def problems_of(self, policy: str) -> Iterator[Problem]:
        """Everything that is wrong with the account of one policy."""
        account, known = self.accounts[policy], self.places(policy)
        for reader in READERS:
            yield from statement_problems(account, reader, self.numbers[reader].get(policy, ()), known)
        lines = self.document(policy).lines
        yield from line_problems(account, uncited(self.library.version(policy), lines))

    def page(self) -> str:
        """The text of docs/coverage-of-sources.md."""
        # In the readers' order, then those that no reader has read.
        order = dict.fromkeys((*self.numbers[READERS[0]], *self.accounts))
        pages = [
            Page(self.library.version(name), self.document(name), self.accounts[name], self.places(name))
            for name in order
        ]
        return whole(pages, self.numbers)

    def document(self, policy: str) -> SourceDocument:
        """The registered document that a policy cites."""
        return self.library.register.documents[self.library.version(policy).source]

    def places(self, policy: str) -> Mapping[str, tuple[Lines, ...]]:
        """Every place of a policy, with the lines that it cites."""
        version = self.library.version(policy)
        return places(version, self.library.tables(version))
