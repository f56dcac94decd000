"""Whatever decides, routes or dates in a policy cites lines of its source that the register resolves."""

from collections.abc import Iterator

import pytest

from coverline.library import Library
from coverline.library.citations import cited
from coverline.model.criteria import Citation, walk
from coverline.model.policy import PolicyVersion

LIBRARY = Library.load()
VERSIONS = [version for versions in LIBRARY.policies.values() for version in versions]


def criteria(policy: PolicyVersion) -> Iterator[tuple[str, Citation]]:
    for position in policy.positions:
        # Where the source has no word for an unmet service, it has no line either.
        if position.otherwise.category is not None:
            yield f"otherwise {position.id}", position.otherwise.cite
        for criterion in walk(position.criteria):
            yield f"criterion {criterion.id}", criterion.cite


def codes(policy: PolicyVersion) -> Iterator[tuple[str, Citation]]:
    yield "codes", policy.codes.cite
    for entry in (*policy.codes.procedures, *policy.codes.diagnoses):
        yield f"codes {entry.codes[0]}", entry.cite
        for exception in entry.exceptions:
            yield f"codes {entry.codes[0]} {exception.mark}", exception.cite
    for misprint in policy.codes.misprints:
        yield f"misprint {misprint.printed}", misprint.cite


def dates(policy: PolicyVersion) -> Iterator[tuple[str, Citation]]:
    dated = policy.version.first_day or policy.version.last_day or policy.version.printed_on
    if dated is not None:
        yield "version", policy.version.cite
    for pointer in (policy.version.beforehand, policy.version.afterwards):
        if pointer is not None:
            yield pointer.to, pointer.cite
    for statement in policy.statements:
        if statement.on is not None:
            yield f"{statement.section} {statement.id}", statement.cite


def authorization(policy: PolicyVersion) -> Iterator[tuple[str, Citation]]:
    if policy.prior_authorization is not None:
        yield "prior authorization", policy.prior_authorization.cite
        for number, rule in enumerate(policy.prior_authorization.rules, start=1):
            yield f"authorization rule {number}", rule.cite


@pytest.mark.parametrize("read", [criteria, codes, dates, authorization], ids=lambda read: read.__name__)
@pytest.mark.parametrize("policy", VERSIONS, ids=lambda policy: policy.id)
def test_it_cites_lines_under_a_heading(policy, read) -> None:
    def stands(cite: Citation) -> bool:
        return cite.lines is not None and LIBRARY.register.section_of(policy.source, cite.lines) != ""

    assert [name for name, cite in read(policy) if not stands(cite)] == []


@pytest.mark.parametrize("policy", VERSIONS, ids=lambda policy: policy.id)
def test_every_citation_resolves(policy: PolicyVersion) -> None:
    assert [each for each in cited(policy) if not LIBRARY.register.resolves(policy.source, each)] == []


def test_every_kind_of_rule_is_looked_at() -> None:
    found = {
        read.__name__: sum(len(list(read(policy))) for policy in VERSIONS)
        for read in (criteria, codes, dates)
    }
    assert all(count >= len(VERSIONS) for count in found.values()), found
    assert sum(len(list(authorization(policy))) for policy in VERSIONS) > 1
