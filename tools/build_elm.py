"""Writes the ELM that Coverline ships: the CQL of every form, compiled by the translator of the CQL project.

Run it after a policy, the vocabulary or a value set has changed: make elm. It needs node and what `make node`
installs. Without it a form still has its CQL, and its Library says that there is no ELM.
"""

import gzip
import json
import subprocess
from pathlib import Path

from coverline.forms.cql import cql
from coverline.forms.elm import FOLDER, file_of
from coverline.library import Library

NODE = Path(__file__).parents[1] / "tests/fhir/node"


def texts() -> list[str]:
    """The CQL of every shipped policy version."""
    library = Library.load()
    return [cql(each, library) for versions in library.policies.values() for each in versions]


def compile_all(sources: list[str]) -> list[object]:
    """Their ELM; stops where one does not compile."""
    done = subprocess.run(
        ["node", "elm.mjs"], cwd=NODE, input=json.dumps(sources), capture_output=True, text=True, check=True
    )
    found: list[dict[str, dict[str, list[dict[str, str]]]]] = json.loads(done.stdout)
    problems = [note for each in found for note in each["library"]["annotation"] if "errorSeverity" in note]
    if problems:
        raise SystemExit("\n".join(note["message"] for note in problems))
    return list(found)


if __name__ == "__main__":
    sources = texts()
    compiled = compile_all(sources)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json.gz"):
        old.unlink()
    for source, elm in zip(sources, compiled, strict=True):
        text = json.dumps(elm, separators=(",", ":")).encode()
        file_of(source).write_bytes(gzip.compress(text, mtime=0))
        print(f"{file_of(source)}: {file_of(source).stat().st_size} bytes")
