"""Which files a job reads: one, those of a folder, or those of a pattern."""

from pathlib import Path

from coverline.batch.files.forms import ENDINGS
from coverline.problem import Problem, Unreadable

_MARKS = "*?["


def files_of(given: str) -> tuple[Path, ...]:
    """The files of a folder or of a pattern in the order of their names, or the one file.

    Raises Unreadable where there is none.
    """
    place = Path(given)
    if place.is_dir():
        found = [each for each in place.iterdir() if each.suffix.lower() in ENDINGS and each.name[0] != "."]
    elif any(mark in given for mark in _MARKS) and not place.exists():
        found = [
            each for each in Path(place.anchor).glob(str(place.relative_to(place.anchor))) if each.is_file()
        ]
    elif place.exists():
        return (place,)
    else:
        raise Unreadable((Problem(given, 0, "no file", "a file that can be read"),))
    if not found:
        expected = f"at least one file that ends with {', '.join(ENDINGS)}"
        raise Unreadable((Problem(given, 0, "no such file in it", expected),))
    return tuple(sorted(found))


def is_several(given: str) -> bool:
    """Whether a folder or a pattern is given, and not one file."""
    return not Path(given).is_file() and (Path(given).is_dir() or any(mark in given for mark in _MARKS))
