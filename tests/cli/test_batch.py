"""`coverline batch` and `coverline sample`: files in, files out, and what is told of them."""

import contextlib
import csv
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.cli.command import ROOT, coverline

REQUESTS = "tests/cli/cases/requests.csv"


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_table_comes_back_with_its_answers(tmp_path: Path) -> None:
    run = coverline("batch", REQUESTS, "-o", str(tmp_path / "out.csv"), "--criteria")
    given, found = rows_of(ROOT / REQUESTS), rows_of(tmp_path / "out.csv")
    assert [{name: row[name] for name in given[0]} for row in found] == [
        {name: value or "" for name, value in row.items()} for row in given
    ]
    outcomes = [row["outcome"] for row in found]
    assert outcomes == ["met", "not_met", "needs_information", "not_applicable", "", "", ""]
    assert [row["missing"] for row in found[:3]] == ["", "", "pain_debilitating"]
    assert found[0]["cigna-0040:under-three-months"] == "yes"
    assert found[1]["cigna-0040:under-three-months"] == "no"
    assert "2024-02-30" in found[4]["problem"]
    assert "7 wekes" in found[4]["problem"]
    assert found[6]["problem"] == "line 9: found 3 fields; expected 19 fields, as in the header"
    assert run.status == 2
    assert run.err == f'{REQUESTS}: 3 rows could not be read; the column "problem" says why\n'


def test_the_summary_is_the_same_as_data(tmp_path: Path) -> None:
    run = coverline("batch", REQUESTS, "-o", str(tmp_path / "out.jsonl"), "--summary", "json")
    assert json.loads(run.out) == {
        "rows": 7,
        "outcomes": {
            "cigna": {"met": 1, "needs_information": 1, "not_met": 1},
            "floridablue": {"not_applicable": 1},
        },
        "problems": {"date_of_service": 1, "line": 1, "payer": 1},
    }


def test_a_table_without_problems_ends_with_status_0(tmp_path: Path) -> None:
    assert coverline("sample", "50", "-o", str(tmp_path / "in.parquet")).status == 0
    run = coverline("batch", str(tmp_path / "in.parquet"), "-o", str(tmp_path / "out.parquet"))
    assert (run.status, run.err) == (0, "")
    assert pl.read_parquet(tmp_path / "out.parquet")["problem"].null_count() == 50


def test_a_sample_is_the_same_in_every_form(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet", "c.jsonl", "d.csv"):
        assert coverline("sample", "40", "-o", str(tmp_path / name), "--seed", "3").status == 0
    parquet = pl.read_parquet(tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert pl.read_ndjson(tmp_path / "c.jsonl", schema=parquet.schema).equals(parquet)
    text = [each for each, kind in parquet.schema.items() if kind == pl.String()]
    assert pl.read_csv(tmp_path / "d.csv", infer_schema=False).select(text).equals(parquet.select(text))
    assert {row["imaging"] for row in rows_of(tmp_path / "d.csv")} >= {"xray;mri", "mri", ""}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("batch", "nowhere.csv", "-o", "{out}/x.csv"), "nowhere.csv: found no file"),
        (("batch", REQUESTS), "--output"),
        (("batch", REQUESTS, "-o", REQUESTS), "found the file that is read"),
        (("batch", REQUESTS, "-o", "{out}/x.txt"), 'x.txt: found the ending ".txt"; expected one of .csv'),
        (("batch", REQUESTS, "-o", "/dev/null", "--format", "csv"), "/dev/null: found a device"),
        (("batch", "src", "-o", "{out}/x"), "src: found no such file in it"),
        (("batch", REQUESTS, "-o", "{out}/a/b/x.csv"), "found no folder"),
        (("batch", REQUESTS, "-o", "{out}/x.csv", "--resume"), "found --resume for one file"),
        (("batch", REQUESTS, "-o", "{out}/x.csv", "--engine", "duckdb"), "found no Parquet for duckdb"),
        (("batch", REQUESTS, "-o", "{out}/x.csv", "--engine", "dask"), "dask"),
        (("batch", "tests/cli/cases/several.jsonl", "-o", "{out}/x.csv"), 'found no column "code"'),
        (("sample", "10", "-o", "{out}/x.yaml"), 'found the ending ".yaml"'),
        (("sample", "-1", "-o", "{out}/x.csv"), "-1"),
        (("sample", "10", "-o", "{out}/a/x.csv"), "a: found no folder"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    run = coverline(*(each.format(out=tmp_path) for each in arguments))
    assert run.status == 2
    assert said in run.out + run.err
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_leaves_nothing(tmp_path: Path, sent: signal.Signals) -> None:
    coverline("sample", "60000", "-o", str(tmp_path / "in.parquet"))
    command = [
        sys.executable,
        "-m",
        "coverline",
        "batch",
        str(tmp_path / "in.parquet"),
        "-o",
        str(tmp_path / "out.csv"),
    ]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where the tests run in the background, interrupts are ignored, and that would be inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    while process.poll() is None and len(list(tmp_path.iterdir())) == 1:
        os.sched_yield()
    process.send_signal(sent)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert [each.name for each in tmp_path.iterdir()] == ["in.parquet"]


def all_of(terminal: int) -> str:
    """What is drawn on a terminal until nobody can draw on it any more."""
    drawn = b""
    with contextlib.suppress(OSError):
        while more := os.read(terminal, 1 << 16):
            drawn += more
    os.close(terminal)
    return drawn.decode()


def test_a_bar_is_drawn_on_a_terminal_alone(tmp_path: Path) -> None:
    coverline("sample", "50", "-o", str(tmp_path / "in.csv"))
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "coverline",
        "batch",
        str(tmp_path / "in.csv"),
        "-o",
        str(tmp_path / "out.csv"),
    ]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    process = subprocess.Popen(command, stderr=theirs, stdout=subprocess.PIPE, env=environment)
    os.close(theirs)
    drawn = all_of(ours)
    said, _ = process.communicate(timeout=60)
    assert "50 rows" in drawn
    assert "100%" in drawn
    assert b"50 rows" in said
    assert "a second" not in coverline("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")).err
