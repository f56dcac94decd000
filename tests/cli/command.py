"""Runs the real command the way a person does."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


def without_fingerprint(text: str) -> str:
    """The text with a fixed mark for the content's fingerprint, which every edit of the content changes."""
    return re.sub(r"^Content [0-9a-f]{12}\.", "Content 0123456789ab.", text, flags=re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """What a command printed, and its exit status."""

    out: str
    err: str
    status: int

    def __str__(self) -> str:
        """All of it as one text, for golden files."""
        parts = [self.out]
        if self.err:
            parts.append(f"-- standard error\n{self.err}")
        parts.append(f"-- exit {self.status}\n")
        return "".join(parts)


def coverline(
    *arguments: str, typed: bytes = b"", environment: Mapping[str, str] = {}, folder: Path = ROOT
) -> Run:
    """Run `coverline` with arguments, `typed` on its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "coverline", *arguments],
        input=typed,
        capture_output=True,
        cwd=folder,
        env={**os.environ, **environment},
        timeout=120,
    )
    return Run(done.stdout.decode(), done.stderr.decode(), done.returncode)
