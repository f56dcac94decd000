"""What the tests install from npm: held by hashes, from no server by name, and free to use."""

import json
from typing import Any

from tests.fhir.packages import NODE

ALLOWED = {"Apache-2.0", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "Python-2.0", "WTFPL OR ISC"}
# What says it in words of its own, read once by a person: of the BSD kind, with the terms of UCUM.
READ = {
    "@lhncbc/ucum-lhc": "SEE LICENSE IN LICENSE.md",
    "fhirpath": "SEE LICENSE in LICENSE.md",
}

LOCK = json.loads((NODE / "package-lock.json").read_bytes())
LOCKED: dict[str, Any] = {
    place.rpartition("node_modules/")[2]: each for place, each in LOCK["packages"].items() if place
}


def test_every_package_is_held_by_its_hash_and_by_no_address() -> None:
    assert LOCKED
    for name, each in LOCKED.items():
        assert each["integrity"].startswith("sha512-"), name
        assert "resolved" not in each, name
        assert not each.get("hasInstallScript"), name


def test_every_package_may_be_used() -> None:
    for name, each in LOCKED.items():
        assert each["license"] in ALLOWED or each["license"] == READ.get(name), name


def test_the_versions_that_are_asked_for_are_exact() -> None:
    asked = json.loads((NODE / "package.json").read_bytes())["dependencies"]
    assert asked == {name: LOCKED[name]["version"] for name in asked}
