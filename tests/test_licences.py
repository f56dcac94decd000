"""Everything that Coverline runs with may be used and passed on by whoever uses Coverline."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution, metadata

import pytest

from tests.cli.command import ROOT

# Permissive, or copyleft of single files that nobody here changes.
ALLOWED = {
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC License",
    "ISC License (ISCL)",
    "MIT",
    "MIT License",
    "MIT-0",
    "MIT-CMU",
    "Mozilla Public License 1.1 (MPL 1.1)",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "PSF-2.0",
}
# What a package says in words of its own, read once by a person.
READ = {"antlr4-python3-runtime": "BSD", "pypdfium2": "BSD-3-Clause, Apache-2.0, dependency licenses"}
# Packages that say it in a file of theirs alone: the file, and its first line.
FILED = {"fhirpathpy": ("LICENSE.md", "MIT License")}
LOCK = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")
# Each package, and for which machines it is.
LOCKED = dict(re.findall(r"^([a-z0-9.-]+)==\S+(?: ; (.+?))? \\$", LOCK, re.MULTILINE))


def _offers(package: PackageMetadata) -> list[set[str]]:
    """The licences to choose from, each a set of those that hold together."""
    expression = package.get("License-Expression")
    if expression:
        return [set(each.split(" AND ")) for each in expression.split(" OR ")]
    classifiers = [each for each in package.get_all("Classifier", []) if each.startswith("License :: ")]
    named = [each.rpartition(" :: ")[2] for each in classifiers] or [package.get("License", "")]
    return [{each} for each in named]


@pytest.mark.parametrize("name", LOCKED)
def test_a_locked_package_has_an_allowed_licence(name: str) -> None:
    try:
        package = metadata(name)
    except PackageNotFoundError:
        # Only what is for another machine may be absent here.
        assert LOCKED[name]
        pytest.skip(f"not for this machine: {LOCKED[name]}")
    if name in READ:
        assert package["License"] == READ[name]
    elif name in FILED:
        file, first_line = FILED[name]
        text = distribution(name).read_text(f"licenses/{file}")
        assert text is not None
        assert text.startswith(first_line + "\n")
    else:
        assert any(offer <= ALLOWED for offer in _offers(package)), _offers(package)
