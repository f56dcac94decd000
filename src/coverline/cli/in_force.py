"""What decides on a day: a version of the policy, or what its document names instead."""

from collections.abc import Iterator
from datetime import date

from coverline.cli.terminal import faint, heading
from coverline.decide.scope import Standing, standing
from coverline.library import Library
from coverline.library.replies.policies import days, instead_of
from coverline.model.policy import PolicyVersion
from coverline.publish.wording import services


def list_lines(library: Library, on: date | None) -> Iterator[str]:
    """Every policy with its versions, or with what decides on a day."""
    for identifier, versions in library.policies.items():
        newest = versions[-1]
        yield f"{heading(identifier)}  {newest.title}  {faint(library.vocabulary.payers[newest.payer])}"
        if on is not None:
            yield f"  {_said(standing(versions, on), on)}"
            continue
        yield from (f"  {_version(each)}" for each in versions)


def not_in_force(library: Library, policy: str, on: date) -> str | None:
    """What to say where no version of a policy is in force on a day."""
    stands = standing(library.policies[policy], on)
    return None if stands.in_force else f"{policy}: {_said(stands, on)}; the nearest version is shown"


def _said(stands: Standing, on: date) -> str:
    if stands.in_force:
        return _version(stands.version)
    instead = instead_of(stands)
    return f"no version decides on {on}" + (f"; instead: {instead}" if instead else "")


def _version(policy: PolicyVersion) -> str:
    return f"version {policy.version.name}, {services(*days(policy))}"
