"""Everything that forms give for the shipped policies, for whatever checks resources."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from coverline.forms import (
    Context,
    Language,
    Version,
    adaptive_drafts,
    adaptive_outset,
    drafts,
    expand,
    form,
    library_resource,
    next_question,
    value_sets,
)
from coverline.library.shipped import shipped
from coverline.model.policy import PolicyVersion
from tests.fhir.resources import Resource

ADDRESS = "https://coverline.example.org"
PAGE = f"{ADDRESS}/read/policy.html"
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
TODAY = date(2026, 7, 1)
CONTEXT = Context("Patient/p", "Coverage/coverage", ("ServiceRequest/order",), "2026-07-01T12:00:00Z")


def versions() -> Iterator[PolicyVersion]:
    """Every shipped policy version."""
    for each in shipped().policies.values():
        yield from each


def forms() -> Iterator[Resource]:
    """The forms of every policy version, both kinds."""
    for policy in versions():
        yield form(policy, shipped(), ADDRESS, PAGE)
        yield adaptive_outset(policy, shipped(), ADDRESS)


def in_cql() -> Iterator[Resource]:
    """The forms that CQL fills in, and its libraries."""
    for policy in versions():
        yield form(policy, shipped(), ADDRESS, PAGE, Language.CQL)
        yield library_resource(policy, shipped(), ADDRESS)


def responses(version: Version) -> Iterator[Resource]:
    """Drafts of the cases of each policy's table, and adaptive responses one step on."""
    library = shipped()
    for policy in versions():
        for table in library.tables(policy):
            for row in table.rows:
                yield from drafts(policy, row.case, library, ADDRESS, CONTEXT, version)
                begun = adaptive_drafts(policy, row.case, library, ADDRESS, CONTEXT, version)
                yield from (next_question(each, library, ADDRESS, TODAY) for each in begun)


def sets() -> Iterator[Resource]:
    """Every value set, as it is made and with its codes."""
    for each in value_sets(shipped(), ADDRESS):
        yield each
        yield expand(each["url"], shipped(), ADDRESS, NOW)


def everything(version: Version = Version.STU_2_0) -> Iterator[Resource]:
    """All resources."""
    yield from forms()
    yield from in_cql()
    yield from responses(version)
    yield from sets()
