"""`coverline check` tells what a file is by its keys, and says what is wrong with it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from coverline.cli.main import app

CASE = "payer: cigna\ndate_of_service: 2024-08-14\nservices: [{code: 22513}]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policy: a\n", 'a policy without "positions"'),
        ("documents: {a: {}}\n", '"publisher"'),
        ("codes: [{}]\n", '"system"'),
        ("payers: {}\n", 'the vocabulary without "facts"'),
        ("services: []\n", 'a case without "payer"'),
        ("hello: 1\n", '"hello" in a case'),
        ("- hello: 1\n", '"hello" in a case'),
        (
            f"{CASE}facts: {{fracture_healed: yes, imaging_shows_recent_fracture: yes}}\n",
            "exclude each other",
        ),
        (f"{CASE}facts: {{fracture_date: 2024-07-01, fracture_age: 9 weeks}}\n", "fracture_age 9 weeks"),
    ],
)
def test_each_kind_of_file_gets_the_messages_of_its_kind(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(text, encoding="utf-8")
    run = CliRunner().invoke(app, ["check", str(file)])
    *problems, _ = run.output.splitlines()
    assert run.exit_code == 2
    assert all(line.startswith(str(file)) for line in problems)
    assert any(said in line for line in problems), run.output


def test_a_citation_beyond_the_document_is_a_problem(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "src/coverline/content/policies/cigna-0040/2024-06-15.yaml"
    text = shipped.read_text(encoding="utf-8")
    assert "needs: {fracture_age: less than 3 months}" in text
    file = tmp_path / "policy.yaml"
    file.write_text(text.replace("cite: 61\n", "cite: 6100\n"), encoding="utf-8")
    run = CliRunner().invoke(app, ["check", str(file)])
    assert run.exit_code == 2
    assert "6100" in run.output


def test_good_files_have_no_problems(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    run = CliRunner().invoke(app, ["check", str(file)])
    assert (run.exit_code, run.output) == (0, "no problems\n")
