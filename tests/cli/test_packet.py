"""`coverline packet`: what it writes where, and what it refuses."""

import os
from pathlib import Path

import pytest

from tests.cli.command import coverline

CASES = "tests/cli/cases"


def test_each_form_goes_to_its_file(tmp_path: Path) -> None:
    files = {name: tmp_path / f"packet.{name}" for name in ("text", "html", "pdf")}
    options = [word for name, file in files.items() for word in (f"--{name}", str(file))]
    run = coverline("packet", f"{CASES}/met.yaml", *options)
    assert (run.status, run.out) == (0, "")
    assert files["pdf"].read_bytes().startswith(b"%PDF-")
    assert files["html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert files["text"].read_text(encoding="utf-8") == coverline("packet", f"{CASES}/met.yaml").out
    assert sorted(tmp_path.iterdir()) == sorted(files.values())
    assert all(f"{file}: {file.stat().st_size:,} bytes" in run.err for file in files.values())


def test_a_case_and_its_page_can_pass_through_pipes() -> None:
    typed = Path(CASES, "met.yaml").read_bytes()
    run = coverline("packet", "-", "--html", "-", typed=typed)
    assert (run.status, run.err) == (0, "")
    assert run.out.rstrip().endswith("</html>")


@pytest.mark.parametrize("place", ["-", "packet.out"])
def test_two_forms_cannot_share_a_place(place: str) -> None:
    run = coverline("packet", f"{CASES}/met.yaml", "--html", place, "--pdf", place)
    assert (run.status, run.out) == (2, "")
    assert "each of --pdf, --html and --text needs a place of its own" in " ".join(run.err.split())


def test_what_is_no_plain_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    run = coverline("packet", f"{CASES}/met.yaml", "--text", str(pipe))
    assert run.status == 0
    assert os.read(reader, 100).startswith(b"COVERAGE REQUEST")
    os.close(reader)
    assert pipe.is_fifo()


def test_nothing_is_written_where_one_of_the_forms_cannot_be(tmp_path: Path) -> None:
    page = tmp_path / "packet.html"
    run = coverline(
        "packet", f"{CASES}/met.yaml", "--html", str(page), "--text", str(tmp_path / "no" / "file")
    )
    assert run.status == 2
    assert "No such file or directory" in run.err
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == []
