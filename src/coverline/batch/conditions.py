"""What the conditions of a policy's rules ask of a row: which of its columns an answer can depend on."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from coverline.batch.policies import Policies
from coverline.model.criteria import Among, Test
from coverline.model.policy import PolicyVersion

# The column that holds what a field can be, where it is not the field's own.
COLUMNS = {"technique": "techniques"}
FIELDS = ("product", "state", "setting", "technique", "region", "code", "diagnoses")
# Fields of which only what rules ask matters, not the value itself.
MERGED = ("product", "state", "setting")


def scope_tests(policies: Policies) -> Iterator[Test]:
    """The conditions of scope, of prior authorization and of what an unmet service is called."""
    for _, version in policies.versions:
        yield from _of_version(version)


def category_tests(policies: Policies) -> Iterator[Test]:
    """The conditions of what an unmet service is called."""
    for _, version in policies.versions:
        for position in version.positions:
            for each in position.otherwise.exceptions:
                yield from each.when


def finding_tests(policies: Policies, diagnoses: bool) -> Iterator[Test]:
    """The conditions of findings on diagnoses, or of those on procedures."""
    for _, version in policies.versions:
        for entry in version.codes.diagnoses if diagnoses else version.codes.procedures:
            for each in entry.exceptions:
                yield from each.when


def alike(column: str, policies: Policies) -> Callable[[Any], Hashable]:
    """What the values of a column are told apart by."""
    if column not in MERGED:
        return lambda value: value
    every = (
        *scope_tests(policies),
        *finding_tests(policies, True),
        *finding_tests(policies, False),
    )
    asked = {
        test.relation.values for test in every if test.fact == column and isinstance(test.relation, Among)
    }
    ordered = sorted(asked, key=sorted)
    return lambda value: tuple(value in values for values in ordered)


def alike_in_scope(column: str, policies: Policies) -> Callable[[str, Any], Hashable]:
    """What the values of a field are told apart by in scope, authorization and categories of a payer."""
    asked = {
        payer: {
            test.relation.values: None
            for version in plan.versions
            for test in _of_version(version)
            if test.fact == column and isinstance(test.relation, Among)
        }
        for payer, plan in policies.plans.items()
    }
    return lambda payer, value: tuple(value in values for values in asked[payer])


def _of_version(version: PolicyVersion) -> Iterator[Test]:
    """The conditions of scope, of prior authorization and of what an unmet service is called."""
    for each in version.scope.hands_over:
        yield from each.when
    for rule in version.prior_authorization.rules if version.prior_authorization else ():
        yield from rule.when
    for position in version.positions:
        for exception in position.otherwise.exceptions:
            yield from exception.when


def columns_asked(tests: Iterable[Test]) -> tuple[tuple[str, ...], tuple[Test, ...]]:
    """The columns of fields that some conditions depend on, and those of the conditions that ask of facts."""
    kept = tuple(dict.fromkeys(tests))
    fields = (COLUMNS.get(test.fact, test.fact) for test in kept if test.fact in FIELDS)
    return tuple(dict.fromkeys(fields)), tuple(test for test in kept if test.fact not in FIELDS)
