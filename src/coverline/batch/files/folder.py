"""Many files answered into a folder, file by file, so that a job that was stopped can go on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coverline.batch.files.job import Progress
from coverline.batch.files.summary import Summary
from coverline.batch.files.writing import beside
from coverline.problem import Problem, Unreadable

RECORD = ".coverline-batch.json"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of answers with a record of what has been answered, and under which settings.

    `settings` are what the answers depend on besides the files: the policies and what was asked of them.
    """

    place: Path
    settings: Mapping[str, Any]
    done: dict[str, Any] = field(default_factory=dict)

    def resume(self) -> None:
        """Takes up the record of an earlier run; raises Unreadable where that was another job."""
        file = self.place / RECORD
        if not file.exists():
            return
        record = json.loads(file.read_text(encoding="utf-8"))
        if record["settings"] != self.settings:
            found = "answers of an earlier job with other policies or options"
            hint = "choose another folder, or leave out --resume to answer every file anew"
            raise Unreadable((Problem(str(self.place), 0, found, "the same job", hint=hint),))
        self.done.update(record["done"])

    def is_done(self, file: Path) -> bool:
        """Whether this very file has been answered, and its answers are there."""
        record = self.done.get(file.name)
        return record is not None and record["file"] == _identity(file) and (self.place / file.name).exists()

    def record(self, file: Path, summary: Summary) -> None:
        """Notes that a file has been answered."""
        self.done[file.name] = {"file": _identity(file), "summary": summary.as_data()}
        with beside(self.place / RECORD) as partial:
            partial.write_text(json.dumps({"settings": self.settings, "done": self.done}), encoding="utf-8")

    def summary(self, files: Sequence[Path]) -> Summary:
        """The counts of these files, whenever they were answered."""
        total = Summary()
        for file in files:
            total.include(self.done[file.name]["summary"])
        return total


@dataclass(slots=True)
class Shares:
    """Tells which share of a whole job is done from the shares of its files, which count by their sizes."""

    told: Progress
    total: int
    before: int = 0

    def begin(self, size: int) -> Progress:
        """What is to be told of the next file."""
        start, self.before = self.before, self.before + size

        def told(rows: int, share: float) -> None:
            self.told(rows, (start + share * size) / max(self.total, 1))

        return told


def _identity(file: Path) -> Mapping[str, int]:
    state = file.stat()
    return {"size": state.st_size, "modified": state.st_mtime_ns}
