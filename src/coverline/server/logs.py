"""Logs as JSON lines: what happened, when and how long; never what was asked or answered."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

NAME = "coverline.server"
_LOGGER = logging.getLogger(NAME)


class Lines(logging.Formatter):
    """Writes our own records with their fields; of other libraries' records only what holds no value."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": when, "level": record.levelname.lower()}
        if record.name == NAME:
            line |= {"event": record.msg, **getattr(record, "fields", {})}
        else:
            # Their texts and tracebacks may hold addresses, bodies or values: the kind of error must do.
            error = record.exc_info[0] if record.exc_info else None
            line |= {"event": "library", "logger": record.name, "place": f"{record.module}:{record.lineno}"}
            line |= {"error": error.__name__} if error else {}
        return json.dumps(line)


def use_lines() -> None:
    """Send every log of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _LOGGER.setLevel(logging.INFO)


def log(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event; its fields must hold nothing that somebody sent."""
    _LOGGER.log(level, event, extra={"fields": fields})
