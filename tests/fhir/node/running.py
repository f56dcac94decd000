"""Runs a script of this folder with node."""

import json
import subprocess
from typing import Any

from tests.fhir.packages import NODE, require_node_modules


def node(script: str, asked: Any, *arguments: str, seconds: int = 120) -> Any:
    """What a script answers, JSON in and JSON out; skips where node or its packages are not at hand."""
    require_node_modules()
    done = subprocess.run(
        ["node", script, *arguments],
        cwd=NODE,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
