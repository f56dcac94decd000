"""The forms that a file of cases can have, told by its name."""

from enum import Enum
from pathlib import Path

from coverline.problem import Problem, Unreadable


class Form(Enum):
    """A form of table, under the name that the command line gives it."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON_LINES = "jsonl"


ENDINGS = {
    ".csv": Form.CSV,
    ".parquet": Form.PARQUET,
    ".pq": Form.PARQUET,
    ".jsonl": Form.JSON_LINES,
    ".ndjson": Form.JSON_LINES,
}


def form_of(file: Path, stated: Form | None = None) -> Form:
    """The form that a file's name tells, or else the stated one; Unreadable where neither is there."""
    form = ENDINGS.get(file.suffix.lower(), stated)
    if form is None:
        found = f'the ending "{file.suffix}"' if file.suffix else "a name without an ending"
        hint = "or name the form: --format csv, parquet or jsonl"
        raise Unreadable((Problem(str(file), 0, found, f"one of {', '.join(ENDINGS)}", hint=hint),))
    return form
