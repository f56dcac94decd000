"""`coverline policies`: the policies that are known, as a list, a page, tidy files or a schema."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverline.cli.examples import examples
from coverline.cli.terminal import faint, heading, say, say_data
from coverline.cli.wording import services

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.model.policy import PolicyVersion

policies = typer.Typer(help="List, read and tidy the policies.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The version in force on this day."),
]


@policies.command("list", epilog=examples("list"))
def list_policies(as_json: AsJson = False) -> None:
    """List every policy with its versions."""
    from coverline.library import Library

    library = Library.load()
    if as_json:
        say_data([_entry(versions) for versions in library.policies.values()])
        return
    for identifier, versions in library.policies.items():
        newest = versions[-1]
        say(f"{heading(identifier)}  {newest.title}  {faint(library.vocabulary.payers[newest.payer])}")
        for name, first, last in map(_days, versions):
            say(f"  version {name}, {services(first, last)}")


@policies.command(epilog=examples("show"))
def show(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show one policy as a page to read beside the payer's document."""
    from coverline.cli.citation import Source
    from coverline.cli.page import Page
    from coverline.cli.policy_data import PolicyData
    from coverline.library import Library

    library = Library.load()
    version = known_version(library, policy, on.date() if on else None)
    source = Source(library.register, version.source)
    if as_json:
        say_data(PolicyData(source, library.vocabulary).of(version))
        return
    for line in Page(version, source, library.vocabulary, library.tables(version)).lines():
        say(line)


@policies.command(epilog=examples("fmt"))
def fmt(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Policy files.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 where a file is not tidy.")
    ] = False,
) -> None:
    """Put policy files into their one tidy form, comments and meaning kept."""
    status = 0
    for file in files:
        status = max(status, _tidy(file, check))
    raise typer.Exit(status)


@policies.command(epilog=examples("schema"))
def schema() -> None:
    """Print the JSON Schema of a policy file, for completion in an editor."""
    from coverline.language.schema import policy_schema
    from coverline.library import Library

    say_data(policy_schema(Library.load().vocabulary))


def known_version(library: "Library", policy: str, on: date | None = None) -> "PolicyVersion":
    """A version of a policy; an unknown name ends the command with the nearest right one."""
    from coverline.library import Unknown

    try:
        return library.version(policy, on)
    except Unknown as unknown:
        say(str(unknown), error=True)
        raise typer.Exit(2) from None


def _tidy(file: Path, check: bool) -> int:
    """Tidy one file, or only look; 1 where it was not tidy and stays so, 2 where it cannot be read."""
    from coverline.document import load_text
    from coverline.language.formatter import format_policy
    from coverline.problem import Unreadable

    try:
        text = load_text(file)
        tidy = format_policy(text, str(file))
    except Unreadable as unreadable:
        for problem in unreadable.problems:
            say(str(problem), error=True)
        return 2
    if tidy == text:
        return 0
    if check:
        say(f"{file}: not tidy")
        return 1
    file.write_text(tidy, encoding="utf-8")
    say(f"{file}: tidied")
    return 0


def _entry(versions: "tuple[PolicyVersion, ...]") -> dict[str, Any]:
    newest = versions[-1]
    return {
        "id": newest.id,
        "title": newest.title,
        "payer": newest.payer,
        "versions": [
            {"name": name, "effective_from": first, "effective_to": last}
            for name, first, last in map(_days, versions)
        ],
    }


def _days(policy: "PolicyVersion") -> tuple[str, str | None, str | None]:
    """The name of a version and the first and last day that it decides."""
    version = policy.version
    first, last = (day.isoformat() if day else None for day in (version.first_day, version.last_day))
    return version.name, first, last
