"""CQL in its compiled form (ELM), as tools/build_elm.py has put it beside this file.

Each file is named after the text that it was compiled from, so that none is ever used for another text.
"""

from functools import lru_cache
from gzip import decompress
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).with_name("elm")
MOST_KEPT = 32


def file_of(cql: str) -> Path:
    """Where the compiled form of a text stands, if it was compiled."""
    return FOLDER / f"{sha256(cql.encode()).hexdigest()[:24]}.json.gz"


@lru_cache(MOST_KEPT)
def compiled(cql: str) -> bytes | None:
    """The ELM of a text as JSON, None where it was not compiled since it changed."""
    file = file_of(cql)
    return decompress(file.read_bytes()) if file.is_file() else None
