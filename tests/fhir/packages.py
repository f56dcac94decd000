"""The published packages and the standard's own definitions, where they are at hand; they stay there."""

import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "fhir"
NODE = Path(__file__).parent / "node"
BASE = NODE / "node_modules" / "@medplum" / "definitions" / "dist" / "fhir" / "r4"

# What validates what this server writes; claims (PAS) are none of its messages.
VALIDATING = ("davinci-crd-2.0.1", "davinci_dtr_2.0.1", "us_core_311")
STANDARD = (
    "profiles-types", "profiles-resources", "profiles-others", "extension-definitions", "valuesets",
    "v3-codesystems", "v2-tables", "search-parameters",
)  # fmt: skip

Resource = dict[str, Any]


@cache
def examples() -> dict[str, Resource]:
    """Every example of every package, by package and name; skips where there are none."""
    found = {f"{file.stem}/{name}": each for file in sorted(FOLDER.glob("*.tgz")) for name, each in _in(file)}
    if not found:
        pytest.skip(f"the published FHIR packages are not at hand in {FOLDER}")
    return found


def _in(file: Path, folder: str = "/example/") -> Iterator[tuple[str, Resource]]:
    with tarfile.open(file) as archive:
        for member in archive.getmembers():
            if folder in f"/{member.name}" and member.name.endswith(".json"):
                stream = archive.extractfile(member)
                assert stream is not None
                content = json.load(stream)
                if "resourceType" in content:
                    yield Path(member.name).name, content


def definitions() -> Iterator[Resource]:
    """Every definition that messages are validated against; skips where a part of them is not at hand."""
    require_node_modules()
    for name in STANDARD:
        entries = json.loads((BASE / f"{name}.json").read_bytes())["entry"]
        yield from (entry["resource"] for entry in entries)
    for name in VALIDATING:
        file = FOLDER / f"{name}.tgz"
        if not file.exists():
            pytest.skip(f"the published FHIR package is not at {file}")
        yield from (each for named, each in _in(file, "/package/") if "-" in named)


@cache
def _node_version() -> int:
    """The first number of the version of node, 0 without node."""
    if shutil.which("node") is None:
        return 0
    said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return int(said.lstrip("v").partition(".")[0])


def require_node_modules() -> None:
    """Skips where node, or what is installed with it, is not at hand."""
    if _node_version() < 20:
        pytest.skip(f"node 20 or later is not at hand (found {_node_version() or 'none'})")
    if not BASE.exists():
        pytest.skip(f"the packages of npm are not installed in {NODE} (make node)")
