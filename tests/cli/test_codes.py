"""What every policy thinks of a code, as data."""

import json
from typing import Any

import pytest

from tests.cli.command import coverline


def rows(*codes: str) -> list[list[dict[str, Any]]]:
    run = coverline("codes", "--json", *codes)
    assert (run.status, run.err) == (0, "")
    return [json.loads(line) for line in run.out.splitlines()]


def test_each_code_is_a_line_with_every_policy() -> None:
    policies = [each["id"] for each in json.loads(coverline("policies", "list", "--json").out)]
    found = rows("22513", "M80.08XA")
    assert [[each["policy"] for each in line] for line in found] == [policies, policies]
    assert [line[0]["code"] for line in found] == ["22513", "M80.08XA"]


@pytest.mark.parametrize(
    ("spelling", "same"), [("m8008xa", "M80.08XA"), ("c7504", "C7504"), ("0qu03jz", "0QU03JZ")]
)
def test_case_and_dots_do_not_matter(spelling: str, same: str) -> None:
    assert rows(spelling) == rows(same)


def test_conditions_are_said_in_the_note() -> None:
    (line,) = rows("22899")
    (cigna,) = (each for each in line if each["policy"] == "cigna-0040")
    assert cigna["finding"] == "not_listed"
    assert "listed where technique" in cigna["note"]
    assert "region: cervical (dagger)" in cigna["note"]


def test_what_the_code_settles_stands_beside_each_finding() -> None:
    (line,) = rows("22515")
    assert all(each["about"]["add_on_to"] == ["22513", "22514"] for each in line)
    assert all(each["about"]["in_force"]["from"] == "2015-01-01" for each in line)
    (line,) = rows("M80.08")
    assert all((each["about"]["exists"], each["about"]["complete"]) == (True, False) for each in line)


def test_a_code_of_no_form_stops_no_other() -> None:
    run = coverline("codes", "--json", "knee", "22510")
    assert run.status == 2
    assert run.err.startswith("knee: found no code of a known form; expected one such as ")
    (line,) = run.out.splitlines()
    assert json.loads(line)[0]["code"] == "22510"
