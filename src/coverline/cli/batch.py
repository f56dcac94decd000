"""`coverline batch`: tables of cases in, the same rows with their answers out."""

import signal
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import faint, heading, say, say_data

if TYPE_CHECKING:
    from coverline.batch.files.job import Progress
    from coverline.batch.files.summary import Summary


_WORDS = {
    "met": "meets the policy",
    "not_met": "does not meet it",
    "needs_information": "needs information",
    "not_applicable": "decided elsewhere",
}


class EngineName(StrEnum):
    """The engines."""

    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"


class FormName(StrEnum):
    """The forms of table."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON_LINES = "jsonl"


class SummaryForm(StrEnum):
    """How the summary is told."""

    TEXT = "text"
    JSON = "json"


def batch(
    given: Annotated[
        str,
        typer.Argument(
            metavar="IN", help="A file, a folder of files, or a pattern such as 'claims/*.parquet'."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="OUT", help="The file, or for several files the folder, to write."
        ),
    ],
    form: Annotated[
        FormName | None, typer.Option("--format", help="The form of a file whose name does not tell it.")
    ] = None,
    criteria: Annotated[
        bool, typer.Option("--criteria", help="Add a column with the result of each criterion.")
    ] = False,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="What answers the rows; others than polars take Parquet.")
    ] = EngineName.POLARS,
    spark_master: Annotated[
        str, typer.Option("--spark-master", metavar="URL", help="The cluster that Spark runs on.")
    ] = "local[*]",
    summary: Annotated[
        SummaryForm, typer.Option("--summary", help="How to tell the counts.")
    ] = SummaryForm.TEXT,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a folder: answer only what is not answered yet.")
    ] = False,
) -> None:
    """Answer many cases: one row for each service at each level.

    A row that cannot be read has its problem beside it and stops nothing. OUT is written whole or not at all.

    The exit status is 2 where a row could not be read; the others are still answered.
    """
    from coverline.batch.files.engines import Engine
    from coverline.batch.files.forms import Form
    from coverline.batch.files.jobs import Job, run
    from coverline.cli.batch_progress import progress
    from coverline.library import Library

    stated = None if form is None else Form(form.value)
    job = Job(given, out, stated, criteria, resume, Engine(engine.value), spark_master)
    # A scheduler's stop ends the command like an interrupt, which takes away what is half written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with progress() as shown:
        found = run(job, Library.load(), _stoppable(shown) if engine is EngineName.POLARS else shown)
    if summary is SummaryForm.JSON:
        say_data(found.as_data())
    else:
        for line in _lines(found):
            say(line)
    unread = sum(found.problems.values())
    if unread:
        rows = "row" if unread == 1 else "rows"
        say(f'{given}: {unread:,} {rows} could not be read; the column "problem" says why', error=True)
    raise typer.Exit(2 if unread else 0)


def _stoppable(told: "Progress") -> "Progress":
    """Lets an interrupt, or a scheduler's stop, wait for the rows at hand; a second one does not wait.

    The engine that answers rows cannot be interrupted within.
    """
    stopped = Event()

    def stop(number: int, _: object) -> None:
        signal.signal(number, signal.default_int_handler)
        stopped.set()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)

    def told_unless_stopped(rows: int, share: float) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        told(rows, share)

    return told_unless_stopped


def _lines(found: "Summary") -> Iterator[str]:
    data = found.as_data()
    yield heading(f"{found.rows:,} rows")
    yield from _table(data["outcomes"])
    if data["problems"]:
        width = max(map(len, data["problems"]))
        yield ""
        yield "could not be read, by column"
        for kind, count in data["problems"].items():
            yield f"  {kind:<{width}}{count:>12,}"


def _table(outcomes: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """The counts of each payer, the outcomes in the words in which a single answer tells them."""
    width = max((len(each) for each in outcomes), default=0)
    yield faint(f"  {'':<{width}}" + "".join(f"{words:>19}" for words in _WORDS.values()))
    for payer, counts in outcomes.items():
        yield f"  {payer:<{width}}" + "".join(f"{counts.get(name, 0):>19,}" for name in _WORDS)
