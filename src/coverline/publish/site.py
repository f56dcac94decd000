"""A static site of everything that the content says, one page for each thing that has a name."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import combinations, pairwise
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from coverline.library import Library
from coverline.model.policy import PolicyVersion
from coverline.publish.assets import Linked
from coverline.publish.case_rows import told
from coverline.publish.differences import difference_page
from coverline.publish.evidence_page import EvidencePage
from coverline.publish.evidence_plot import drawing
from coverline.publish.findings_page import FindingsPage, findings_page
from coverline.publish.matrices import code_rows, fact_rows
from coverline.publish.policy_page import PolicyPage, policy_page
from coverline.publish.spans import spans
from coverline.publish.templates import rendered

MENU = (
    ("dates.html", "By date"),
    ("compare.html", "Compare"),
    ("open.html", "Left open"),
    ("readings.html", "Readings"),
    ("codes.html", "Codes"),
    ("evidence.html", "Evidence"),
    ("about.html", "About"),
)

Page = Callable[[], str]
Pair = tuple[PolicyVersion, PolicyVersion]


class Site:
    """The pages of a library by path, each made when it is asked for; paths use slashes."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._read: dict[str, PolicyPage] = {}
        self._proved: dict[str, FindingsPage] = {}

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page, in the order in which a reader meets them."""
        return dict(self._pages())

    @cached_property
    def newest(self) -> tuple[PolicyVersion, ...]:
        """The newest version of each policy."""
        return tuple(versions[-1] for versions in self.library.policies.values())

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The policies two by two, then neighbouring versions of each."""
        versions = self.library.policies.values()
        return (*combinations(self.newest, 2), *(pair for each in versions for pair in pairwise(each)))

    def path(self, policy: PolicyVersion, kind: str = "") -> str:
        """The path of a version's page, or of its page of another kind."""
        return f"policies/{policy.id}/{self._stem(policy)}{f'-{kind}' if kind else ''}.html"

    def findings_path(self, policy: PolicyVersion) -> str:
        """The path of the page on what a policy leaves open, in all of its versions."""
        return f"policies/{policy.id}/findings.html"

    def pair_path(self, one: PolicyVersion, other: PolicyVersion) -> str:
        """The path of the page on how two versions differ."""
        if one.id == other.id:
            return f"policies/{one.id}/{self._stem(one)}--{self._stem(other)}.html"
        return f"differences/{one.id}--{other.id}.html"

    def _stem(self, policy: PolicyVersion) -> str:
        place = self.library.policies[policy.id].index(policy)
        return PurePosixPath(self.library.content.files[policy.id][place]).stem

    def _pages(self) -> Iterator[tuple[str, Page]]:
        yield self._listing("index.html")
        for versions in self.library.policies.values():
            for each in versions:
                yield self.path(each), partial(self._policy, each)
                yield self.path(each, "cases"), partial(self._cases, each)
            yield self.findings_path(versions[-1]), partial(self._findings, versions[-1])
        yield "dates.html", self._dates
        yield "compare.html", self._compare
        for pair in self.pairs:
            yield self.pair_path(*pair), partial(self._difference, pair)
        yield "open.html", self._open
        yield self._listing("readings.html")
        yield "codes.html", self._codes
        yield "evidence.html", self._evidence
        yield self._listing("about.html")

    def _listing(self, path: str) -> tuple[str, Page]:
        """A page on all versions that needs nothing else."""
        return path, lambda: self._rendered(path, path, policies=self._policies())

    def _policies(self) -> tuple[tuple[str, PolicyPage], ...]:
        versions = (each for versions in self.library.policies.values() for each in versions)
        return tuple((self.path(each), self._of(each)) for each in versions)

    def _of(self, policy: PolicyVersion) -> PolicyPage:
        """The data of a version's page, read once."""
        path = self.path(policy)
        if path not in self._read:
            self._read[path] = policy_page(policy, self.library)
        return self._read[path]

    def _policy(self, policy: PolicyVersion) -> str:
        siblings = self.library.policies[policy.id]
        return self._rendered(
            self.path(policy),
            "policy.html",
            page=self._of(policy),
            cases_path=self.path(policy, "cases"),
            siblings=tuple((each.version.name, self.path(each)) for each in siblings),
            against=tuple(self._against(policy)),
            findings_path=self.findings_path(policy),
            studies=EvidencePage(self.library.content.evidence, self.library).of_policy(policy.id),
        )

    def _against(self, policy: PolicyVersion) -> Iterator[tuple[str, str]]:
        for one, other in self.pairs:
            if policy in (one, other):
                beside = other if policy is one else one
                payer = self.library.vocabulary.payers[beside.payer]
                name = f"version {beside.version.name}" if beside.id == policy.id else payer
                yield name, self.pair_path(one, other)

    def _cases(self, policy: PolicyVersion) -> str:
        page = self._of(policy)
        return self._rendered(
            self.path(policy, "cases"),
            "cases.html",
            page=page,
            policy_path=self.path(policy),
            tables=tuple(told(table) for table in page.tables),
        )

    def _findings_of(self, policy: PolicyVersion) -> FindingsPage:
        """What is proved about a policy, once."""
        if policy.id not in self._proved:
            versions = self.library.policies[policy.id]
            self._proved[policy.id] = findings_page(versions, self._of(versions[-1]), self.library)
        return self._proved[policy.id]

    def _findings(self, policy: PolicyVersion) -> str:
        path = self.findings_path(policy)
        found = self._findings_of(policy)
        return self._rendered(path, "findings.html", page=found, policy_path=self.path(policy))

    def _open(self) -> str:
        found = [(self.findings_path(each), self._findings_of(each)) for each in self.newest]
        return self._rendered("open.html", "open.html", found=found)

    def _dates(self) -> str:
        policies = [(self._of(versions[-1]), spans(versions)) for versions in self.library.policies.values()]
        return self._rendered("dates.html", "dates.html", policies=policies, paths=self.path)

    def _difference(self, pair: Pair) -> str:
        one, other = map(self._of, pair)
        return self._rendered(
            self.pair_path(*pair),
            "difference.html",
            page=difference_page(one, other, self.library),
            paths=tuple(map(self.path, pair)),
        )

    def _compare(self) -> str:
        pages = [(self.path(each), self._of(each)) for each in self.newest]
        pairs = {(one.id, other.id): self.pair_path(one, other) for one, other in self.pairs}
        facts = fact_rows(self.newest, self.library)
        return self._rendered("compare.html", "compare.html", policies=pages, pairs=pairs, facts=facts)

    def _codes(self) -> str:
        policies = tuple((self.path(each), self._of(each)) for each in self.newest)
        rows = code_rows(self.newest, self.library)
        return self._rendered("codes.html", "codes.html", policies=policies, rows=rows)

    def _evidence(self) -> str:
        evidence = self.library.content.evidence
        return self._rendered(
            "evidence.html",
            "evidence.html",
            page=EvidencePage(evidence, self.library),
            plot=Markup(drawing(evidence)),  # noqa: S704  the drawing escapes what it writes
            paths={each.id: self.path(each) for each in self.newest},
            labels={each.id: self._of(each).labels for each in self.newest},
        )

    def _rendered(self, path: str, template: str, **values: Any) -> str:
        return rendered(
            template,
            assets=Linked("../" * path.count("/")),
            here=path,
            menu=MENU,
            content_hash=self.library.content_hash,
            **values,
        )
