"""The same messages before @medplum/core, which shares no code with the walk of this folder."""

from collections.abc import Sequence

from tests.fhir.node.running import node
from tests.fhir.packages import Resource
from tests.fhir.validating.definitions import definitions

# Where it is known to be wrong: it tells slices of extensions by a fixed url alone, and not by the
# profile that a slice names; and it compares the pattern of one value with the whole list.
KNOWN = (".extension: Incorrect number of values", "subjectType: Value did not match expected pattern")


def issues(messages: Sequence[tuple[Resource, str | None]]) -> list[list[str]]:
    """What it finds wrong in each message, by its own type and by a profile where one is given."""
    found: list[list[str]] = node("validate.mjs", [_asked(*each) for each in messages])
    return [[issue for issue in each if not any(known in issue for known in KNOWN)] for each in found]


def _asked(message: Resource, profile: str | None) -> Resource:
    structure = definitions().structure(profile) if profile else None
    assert (structure is None) == (profile is None), profile
    return {"resource": message, "profile": structure}
