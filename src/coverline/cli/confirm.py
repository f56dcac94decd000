"""`coverline policies confirm`: a clinician or the payer confirms how a passage is read."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coverline.cli.output import write_whole
from coverline.cli.terminal import say


class Role(StrEnum):
    """As what a person can confirm a reading."""

    CLINICIAN = "clinician"
    PAYER = "payer"


def confirm(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id, or its file (.yaml).")],
    note: Annotated[str, typer.Argument(metavar="NOTE", help="The id of the reading.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who confirms it.")],
    role: Annotated[Role, typer.Option("--as", help="As what that person confirms it.")],
    on: Annotated[str, typer.Option("--date", metavar="DATE", help="The day on which it was confirmed.")],
) -> None:
    """Record in a policy file that a reading is confirmed; all else stays as it is."""
    from coverline.language.confirming import confirmed, read_confirmation

    confirmation = read_confirmation(by, role.value, on)
    file = _file(policy)
    text, mark = _text(file)
    edited = confirmed(text, str(file), note, confirmation)
    if edited == text:
        say(f"{file}: {note} is confirmed so already")
        return
    write_whole({str(file): mark + edited.encode()})
    say(f"{file}: {note} confirmed by {by} as {role.value} on {on}")


def _file(policy: str) -> Path:
    """The file that is named, or that of the newest version of a policy."""
    from coverline.cli.policies import known_version
    from coverline.library import Library

    if policy.endswith((".yaml", ".yml")):
        return Path(policy)
    library = Library.load()
    known_version(library, policy)
    return library.folder / library.content.files[policy][-1]


def _text(file: Path) -> tuple[str, bytes]:
    """The text of a file, and the mark of its encoding where it begins with one."""
    from codecs import BOM_UTF8

    from coverline.document import load_text

    text = load_text(file)
    return text, BOM_UTF8 if file.read_bytes().startswith(BOM_UTF8) else b""
