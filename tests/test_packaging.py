"""What is installed: the locks, and the metadata that names the same packages."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def _names(lines: list[str]) -> set[str]:
    return {line for line in lines if re.match(r"[a-z]", line)}


def _wanted(lock: str) -> set[str]:
    return _names((ROOT / f"requirements/{lock}.in").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_one_version_and_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    for entry in entries:
        assert re.match(
            r"[a-z0-9.-]+(\[[a-z,]+\])?==[^ ]+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+$", entry
        )
    assert len({entry.partition("==")[0] for entry in entries}) == len(entries)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_place_to_install_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "//" not in text
    assert not re.search(r"^\s*-[^-]|^\s*--(?!hash=)", text, re.MULTILINE)


def test_packages_locked_twice_have_the_same_version() -> None:
    texts = [lock.read_text(encoding="utf-8") for lock in LOCKS]
    pinned = {pin for text in texts for pin in re.findall(r"^\S+==\S+", text, re.MULTILINE)}
    assert len({pin.partition("==")[0] for pin in pinned}) == len(pinned)


def test_the_metadata_asks_for_what_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["dependencies"]) == _wanted("run")
    assert set(project["optional-dependencies"]["test"]) == _wanted("test")
