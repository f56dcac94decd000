"""The command `coverline`: its subcommands, and what becomes of every error."""

import sys

import typer

from coverline.cli.ask import ask
from coverline.cli.batch import batch
from coverline.cli.case_tables import run_case_tables
from coverline.cli.check import check
from coverline.cli.cite import cite
from coverline.cli.codes import codes
from coverline.cli.compare import compare
from coverline.cli.decide import decide
from coverline.cli.diff import diff
from coverline.cli.evidence import evidence
from coverline.cli.examples import examples
from coverline.cli.facts import facts
from coverline.cli.facts_from import facts_from
from coverline.cli.impact import impact
from coverline.cli.packet import packet
from coverline.cli.policies import policies
from coverline.cli.prove import prove
from coverline.cli.publish import publish
from coverline.cli.sample import sample
from coverline.cli.serve import serve
from coverline.cli.sources import sources
from coverline.cli.terminal import say, write_anything
from coverline.cli.when import when
from coverline.problem import Unreadable

app = typer.Typer(
    help="Medical coverage policies that a computer decides with, exactly, with every reason and citation.",
    epilog="A policy is met, not met, needs information or is decided elsewhere; nothing here denies care.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("decide", epilog=examples("decide"))(decide)
app.command("ask", epilog=examples("ask"))(ask)
app.command("when", epilog=examples("when"))(when)
app.command("packet", epilog=examples("packet"))(packet)
app.command("compare", epilog=examples("compare"))(compare)
app.command("check", epilog=examples("check"))(check)
app.command("test", epilog=examples("test"))(run_case_tables)
app.command("codes", epilog=examples("codes"))(codes)
app.command("facts", epilog=examples("facts"))(facts)
app.command("facts-from", epilog=examples("facts-from"))(facts_from)
app.command("evidence", epilog=examples("evidence"))(evidence)
app.command("cite", epilog=examples("cite"))(cite)
app.command("prove", epilog=examples("prove"))(prove)
app.command("publish", epilog=examples("publish"))(publish)
app.command("diff", epilog=examples("diff"))(diff)
app.command("impact", epilog=examples("impact"))(impact)
app.command("batch", epilog=examples("batch"))(batch)
app.command("sample", epilog=examples("sample"))(sample)
app.command("serve", epilog=examples("serve"))(serve)
app.add_typer(policies, name="policies")
app.add_typer(sources, name="sources")


def main() -> None:
    """Run the command line; an error is a line on standard error and exit status 2, never a traceback."""
    write_anything()
    try:
        app(prog_name="coverline")
    except Unreadable as unreadable:
        for problem in unreadable.problems:
            say(str(problem), error=True)
    except OSError as failure:
        say(f"{failure.filename or 'coverline'}: {failure.strerror}", error=True)
    sys.exit(2)
