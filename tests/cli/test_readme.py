"""The session in the README is what the commands really print."""

import re
import shlex
from pathlib import Path

from tests.cli.command import ROOT, coverline, without_fingerprint

README = ROOT / "README.md"
SESSION = re.compile(
    r"(?<=<!-- session: begin)([^\n]*\n```console\n)(.*?)(?=```\n<!-- session: end -->)", re.DOTALL
)


def test_the_session_is_what_the_commands_print(update_golden: bool) -> None:
    text = README.read_text(encoding="utf-8")
    session = SESSION.search(text)
    assert session is not None
    commands = re.findall(r"^\$ coverline (.*)$", session[2], re.MULTILINE)
    assert commands
    printed = "".join(_shown(command) for command in commands)
    if update_golden:
        README.write_text(text[: session.start(2)] + printed + text[session.end(2) :], encoding="utf-8")
        return
    assert without_fingerprint(session[2]) == without_fingerprint(printed)


def test_every_package_is_in_the_architecture() -> None:
    described = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = [
        folder.name for folder in (ROOT / "src" / "coverline").iterdir() if (folder / "__init__.py").exists()
    ]
    assert [name for name in packages if f"`{name}`" not in described] == []


def test_every_file_that_the_documents_name_exists() -> None:
    for page in (README, *Path(ROOT, "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        linked = re.findall(r"\]\((?!http)([^)#]+)\)", text)
        assert [link for link in linked if not (page.parent / link).exists()] == [], page


def _shown(command: str) -> str:
    run = coverline(*shlex.split(command))
    assert run.status == 0, run
    return f"$ coverline {command}\n{run.out}"
