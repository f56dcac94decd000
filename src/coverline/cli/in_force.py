"""What decides on a day: a version of the policy, or what its document names instead."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from coverline.cli.terminal import faint, heading
from coverline.cli.wording import services
from coverline.decide.scope import Standing, standing
from coverline.library import Library
from coverline.model.policy import PolicyVersion


def list_lines(library: Library, on: date | None) -> Iterator[str]:
    """Every policy with its versions, or with what decides on a day."""
    for identifier, versions in library.policies.items():
        newest = versions[-1]
        yield f"{heading(identifier)}  {newest.title}  {faint(library.vocabulary.payers[newest.payer])}"
        if on is not None:
            yield f"  {_said(standing(versions, on), on)}"
            continue
        yield from (f"  {_version(each)}" for each in versions)


def list_data(library: Library, on: date | None) -> list[dict[str, Any]]:
    """The same as data; with a day, `in_force` names the version and `instead` what decides otherwise."""
    return [_entry(versions, on) for versions in library.policies.values()]


def not_in_force(library: Library, policy: str, on: date) -> str | None:
    """What to say where no version of a policy is in force on a day."""
    stands = standing(library.policies[policy], on)
    return None if stands.in_force else f"{policy}: {_said(stands, on)}; the nearest version is shown"


def _said(stands: Standing, on: date) -> str:
    if stands.in_force:
        return _version(stands.version)
    instead = _instead(stands)
    return f"no version decides on {on}" + (f"; instead: {instead}" if instead else "")


def _version(policy: PolicyVersion) -> str:
    return f"version {policy.version.name}, {services(*_days(policy))}"


def _instead(stands: Standing) -> str | None:
    if stands.in_force or stands.elsewhere is None:
        return None
    return stands.version.documents[stands.elsewhere.to].title


def _entry(versions: tuple[PolicyVersion, ...], on: date | None) -> dict[str, Any]:
    newest = versions[-1]
    listed = [
        {"name": each.version.name, "effective_from": first, "effective_to": last}
        for each in versions
        for first, last in (_days(each),)
    ]
    entry = {"id": newest.id, "title": newest.title, "payer": newest.payer, "versions": listed}
    if on is None:
        return entry
    stands = standing(versions, on)
    decides = stands.version.version.name if stands.in_force else None
    return {**entry, "on": on.isoformat(), "in_force": decides, "instead": _instead(stands)}


def _days(policy: PolicyVersion) -> tuple[str | None, str | None]:
    """The first and the last day that a version decides."""
    version = policy.version
    first, last = (day.isoformat() if day else None for day in (version.first_day, version.last_day))
    return first, last
