"""The page of findings: its blocks are real output, and its table is what prove finds."""

import re
import shlex
from functools import cache

import pytest

from tests.cli.command import ROOT, coverline
from tests.prove.edited import LIBRARY, of_kind, proved

PAGE = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ coverline (.*)\n((?:.*\n)*?)```", PAGE)
COLUMNS = {
    "Massachusetts": "bcbsma-484",
    "Cigna": "cigna-0040",
    "Florida Blue": "floridablue-02-20000-18",
    "UnitedHealthcare West": "uhcwest-vertebroplasty-kyphoplasty",
}


@cache
def printed(command: str) -> str:
    return coverline(*shlex.split(command)).out


@pytest.mark.parametrize(("command", "block"), BLOCKS)
def test_a_block_is_cut_from_what_the_command_prints(command: str, block: str) -> None:
    for excerpt in block.split("...\n"):
        assert excerpt.strip()
        assert excerpt in printed(command)


def test_there_are_blocks() -> None:
    assert len(BLOCKS) == PAGE.count("```console") >= 7


def test_the_table_of_indications_is_what_prove_finds() -> None:
    header, *rows = re.findall(r"^\| (indication .*|.*not named.*) \|$", PAGE, re.MULTILINE)
    assert header.split(" | ")[1:] == list(COLUMNS)
    told = {
        (name, policy)
        for name, *cells in (re.split(r" ?\| ?", row) for row in rows)
        for policy, cell in zip(COLUMNS.values(), cells, strict=True)
        if cell.strip()
    }
    found = {
        (where.partition(": indication ")[2].replace("_", " "), policy)
        for policy in COLUMNS.values()
        for where in of_kind("unaddressed", proved(*LIBRARY.policies[policy]))
        if ": indication " in where
    }
    assert told == found


def test_nothing_is_found_that_the_page_says_is_not() -> None:
    for versions in LIBRARY.policies.values():
        proofs = proved(*versions)
        assert of_kind("subsumed", proofs) == of_kind("gap", proofs) == of_kind("overlap", proofs) == {}
        assert all(each.declared for each in of_kind("unreachable", proofs).values())
