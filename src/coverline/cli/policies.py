"""`coverline policies`: the policies that are known, as a list, a page, readings, tidy files or a schema."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.confirm import confirm
from coverline.cli.draft import draft
from coverline.cli.examples import examples
from coverline.cli.notes import notes
from coverline.cli.terminal import say, say_data

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.model.policy import PolicyVersion

policies = typer.Typer(
    help="List, read, draft, confirm and tidy the policies.", no_args_is_help=True, rich_markup_mode=None
)
policies.command("notes", epilog=examples("notes"))(notes)
policies.command("draft", epilog=examples("draft"))(draft)
policies.command("confirm", epilog=examples("confirm"))(confirm)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="What is in force on this day."),
]


@policies.command("list", epilog=examples("list"))
def list_policies(on: On = None, as_json: AsJson = False) -> None:
    """List every policy with its versions, or with what decides on a day."""
    from coverline.cli.in_force import list_lines
    from coverline.library import Library
    from coverline.library.replies.policies import policies_data

    library = Library.load()
    day = on.date() if on else None
    if as_json:
        say_data(policies_data(library, day))
        return
    for line in list_lines(library, day):
        say(line)


@policies.command(epilog=examples("show"))
def show(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show one policy as a page to read beside the payer's document."""
    from coverline.cli.in_force import not_in_force
    from coverline.cli.page import Page
    from coverline.library import Library
    from coverline.library.replies.policies import policy_data
    from coverline.publish.citation import Source

    library = Library.load()
    version = known_version(library, policy, on.date() if on else None)
    notice = not_in_force(library, policy, on.date()) if on else None
    if notice:
        say(notice, error=True)
    source = Source(library.register, version.source)
    if as_json:
        say_data(policy_data(version, library))
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
    from coverline.cli.output import write_whole
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
    write_whole({str(file): tidy.encode()})
    say(f"{file}: tidied")
    return 0
