"""A site as a folder: written beside it and moved into place, in the stead of a former site only."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from coverline.problem import Problem, Unreadable
from coverline.publish import assets
from coverline.publish.site import Site

MARKER = "site.json"
EXPECTED = "a new folder, an empty one, or a site that was published before"


def write_site(site: Site, folder: Path, written: Callable[[str], None]) -> int:
    """Write every page into a folder and say how many; `written` hears of each path.

    Unreadable where the folder holds anything that no former site wrote; then nothing is changed.
    """
    place = folder.resolve()
    _refuse_others(place, str(folder))
    partial = place.with_name(f".{place.name}.{os.getpid()}")
    partial.mkdir(parents=True)
    try:
        _fill(partial, site, written)
        _move(partial, place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return len(site.pages)


def _fill(folder: Path, site: Site, written: Callable[[str], None]) -> None:
    for path, page in site.pages.items():
        _write(folder / path, page())
        written(path)
    for name in assets.NAMES:
        _write(folder / name, assets.text(name))
    listed = sorted((*site.pages, *assets.NAMES, MARKER))
    _write(
        folder / MARKER, json.dumps({"content": site.library.content_hash, "files": listed}, indent=1) + "\n"
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def _move(partial: Path, place: Path) -> None:
    """Puts the new folder where the former one was, which comes back if that fails."""
    if not place.exists():
        partial.rename(place)
        return
    former = place.with_name(f"{partial.name}.former")
    place.rename(former)
    try:
        partial.rename(place)
    except OSError:
        former.rename(place)
        raise
    shutil.rmtree(former)


def _refuse_others(place: Path, named: str) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise Unreadable((Problem(named, 0, "a file", EXPECTED),))
    strangers = sorted(set(_files(place)) - _listed(place / MARKER))
    if strangers:
        found = f"{strangers[0]}, which no site wrote"
        raise Unreadable((Problem(named, 0, found, EXPECTED, hint="name another folder"),))


def _files(folder: Path) -> Iterator[str]:
    """Everything in a folder but its folders, and those that hold nothing."""
    for each in folder.rglob("*"):
        if each.is_symlink() or not each.is_dir() or not any(each.iterdir()):
            yield each.relative_to(folder).as_posix()


def _listed(marker: Path) -> set[str]:
    """What a former site wrote, nothing where there is no readable list."""
    try:
        listed = json.loads(marker.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return (
        set(listed) if isinstance(listed, list) and all(isinstance(each, str) for each in listed) else set()
    )
