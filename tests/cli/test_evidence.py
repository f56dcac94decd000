"""`coverline evidence` as its user runs it."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.command import ROOT, coverline


@pytest.mark.parametrize("arguments", [(), ("--policy", "cigna-0040"), ("hinde-2020", "chang-2021-nma")])
def test_it_fits_a_terminal(arguments: tuple[str, ...]) -> None:
    run = coverline("evidence", *arguments)
    assert (run.status, run.err) == (0, "")
    assert max(map(len, run.out.splitlines())) <= 100


def test_every_study_has_a_row_and_the_odd_ones_a_mark() -> None:
    lines = coverline("evidence").out.splitlines()
    data = json.loads(coverline("evidence", "--json").out)
    marks = {each["study"]: "*" if each["oddities"] else " " for each in data["studies"]}
    rows = {line.split()[0].rstrip("*"): line for line in lines if line[:1].islower()}
    assert {name: rows[name][len(name)] for name in marks} == marks
    assert f"{len(marks)} studies: 57 favours, 22 mixed, 30 neutral, 9 against" in "\n".join(lines)


def test_the_plot_is_written_whole(tmp_path: Path) -> None:
    file = tmp_path / "plot.svg"
    run = coverline("evidence", "--topic", "sacroplasty", "--svg", str(file))
    assert (run.status, run.err) == (0, "")
    assert ET.fromstring(file.read_text()).tag == "{http://www.w3.org/2000/svg}svg"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_a_line(tmp_path: Path) -> None:
    run = coverline("evidence", "--svg", str(tmp_path / "no" / "plot.svg"))
    assert run.status == 2
    assert "No such file or directory" in run.err
    assert "Traceback" not in run.err


def test_check_knows_a_file_of_evidence(tmp_path: Path) -> None:
    shipped = ROOT / "src/coverline/content/evidence/evidence.yaml"
    assert coverline("check", str(shipped)).out == "no problems\n"
    file = tmp_path / "evidence.yaml"
    file.write_text(
        shipped.read_text().replace("cigna-0040: [139, 141, 621]", "cigna-0040: [139, 141, 9621]")
    )
    assert 'found "9621"; expected lines of cigna-0040, which has 830' in coverline("check", str(file)).out
