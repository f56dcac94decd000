"""The shipped content in compiled form, beside it, as Python keeps its bytecode.

Reading YAML takes a second; this takes milliseconds. A compiled file is named after the fingerprint of the
content and of the code that reads it, so a changed policy or reader never meets an old one. It is trusted
like the code in the same folder, and only the shipped content is ever loaded this way.
"""

import contextlib
import os
import pickle
import sys
from pathlib import Path

from coverline.library.content import Content, digest

FOLDER = "__compiled__"
READERS = ("model", "document", "language", "sources", "codesets", "library")


def compiled_file(folder: Path, content_hash: str) -> Path:
    """Where the compiled form of this content lies."""
    package = folder.parent
    readers = tuple(sorted(file for each in READERS for file in (package / each).rglob("*.py")))
    code = digest(readers, package)
    return folder / FOLDER / f"{content_hash[:24]}-{code[:24]}.{sys.implementation.cache_tag}.pickle"


def load(file: Path) -> Content | None:
    """The compiled content, or None where there is none that can be read."""
    try:
        content = pickle.loads(file.read_bytes())  # noqa: S301
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, ValueError):
        return None
    return content if isinstance(content, Content) else None


def save(content: Content, file: Path) -> None:
    """Writes the compiled content whole, in place of older ones; a folder that cannot be written is left."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        partial = file.with_suffix(f".{os.getpid()}")
        partial.write_bytes(pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL))
        partial.replace(file)
        for old in file.parent.glob("*.pickle"):
            if old != file:
                old.unlink(missing_ok=True)
