"""A job writes exactly its input's rows with their answers, whole or not at all."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from coverline.batch import sample
from coverline.batch.columns import ANSWERS
from coverline.batch.files import parquet_source
from coverline.batch.files.engines import Engine
from coverline.batch.files.folder import RECORD
from coverline.batch.files.jobs import Job, run
from coverline.batch.files.summary import Summary
from coverline.library import Library
from coverline.problem import Unreadable

LIBRARY = Library.load()
ROWS = 300


@pytest.fixture(scope="module")
def requests() -> pl.DataFrame:
    return sample.requests(0, ROWS, seed=5, malformed=20)


def done(job: Job) -> Summary:
    return run(job, LIBRARY, lambda *_: None)


def refusal(job: Job) -> str:
    with pytest.raises(Unreadable) as refused:
        done(job)
    return str(refused.value)


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_the_three_forms_give_the_same_answers(tmp_path: Path, requests: pl.DataFrame) -> None:
    requests.write_parquet(tmp_path / "in.parquet")
    requests.write_ndjson(tmp_path / "in.jsonl")
    requests.with_columns(
        pl.when(pl.col(each).list.len() == 0)
        .then(pl.lit("[]"))
        .otherwise(pl.col(each).list.join(";"))
        .alias(each)
        for each in ("diagnoses", "imaging", "contraindications")
    ).write_csv(tmp_path / "in.csv")
    counts = [
        done(Job(str(tmp_path / f"in.{form}"), tmp_path / f"out.{form}"))
        for form in ("parquet", "jsonl", "csv")
    ]
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert counts[0] == counts[1] == counts[2]
    assert (
        pl.read_ndjson(tmp_path / "out.jsonl", schema=found.schema)
        .select(ANSWERS)
        .equals(found.select(ANSWERS))
    )
    plain = [each for each in ANSWERS if each not in ("missing", "code_findings")]
    assert pl.read_csv(tmp_path / "out.csv", infer_schema=False).select(plain).equals(found.select(plain))
    assert found.select(requests.columns).equals(requests)


def test_a_job_runs_in_pieces_and_again_with_the_same_bytes(
    tmp_path: Path, requests: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests.write_parquet(tmp_path / "in.parquet")
    for out in ("whole.parquet", "again.parquet"):
        done(Job(str(tmp_path / "in.parquet"), tmp_path / out))
    monkeypatch.setattr(parquet_source, "CHUNK", 77)
    done(Job(str(tmp_path / "in.parquet"), tmp_path / "pieces.parquet"))
    assert (tmp_path / "whole.parquet").read_bytes() == (tmp_path / "again.parquet").read_bytes()
    assert pl.read_parquet(tmp_path / "whole.parquet").equals(pl.read_parquet(tmp_path / "pieces.parquet"))


@pytest.mark.parametrize("engine", [Engine.POLARS, Engine.DUCKDB])
def test_rows_of_many_row_groups_keep_their_order(tmp_path: Path, engine: Engine) -> None:
    asked = {"payer": "cigna", "date_of_service": "2024-12-02", "code": "22510"}
    rows = pl.DataFrame({"case": range(30_000)}).with_columns(
        pl.lit(each).alias(name) for name, each in asked.items()
    )
    for number in (2, 0, 1):
        part = rows.slice(10_000 * number, 10_000)
        part.write_parquet(tmp_path / f"in-{number}.parquet", row_group_size=700)
    done(Job(str(tmp_path / "in-*.parquet"), tmp_path / "out.parquet", engine=engine))
    assert pl.read_parquet(tmp_path / "out.parquet")["case"].equals(rows["case"])


def test_other_columns_keep_their_types_and_values(tmp_path: Path, requests: pl.DataFrame) -> None:
    own = requests.head(3).with_columns(
        pl.Series("paid", [Decimal("1.10"), None, Decimal("2.00")], pl.Decimal(10, 2)),
        pl.Series("plan", ["a", "b", "a"], pl.Categorical),
        pl.Series("member", [{"born": date(1950, 1, 1), "ids": [1, 2]}, None, {"born": None, "ids": []}]),
        pl.Series("raw", [b"\x00", b"", None]),
    )
    own.write_parquet(tmp_path / "in.parquet")
    done(Job(str(tmp_path / "in.parquet"), tmp_path / "out.parquet"))
    found = pl.read_parquet(tmp_path / "out.parquet").select(own.columns)
    assert found.schema == own.schema
    assert found.to_dicts() == own.to_dicts()


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        (pl.Binary(), []),
        (pl.Duration(), ["jsonl"]),
        (pl.List(pl.Struct({"a": pl.Int64()})), ["jsonl"]),
        (pl.List(pl.Binary()), []),
        (pl.Struct({"a": pl.List(pl.Int64())}), ["jsonl"]),
        (pl.Struct({"a": pl.Date()}), ["jsonl", "csv"]),
        (pl.List(pl.Int64()), ["jsonl", "csv"]),
        (pl.Decimal(9, 2), ["jsonl", "csv"]),
    ],
    ids=str,
)
def test_a_column_that_a_form_cannot_hold_stops_before_it_starts(
    tmp_path: Path, requests: pl.DataFrame, kind: pl.DataType, forms: list[str]
) -> None:
    own = requests.head(2).with_columns(pl.lit(None, kind).alias("own"))
    own.write_parquet(tmp_path / "in.parquet")
    for form in ("jsonl", "csv"):
        job = Job(str(tmp_path / "in.parquet"), tmp_path / f"out.{form}")
        if form in forms:
            assert done(job).rows == 2
        else:
            assert 'found the column "own"' in refusal(job)
    assert left(tmp_path) == ["in.parquet", *sorted(f"out.{form}" for form in forms)]


def test_a_file_that_breaks_off_is_told_and_leaves_nothing(tmp_path: Path, requests: pl.DataFrame) -> None:
    requests.write_parquet(tmp_path / "in.parquet")
    content = bytearray((tmp_path / "in.parquet").read_bytes())
    content[100:1100] = bytes(1000)
    (tmp_path / "in.parquet").write_bytes(content)
    assert "cannot be read as Parquet" in refusal(Job(str(tmp_path / "in.parquet"), tmp_path / "out.csv"))
    assert left(tmp_path) == ["in.parquet"]


def test_a_line_of_json_keeps_its_text(tmp_path: Path) -> None:
    line = '{"payer": "cigna", "code":22513,  "date_of_service": "2024-03-01", "paid": 1.50, "n": {"a":[ ]} }'
    (tmp_path / "in.jsonl").write_text(f"{line}\nnonsense\n", encoding="utf-8")
    summary = done(Job(str(tmp_path / "in.jsonl"), tmp_path / "out.jsonl"))
    first, second = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert first.startswith(line[:-2] + ',"outcome":')
    assert set(json.loads(first)) == {*json.loads(line), *ANSWERS}
    assert json.loads(second)["unread"] == "nonsense"
    assert summary.problems == {"line": 1}


def test_a_broken_record_has_its_problem_among_the_answers(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        'payer,date_of_service,code,note\ncigna,2024-03-01,22513,"a\nb"\ncigna,2024-03-01\nacme,2024-03-01,22513,x\n',
        encoding="utf-8",
    )
    summary = done(Job(str(tmp_path / "in.csv"), tmp_path / "out.csv"))
    found = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert found["note"].to_list() == ["a\nb", None, "x"]
    assert found["outcome"].is_null().to_list() == [False, True, True]
    assert found["problem"][1] == "line 4: found 2 fields; expected 4 fields, as in the header"
    assert summary.as_data()["rows"] == 3
    assert summary.problems == {"line": 1, "payer": 1}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("payer,service_date,code", 'no column "date_of_service"'),
        ("payer,date_of_service", 'no column "code"'),
        ("payer,date_of_service,codes", 'did you mean "code"?'),
        ("payer,date_of_service,code,fracture_agee", 'did you mean "fracture_age"?'),
        ("payer,date_of_service,code,outcome", 'a column "outcome"'),
    ],
)
def test_a_wrong_column_stops_before_it_starts(tmp_path: Path, header: str, said: str) -> None:
    (tmp_path / "in.csv").write_text(f"{header}\n", encoding="utf-8")
    message = refusal(Job(str(tmp_path / "in.csv"), tmp_path / "out.csv"))
    assert message.startswith(f"{tmp_path / 'in.csv'}: found ")
    assert said in message
    assert left(tmp_path) == ["in.csv"]


def test_a_header_alone_gives_a_header(tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        (tmp_path / "in.csv").write_text("payer,date_of_service,code\n", encoding="utf-8")
        assert done(Job(str(tmp_path / "in.csv"), tmp_path / f"out.{form}")).rows == 0
    assert (
        (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("payer,date_of_service,code,outcome,")
    )
    assert pl.read_parquet(tmp_path / "out.parquet").columns == ["payer", "date_of_service", "code", *ANSWERS]


def test_what_cannot_be_read_or_written_is_refused(tmp_path: Path, requests: pl.DataFrame) -> None:
    here = tmp_path / "in.parquet"
    requests.write_parquet(here)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.parquet").write_text("payer", encoding="utf-8")
    assert "the file that is read" in refusal(Job(str(here), here))
    assert "the file that is read" in refusal(Job(str(tmp_path), tmp_path))
    assert "no file" in refusal(Job(str(tmp_path / "nowhere.csv"), tmp_path / "out.csv"))
    assert "expected at least one file" in refusal(Job(str(tmp_path / "empty"), tmp_path / "out"))
    assert "expected at least one file" in refusal(Job(str(tmp_path / "*.csv"), tmp_path / "out"))
    assert 'the ending ".txt"' in refusal(Job(str(here), tmp_path / "out.txt"))
    assert "cannot be read as Parquet" in refusal(Job(str(tmp_path / "text.parquet"), tmp_path / "out.csv"))
    assert "--resume" in refusal(Job(str(here), tmp_path / "out.csv", resume=True))
    assert "no folder" in refusal(Job(str(here), tmp_path / "a" / "b" / "out.csv"))
    assert left(tmp_path) == ["empty", "in.parquet", "text.parquet"]


def test_a_job_that_fails_leaves_the_target_as_it_was(
    tmp_path: Path, requests: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> pl.DataFrame:
        raise MemoryError("a failure in the middle")

    requests.write_parquet(tmp_path / "in.parquet")
    (tmp_path / "out.parquet").write_text("of yesterday", encoding="utf-8")
    monkeypatch.setattr("coverline.batch.files.job.answered", fail)
    with pytest.raises(MemoryError):
        done(Job(str(tmp_path / "in.parquet"), tmp_path / "out.parquet"))
    assert (tmp_path / "out.parquet").read_text(encoding="utf-8") == "of yesterday"
    assert left(tmp_path) == ["in.parquet", "out.parquet"]


def test_a_killed_job_leaves_no_target(tmp_path: Path) -> None:
    for number in range(4):
        sample.requests(0, 400, seed=number).write_parquet(tmp_path / f"{number}.parquet")
    command = [
        sys.executable,
        "-m",
        "coverline",
        "batch",
        str(tmp_path / "*.parquet"),
        "-o",
        str(tmp_path / "out"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not (tmp_path / "out" / "0.parquet").exists():
        os.sched_yield()
    process.send_signal(signal.SIGKILL)
    process.wait()
    written = [each for each in left(tmp_path / "out") if each[0] != "."]
    assert all(pl.read_parquet(tmp_path / "out" / each).height == 400 for each in written)
    done(Job(str(tmp_path / "*.parquet"), tmp_path / "out", resume=True))
    assert len([each for each in left(tmp_path / "out") if each.endswith(".parquet")]) == 4


def folder_of_requests(place: Path, requests: pl.DataFrame) -> Path:
    place.mkdir()
    for number in range(3):
        requests.slice(100 * number, 100).write_parquet(place / f"part-{number}.parquet")
    return place


def test_a_folder_or_a_pattern_is_answered_into_a_folder_or_a_file(
    tmp_path: Path, requests: pl.DataFrame
) -> None:
    given = folder_of_requests(tmp_path / "in", requests)
    whole = done(Job(str(given), tmp_path / "out.parquet"))
    parts = done(Job(str(given / "*.parquet"), tmp_path / "out"))
    assert whole == parts
    together = pl.concat(pl.read_parquet(tmp_path / "out" / f"part-{number}.parquet") for number in range(3))
    assert together.equals(pl.read_parquet(tmp_path / "out.parquet"))
    assert together["case"].equals(requests["case"])


def test_a_folder_job_goes_on_where_it_stopped(tmp_path: Path, requests: pl.DataFrame) -> None:
    given = folder_of_requests(tmp_path / "in", requests)
    job = Job(str(given), tmp_path / "out", resume=True)
    first = done(job)
    (tmp_path / "out" / "part-0.parquet").unlink()
    requests.slice(0, 50).write_parquet(given / "part-1.parquet")
    untouched = (tmp_path / "out" / "part-2.parquet").stat().st_mtime_ns
    second = done(job)
    assert (first.rows, second.rows) == (300, 250)
    assert pl.read_parquet(tmp_path / "out" / "part-0.parquet").height == 100
    assert pl.read_parquet(tmp_path / "out" / "part-1.parquet").height == 50
    assert (tmp_path / "out" / "part-2.parquet").stat().st_mtime_ns == untouched
    assert left(tmp_path / "out") == [RECORD, "part-0.parquet", "part-1.parquet", "part-2.parquet"]
    assert "other policies or options" in refusal(
        Job(str(given), tmp_path / "out", criteria=True, resume=True)
    )


def test_files_that_differ_in_their_columns_are_not_joined(tmp_path: Path, requests: pl.DataFrame) -> None:
    given = folder_of_requests(tmp_path / "in", requests)
    requests.drop("setting").write_parquet(given / "part-2.parquet")
    assert "part-2.parquet: found other columns" in refusal(Job(str(given), tmp_path / "out.parquet"))
    assert done(Job(str(given), tmp_path / "out")).rows == 100 + 100 + ROWS


def test_a_wrong_column_in_any_file_stops_before_the_first(tmp_path: Path, requests: pl.DataFrame) -> None:
    given = folder_of_requests(tmp_path / "in", requests)
    requests.rename({"payer": "payor"}).write_parquet(given / "part-2.parquet")
    assert "part-2.parquet: found " in refusal(Job(str(given), tmp_path / "out"))
    assert left(tmp_path) == ["in"]


def test_two_files_of_one_name_are_refused(tmp_path: Path, requests: pl.DataFrame) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        requests.head(1).write_parquet(tmp_path / name / "x.parquet")
    assert "two files named x.parquet" in refusal(Job(str(tmp_path / "*" / "*.parquet"), tmp_path / "out"))


def test_duckdb_writes_the_same_rows_in_the_same_order(tmp_path: Path, requests: pl.DataFrame) -> None:
    pytest.importorskip("duckdb")
    requests.write_parquet(tmp_path / "in.parquet")
    found = [
        done(Job(str(tmp_path / "in.parquet"), tmp_path / f"{each}.parquet", engine=each))
        for each in (Engine.POLARS, Engine.DUCKDB)
    ]
    frames = [pl.read_parquet(tmp_path / f"{each}.parquet") for each in (Engine.POLARS, Engine.DUCKDB)]
    assert frames[0].equals(frames[1])
    assert found[0] == found[1]
    assert "no Parquet for duckdb" in refusal(
        Job(str(tmp_path / "in.parquet"), tmp_path / "x.csv", engine=Engine.DUCKDB)
    )


def test_an_engine_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.parquet").touch()
    monkeypatch.setattr("coverline.batch.files.engines.find_spec", lambda _: None)
    message = refusal(Job(str(tmp_path / "in.parquet"), tmp_path / "out.parquet", engine=Engine.SPARK))
    assert message.startswith("--engine spark: found no pyspark; expected it to be installed")
    assert 'pip install "coverline[spark]"' in message


def test_the_share_that_is_done_grows_to_all(tmp_path: Path, requests: pl.DataFrame) -> None:
    given = folder_of_requests(tmp_path / "in", requests)
    told: list[tuple[int, float]] = []
    run(Job(str(given), tmp_path / "out"), LIBRARY, lambda rows, share: told.append((rows, share)))
    assert [rows for rows, _ in told] == [100, 100, 100]
    assert [round(share, 6) for _, share in told] == sorted(round(share, 6) for _, share in told)
    assert told[-1][1] == pytest.approx(1)
