"""Where the versions of DTR differ in what an operation gives, and which of them a message asks for."""

from collections.abc import Iterable

from coverline.forms.versions import Version


def package_name(version: Version) -> str:
    """The name under which a package is returned."""
    return "packagebundle" if version is Version.STU_2_2 else "PackageBundle"


def outcome_name(version: Version) -> str:
    """The name under which warnings are returned."""
    return "outcome" if version is Version.STU_2_2 else "operationOutcome"


def needs_a_package(version: Version) -> bool:
    """Whether Parameters without a package are none, so that warnings stand alone."""
    return version is Version.STU_2_0


def asked_version(profiles: Iterable[str], otherwise: Version) -> Version:
    """The version that the profiles of a message name, such as `...|2.0.1`."""
    named = {profile.partition("|")[2] for profile in profiles}
    return next((each for each in Version if each.value in named), otherwise)
