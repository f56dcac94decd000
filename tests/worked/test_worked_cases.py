"""The worked cases, through the command line: what two careful readers expect of each payer."""

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.cli.command import coverline

CASES = {file.stem: file for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))}
DIRECT = ("outcome", "category", "action", "prior_authorization")


def worked(file: Path) -> dict[str, Any]:
    """A worked case: the case itself, and what is expected of its answer."""
    return YAML(typ="safe", pure=True).load(file)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The answers to all cases, from one command."""
    folder = tmp_path_factory.mktemp("worked")
    for name, file in CASES.items():
        text = json.dumps(worked(file)["case"], default=str)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    found = coverline("decide", "--json", *(str(folder / f"{name}.json") for name in CASES))
    lines = [json.loads(line) for line in found.out.splitlines()]
    assert found.status == 2
    return {line["case"]: line for line in lines}


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_the_expected_one(name: str, answers: dict[str, dict[str, Any]]) -> None:
    expected, answer = worked(CASES[name])["expect"], answers[name]
    if expected.get("error"):
        assert answer["outcome"] is None
        assert all(any(fact in each for each in answer["problems"]) for fact in expected["mentions"])
        return
    assert {key: answer[key] for key in DIRECT if key in expected} == {
        key: expected[key] for key in DIRECT if key in expected
    }
    missing = {each["fact"] for each in answer["missing"]}
    assert set(expected.get("missing_includes", ())) <= missing
    assert not missing & set(expected.get("missing_excludes", ()))
    for text in expected.get("refer_to_contains", ()):
        assert any(text in each["what"] for each in answer["refer_to"])
    findings = {(each["code"], each["finding"]) for each in answer["code_findings"]}
    assert set(expected.get("code_findings", {}).items()) <= findings
