"""What a person names a policy by: its id, its id with a day, or a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from coverline.model.policy import PolicyVersion
from coverline.problem import Problem, Unreadable, nearest

if TYPE_CHECKING:
    from coverline.library.answering import Library

Names = tuple[str, str]
Versions = tuple[PolicyVersion, PolicyVersion]

EXPECTED_ID = "a policy's id or an id with a day (id@2020-09-15)"
EXPECTED = f"{EXPECTED_ID}, or a policy file"


def versions_of(reference: str, library: "Library") -> tuple[PolicyVersion, ...]:
    """Every version that is meant, oldest first: all of an id, one of a day or a file; raises Unreadable."""
    known = _of_library(reference, library)
    if not known and Path(reference).is_file():
        return (_read(Path(reference), library),)
    return known or _unknown(reference, library, "no policy and no file of this name", EXPECTED)


def version_of(reference: str, library: "Library") -> PolicyVersion:
    """The version that is meant, of an id the newest; raises Unreadable."""
    return versions_of(reference, library)[-1]


def policy_of(reference: str, library: "Library") -> PolicyVersion:
    """The version that is meant by an id or an id with a day, never that of a file; raises Unreadable."""
    known = _of_library(reference, library)
    return (known or _unknown(reference, library, "no policy of this name", EXPECTED_ID))[-1]


def name_of(version: PolicyVersion, names: Names, versions: Versions) -> str:
    """A policy by its id, or as it was named where both have the same id."""
    if versions[0].id != versions[1].id:
        return version.id
    return names[0] if version is versions[0] else names[1]


def _of_library(reference: str, library: "Library") -> tuple[PolicyVersion, ...]:
    if reference in library.policies:
        return library.policies[reference]
    name, at, day = reference.partition("@")
    if at and name in library.policies:
        return (_in_force(reference, library.policies[name], _day(reference, day)),)
    return ()


def _unknown(reference: str, library: "Library", found: str, expected: str) -> NoReturn:
    hint = nearest(reference.partition("@")[0], library.policies)
    raise Unreadable((Problem(reference, 0, found, expected, hint=hint),))


def _day(reference: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable((Problem(reference, 0, f'"{text}" as a day', "a day such as 2020-09-15"),)) from None


def _in_force(reference: str, versions: tuple[PolicyVersion, ...], day: date) -> PolicyVersion:
    from coverline.decide.scope import standing

    found = standing(versions, day)
    if found.in_force:
        return found.version
    days = "; ".join(
        f"{each.version.name}: {each.version.first_day or 'any day'} to {each.version.last_day or 'any day'}"
        for each in versions
    )
    raise Unreadable((Problem(reference, 0, f"no version in force on {day}", f"a day of {days}"),))


def _read(file: Path, library: "Library") -> PolicyVersion:
    from coverline.codesets import icd10cm
    from coverline.document import read_file
    from coverline.language.policies import read_policy

    return read_policy(read_file(file), library.vocabulary, icd10cm.between)
