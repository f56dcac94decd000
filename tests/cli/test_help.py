"""Help that a person can start from."""

import shlex

import pytest
from typer.testing import CliRunner

from coverline.cli.examples import EXAMPLES
from coverline.cli.main import app


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_examples_of_a_command_are_in_its_own_help(command: str) -> None:
    example = EXAMPLES[command][0].rpartition("coverline ")[2]
    words = shlex.split(example)
    path = words[: words.index(command) + 1]
    shown = CliRunner().invoke(app, [*path, "--help"]).output
    assert [line for line in EXAMPLES[command] if line not in shown] == []


def test_every_command_has_examples() -> None:
    groups = [app, *(group.typer_instance for group in app.registered_groups)]
    commands = [each for group in groups if group for each in group.registered_commands]
    names = [each.name or (each.callback.__name__ if each.callback else "") for each in commands]
    assert sorted(names) == sorted(EXAMPLES)
