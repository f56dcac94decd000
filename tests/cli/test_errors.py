"""Whatever goes wrong, the real command says so in a line, with exit status 2 and no traceback."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, coverline

CASES = ROOT / "tests" / "cli" / "cases"
MET = str(CASES / "met.yaml")
BY = ("--by", "Dr. A. Name", "--as", "payer", "--date", "2026-01-31")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("decide", "nowhere.yaml"), "nowhere.yaml"),
        (("decide", "tests"), "tests: found a folder"),
        (("decide", "/dev/null"), "/dev/null"),
        (("decide", sys.executable), sys.executable),
        (("check", "nowhere.yaml"), "nowhere.yaml"),
        (("compare", "nowhere.yaml"), "nowhere.yaml"),
        (("compare",), "CASE"),
        (("codes",), "CODE"),
        (("codes", ""), "found no code of a known form; expected one such as 22513"),
        (("codes", "Z9\x1b[2J"), "found no code of a known form"),
        (("policies", "list", "--on", "2024-02-30"), "2024-02-30"),
        (("policies", "notes", "cigna-40"), 'did you mean "cigna-0040"?'),
        (("policies", "confirm", "cigna-40", "retired", *BY), 'did you mean "cigna-0040"?'),
        (("policies", "confirm", "cigna-0040", "retire", *BY), 'did you mean "retired"?'),
        (("policies", "confirm", "nowhere.yaml", "retired", *BY), "nowhere.yaml"),
        (("policies", "confirm", MET, "retired", *BY), "found no note retired"),
        (("policies", "confirm", "cigna-0040", "retired", *BY[2:]), "--by"),
        (("policies", "confirm", "cigna-0040", "retired", *BY, "--by", " "), "--by: found the name ' '"),
        (("policies", "confirm", "cigna-0040", "retired", *BY, "--as", "nurse"), "nurse"),
        (("policies", "confirm", "cigna-0040", "retired", *BY, "--date", "today"), '--date: found "today"'),
        (("policies", "fmt", "nowhere.yaml"), "nowhere.yaml"),
        (("policies", "fmt", "tests"), "tests"),
        (("policies", "show", "cigna-40"), 'did you mean "cigna-0040"?'),
        (("policies", "show", "cigna-0040", "--on", "yesterday"), "yesterday"),
        (("test", "cigna-40"), 'did you mean "cigna-0040"?'),
        (("cite", "cigna-0040", "under-three-month", "--sources", "."), 'did you mean "under-three-months"?'),
        (("cite", "cigna-0040", "under-three-months", "--sources", "nowhere"), "nowhere"),
        (("cite", "cigna-0040", "under-three-months", "--sources", "src"), "no copy"),
        (("decide",), "CASE"),
        (("decode",), "decide"),
        (("decide", MET, "--jsno"), "--json"),
    ],
    ids=" ".join,
)
def test_an_error_is_said_in_words(arguments: tuple[str, ...], said: str) -> None:
    run = coverline(*arguments)
    assert run.status == 2
    assert said in run.out + run.err
    assert "Traceback" not in run.err


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text("case: a", encoding="utf-8")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read every file")
    run = coverline("decide", str(file))
    assert (run.status, run.out) == (2, "")
    assert str(file) in run.err


@pytest.mark.parametrize("name", ["many-problems.yaml", "contradiction.yaml"])
def test_every_problem_has_a_line_and_nothing_of_the_case_is_decided(name: str) -> None:
    run = coverline("decide", str(CASES / name))
    assert (run.status, run.out) == (2, "")
    lines = run.err.splitlines()
    assert lines
    assert all(line.startswith(str(CASES / name)) and "; expected " in line for line in lines)


def test_the_other_cases_are_still_decided() -> None:
    run = coverline("decide", "--json", str(CASES / "several.jsonl"), str(CASES / "contradiction.yaml"), MET)
    answers = [json.loads(line) for line in run.out.splitlines()]
    named = [(each["case"], each["outcome"]) for each in answers]
    refused = [answer for answer in answers if answer["outcome"] is None]
    assert named[0] == ("line-1", "not_applicable")
    assert named[1][1] is None
    assert named[2:] == [("line-3", "not_applicable"), ("contradiction", None), ("met", "met")]
    assert [each for answer in refused for each in answer["problems"]] == run.err.splitlines()
    assert "several.jsonl:2" in run.err
    assert "fracture_healed" in run.err
    assert "pain_from_nonhealing_fracture" in run.err
    assert run.status == 2


def test_one_case_is_one_line_of_json() -> None:
    run = coverline("decide", MET, "--json")
    assert (run.out.count("\n"), run.status) == (1, 0)


def test_an_unmet_case_is_no_failure_of_the_command() -> None:
    assert coverline("decide", str(CASES / "not-met.yaml")).status == 0


def one_case(identifier: str) -> bytes:
    """A case that is decided elsewhere, in JSON, its identifier as written there."""
    rest = '"payer": "cigna", "date_of_service": "2024-12-02", "services": [{"code": "22510"}]'
    return f'{{"case": "{identifier}", {rest}}}'.encode()


@pytest.mark.parametrize("form", ["yaml", "json", "lines", "list"])
def test_standard_input_takes_every_form(form: str) -> None:
    case = json.loads('{"payer": "cigna", "date_of_service": "2024-12-02", "services": [{"code": "22510"}]}')
    typed = {
        "yaml": "payer: cigna\ndate_of_service: 2024-12-02\nservices: [{code: 22510}]\n",
        "json": json.dumps(case, indent=2),
        "lines": f"{json.dumps(case)}\n{json.dumps(case)}\n",
        "list": json.dumps([case, case]),
    }[form]
    run = coverline("decide", "-", "--json", typed=typed.encode())
    outcomes = [json.loads(line)["outcome"] for line in run.out.splitlines()]
    assert outcomes == ["not_applicable"] * (2 if form in ("lines", "list") else 1), run.err


@pytest.mark.parametrize("typed", [b"", b"\xff\xfe\x00", b"case: [", b"x" * 2_000_000], ids=len)
def test_standard_input_that_is_no_case(typed: bytes) -> None:
    run = coverline("decide", "-", typed=typed)
    assert run.status == 2
    assert run.err.startswith("standard input")
    assert "Traceback" not in run.err


def shell(script: str) -> subprocess.CompletedProcess[bytes]:
    command = f'coverline() {{ "{sys.executable}" -m coverline "$@"; }}; {script}'
    return subprocess.run(["/bin/bash", "-c", command], capture_output=True, cwd=ROOT, timeout=120)


@pytest.mark.parametrize(
    "script",
    [
        "coverline policies show cigna-0040 | head -1",
        f"coverline decide {MET} | true",
        f"coverline decide {MET} >&-",
        f"coverline decide {MET} > /dev/full",
        f"coverline decide {MET} nowhere.yaml 2>&-",
        "coverline decide - <&-",
    ],
)
def test_a_broken_stream_leaves_no_traceback(script: str) -> None:
    assert b"Traceback" not in shell(script).stderr
    assert b"Exception ignored" not in shell(script).stderr


def test_an_interrupt_ends_the_command_quietly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "coverline", "decide", MET, "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        # Where the tests run in the background, interrupts are ignored, and that would be inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert process.stdout is not None
    # The first answer tells that the command is now waiting for its input.
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in said


def test_a_terminal_that_lacks_a_character_shows_its_number() -> None:
    run = coverline("decide", "-", typed=one_case("\u2265 6"), environment={"PYTHONIOENCODING": "latin-1"})
    assert run.status == 0
    assert "\\u2265 6" in run.out


def test_control_characters_of_a_case_do_not_reach_the_terminal() -> None:
    typed = one_case(r"a\u001b[2Jb")
    run = coverline("decide", "-", typed=typed)
    assert "\x1b[2J" not in run.out + run.err
