"""The examples of the published packages, where they are at hand beside the repository; they stay there."""

import json
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "fhir"


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Every example of every package, by package and name; skips where there are none."""
    found = {f"{file.stem}/{name}": each for file in sorted(FOLDER.glob("*.tgz")) for name, each in _in(file)}
    if not found:
        pytest.skip(f"the published FHIR packages are not at hand in {FOLDER}")
    return found


def _in(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with tarfile.open(file) as archive:
        for member in archive.getmembers():
            if "/example/" in member.name and member.name.endswith(".json"):
                stream = archive.extractfile(member)
                assert stream is not None
                content = json.load(stream)
                if "resourceType" in content:
                    yield Path(member.name).name, content
