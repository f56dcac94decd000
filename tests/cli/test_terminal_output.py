"""What people read, command by command, compared with golden files (renewed with --update-golden)."""

import shlex
from pathlib import Path

import pytest

from tests.cli.command import coverline, without_fingerprint

GOLDEN = Path(__file__).parent / "golden"

COMMANDS = {
    "decide-met": "decide tests/cli/cases/met.yaml",
    "decide-not-met": "decide tests/cli/cases/not-met.yaml",
    "decide-needs-information": "decide tests/cli/cases/needs-information.yaml",
    "decide-decided-elsewhere": "decide tests/cli/cases/decided-elsewhere.yaml",
    "decide-two-levels": "decide tests/cli/cases/two-levels.yaml",
    "decide-stenting": "decide tests/cli/cases/stenting.yaml",
    "decide-several": "decide tests/cli/cases/several.jsonl",
    "decide-contradiction": "decide tests/cli/cases/contradiction.yaml",
    "decide-many-problems": "decide tests/cli/cases/many-problems.yaml",
    "ask": "ask tests/cli/cases/to-ask.yaml --answers tests/cli/cases/answers.yaml",
    "ask-help": "ask --help",
    "when": "when examples/massachusetts-six-weeks.yaml",
    "when-two-levels": "when tests/cli/cases/two-levels.yaml",
    "when-help": "when --help",
    "decide-to-ask": "decide tests/cli/cases/to-ask.yaml",
    "decide-help": "decide --help",
    "compare": "compare tests/cli/cases/any-payer.yaml",
    "compare-two-levels": "compare tests/cli/cases/two-levels.yaml",
    "compare-contradiction": "compare tests/cli/cases/contradiction.yaml",
    "codes-procedures": "codes 22513 22512 22899 C7504 0qu03jz 22520 27447",
    "codes-diagnoses": "codes m8008xa C79.52 M80.08 D47.29 WI40.50XA M80.08XZ",
    "codes-of-no-form": "codes knee 22510",
    "check": "check",
    "check-files": "check tests/cli/cases/met.yaml tests/cli/cases/many-problems.yaml",
    "test": "test",
    "facts": "facts",
    "facts-from": "facts-from examples/chart.json",
    "facts-from-help": "facts-from --help",
    "evidence-criterion": "evidence --criterion hemangioma",
    "evidence-studies": "evidence yuan-2016 nct00765258",
    "evidence-none": "evidence --criterion steroid-induced",
    "evidence-unknown": "evidence --criterion hemangoma",
    "evidence-help": "evidence --help",
    "batch-help": "batch --help",
    "sample-help": "sample --help",
    "packet-two-levels": "packet tests/cli/cases/two-levels.yaml",
    "packet-needs-information": "packet tests/cli/cases/needs-information.yaml --text -",
    "packet-short": "packet tests/cli/cases/met.yaml --length 2000",
    "packet-too-short": "packet tests/cli/cases/met.yaml --length 200",
    "packet-decided-elsewhere": "packet tests/cli/cases/decided-elsewhere.yaml",
    "packet-contradiction": "packet tests/cli/cases/contradiction.yaml",
    "packet-several": "packet tests/cli/cases/several.jsonl",
    "packet-help": "packet --help",
    "policies-list": "policies list",
    "policies-list-on": "policies list --on 2024-12-01",
    "policies-notes-cigna-0040": "policies notes cigna-0040",
    "policies-show-bcbsma-484": "policies show bcbsma-484",
    "policies-show-cigna-0040": "policies show cigna-0040",
    "sources-help": "sources --help",
    "sources-add-help": "sources add --help",
    "sources-drift-help": "sources drift --help",
    "sources-verify-help": "sources verify --help",
    "help": "--help",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_output_is_as_agreed(name: str, update_golden: bool) -> None:
    file = GOLDEN / f"{name}.txt"
    run = coverline(*shlex.split(COMMANDS[name]))
    text = f"$ coverline {COMMANDS[name]}\n{without_fingerprint(str(run))}"
    if update_golden:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_command() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(COMMANDS)
