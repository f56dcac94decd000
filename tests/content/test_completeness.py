"""Every statement that the two readers listed is accounted for, and so is every line that nothing cites."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from tools.coverage_of_sources.checks import blank_problems
from tools.coverage_of_sources.completeness import PAGE, Completeness
from tools.coverage_of_sources.inventories import FOLDER, Accounts, CitedByNothing

from coverline.library import Library
from coverline.problem import Unreadable
from tests.content.sources import ROOT, lines_of

LIBRARY = Library.load()
COMPLETENESS = Completeness.read(LIBRARY)


def test_every_statement_lives_in_the_content_or_says_why_not() -> None:
    assert [str(problem) for problem in COMPLETENESS.problems()] == []


def test_the_inventories_are_read_whole() -> None:
    """Counted by hand; Florida's bullets 6a to 6d and 8a to 8c count beside their statements."""
    counts = {
        reader: [len(numbers) for numbers in by_policy.values()]
        for reader, by_policy in COMPLETENESS.numbers.items()
    }
    assert counts == {"first-reader": [40, 33, 26, 18, 15], "second-reader": [32, 28, 23, 17, 13]}
    assert all(
        list(by_policy) == list(COMPLETENESS.numbers["first-reader"])
        for by_policy in COMPLETENESS.numbers.values()
    )
    assert set(COMPLETENESS.numbers["first-reader"]) == set(LIBRARY.policies)


def test_the_page_is_what_the_accounts_and_the_content_say(update_golden: bool) -> None:
    if update_golden:
        PAGE.write_text(COMPLETENESS.page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == COMPLETENESS.page(), "renew it with: make coverage-of-sources"


@pytest.mark.parametrize("policy", LIBRARY.policies)
def test_the_lines_that_are_called_blank_are_blank(policy: str) -> None:
    text = lines_of(LIBRARY.version(policy).source)
    assert [str(problem) for problem in blank_problems(COMPLETENESS.accounts[policy], text)] == []


def test_a_wrong_word_on_a_blank_line_is_found() -> None:
    reasons = (CitedByNothing("blank", ((1, 2),), 7), CitedByNothing("headings", ((3, 4),), 8))
    expected = "expected blank for blank lines and no others"
    account = Accounts("example", "example.yaml", {}, reasons)
    assert [str(problem) for problem in blank_problems(account, ["", "text", "Heading", " "])] == [
        f"example.yaml:7: found line 2, which is not blank, as blank; {expected}",
        f"example.yaml:8: found line 4, which is blank, as headings; {expected}",
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of docs/inventory to break."""
    return copytree(FOLDER, tmp_path / "inventory")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  10: {says: either", "  41: {says: either", "no entry for statement 10 of the first-reader"),
        (
            "  10: {says: either",
            "  41: {says: either",
            "an entry for statement 41; expected a statement of the first",
        ),
        (
            "at: [criterion printed-indication]",
            "at: [criterion printed-indicaton]",
            'did you mean "criterion printed-indication"?',
        ),
        (
            "at: [authorization-rule 1]",
            "at: [authorization-rule 9]",
            '"authorization-rule 9"; expected a kind and',
        ),
        (
            "bullets and rules without words, lines: [7,",
            "bullets, lines: [",
            "lines 7-7, which nothing cites",
        ),
        ("lines: [7, 9,", "lines: [7, 9, 37-38,", "lines 37-38 as bullets and rules without words"),
        ("lines: [7, 9,", "lines: [7, 9, 8,", "2 reasons for line 8"),
    ],
)
def test_a_false_account_is_found(old: str, new: str, said: str, folder: Path) -> None:
    change(folder / "bcbsma-484.yaml", old, new)
    found = [str(problem) for problem in Completeness.read(LIBRARY, folder).problems_of("bcbsma-484")]
    assert any(said in each for each in found), found


def test_a_statement_that_is_listed_twice_is_found(folder: Path) -> None:
    change(folder / "second-reader.md", "\n32. [B] References", "\n31. [B] References")
    found = [str(problem) for problem in Completeness.read(LIBRARY, folder).problems_of("bcbsma-484")]
    assert any("2 statements 31 of the second-reader" in each for each in found), found


def test_a_policy_without_an_account_is_found(folder: Path) -> None:
    (folder / "cigna-0040.yaml").rename(folder / "cigna-41.yaml")
    found = [str(problem) for problem in Completeness.read(LIBRARY, folder).problems()]
    assert any("found no cigna-0040.yaml; expected an account of each policy" in each for each in found), (
        found
    )
    assert any(
        'found cigna-41; expected the id of a policy; did you mean "cigna-0040"?' in each for each in found
    ), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "at: [criterion printed-indication]}",
            "at: []}",
            "found no list; expected a list with something in it",
        ),
        ("at: [criterion printed-indication]}", "at: yes}", "found no list"),
        ("at: [criterion printed-indication]}", "left-out: }", "found no text; expected text"),
        (
            ", at: [criterion printed-indication]}",
            "}",
            "statement 10; expected says, and either at or left-out",
        ),
        ("at: [criterion printed-indication]}", "at: [codes], left-out: no}", "statement 10; expected says"),
        ("{says: either branch will do, ", "{", "statement 10; expected says"),
        (
            "  10: {says: either branch will do, at",
            "  10: {says: either branch will do, in",
            'the key "in"; expected',
        ),
        (
            "  10: {says: either branch will do, at: [criterion printed-indication]}",
            "  10: yes",
            "found no keys",
        ),
        ("reason: blank, lines: [", "reason: blank, lines: [0, ", '"0"; expected lines such as 33-47 or 12'),
        ("reason: blank, lines: [", "lines: [", "found an entry; expected a reason and lines"),
    ],
)
def test_the_form_of_an_account_is_held_to(old: str, new: str, said: str, folder: Path) -> None:
    change(folder / "bcbsma-484.yaml", old, new)
    with pytest.raises(Unreadable) as unreadable:
        Completeness.read(LIBRARY, folder)
    assert said in str(unreadable.value)
    assert "bcbsma-484.yaml:" in str(unreadable.value)


def test_the_tool_says_what_is_wrong_and_leaves_the_page(tmp_path: Path) -> None:
    before = PAGE.read_bytes()
    command = [sys.executable, "-m", "tools.coverage_of_sources", "--sources", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "found no such folder; expected a folder with your copies of the source documents" in done.stderr
    assert PAGE.read_bytes() == before
