"""Files that a command writes: all of them whole, or none."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copymode

STANDARD_OUTPUT = "-"


def write_whole(contents: Mapping[str, bytes]) -> None:
    """Write each content to its file, a dash being standard output.

    Everything is written beside its place and moved there at the end, so that nobody ever reads half of it;
    a file that is replaced keeps its permissions.
    """
    # What is no plain file, such as /dev/stdout, is written to and never replaced.
    directly = [each for each in contents if each != STANDARD_OUTPUT and not _is_plain(Path(each))]
    places = {each: Path(each).resolve() for each in contents if each not in (STANDARD_OUTPUT, *directly)}
    partials = {each: place.with_name(f".{place.name}.{os.getpid()}") for each, place in places.items()}
    try:
        for each, partial in partials.items():
            partial.write_bytes(contents[each])
            if places[each].exists():
                copymode(places[each], partial)
        for each, partial in partials.items():
            partial.replace(places[each])
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)
    for each in directly:
        Path(each).write_bytes(contents[each])
    if STANDARD_OUTPUT in contents:
        sys.stdout.buffer.write(contents[STANDARD_OUTPUT])


def _is_plain(file: Path) -> bool:
    return file.is_file() or not file.exists()
