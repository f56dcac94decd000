"""How far a long reading is, where a person looks."""

import sys

_EVERY = 25


def pages_read(read: int, of: int) -> None:
    """Say on a terminal how many pages have been read, on one line that is then cleared."""
    if not sys.stderr.isatty() or of < _EVERY:
        return
    if read == of:
        sys.stderr.write("\r\x1b[K")
    elif read % _EVERY == 0:
        sys.stderr.write(f"\r{read:,} of {of:,} pages")
    sys.stderr.flush()
