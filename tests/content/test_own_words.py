"""No sentence of a payer's document stands in the project."""

import pytest

from tests.content.own_words import borrowed, runs_of
from tests.content.sources import REGISTER, ROOT, lines_of

# Names that nobody can say otherwise, and the notice that the owner of CPT asks for.
NAMES = (
    "Blue Cross Blue Shield of Massachusetts",
    "CPT is a registered trademark of the American Medical Association",
)
KEPT = (
    "README.md",
    "CHANGELOG.md",
    "docs/**/*.md",
    "docs/**/*.yaml",
    "examples/*.yaml",
    "src/coverline/content/**/*.yaml",
    "src/coverline/**/*.html",
    "tests/cli/golden/*.txt",
    "tests/drafting/documents/*",
    "tests/worked/cases/*.yaml",
)
FILES = sorted(file.relative_to(ROOT).as_posix() for pattern in KEPT for file in ROOT.glob(pattern))


@pytest.fixture(scope="module")
def known() -> frozenset[tuple[str, ...]]:
    return runs_of(["\n".join(lines_of(source)) for source in REGISTER.documents], NAMES)


def test_the_files_are_found() -> None:
    assert {"README.md", "docs/inventory/first-reader.md", "docs/coverage-of-sources.md"} <= set(FILES)
    assert sum(file.startswith("src/coverline/content/policies/") for file in FILES) >= 5
    assert "src/coverline/content/evidence/evidence.yaml" in FILES


@pytest.mark.parametrize("file", FILES)
def test_a_file_has_no_run_of_words_from_a_source(file: str, known: frozenset[tuple[str, ...]]) -> None:
    assert borrowed((ROOT / file).read_text(encoding="utf-8"), known) == []


SOURCE = (
    "The plan covers the procedure\nafter 6 weeks of failed care, and not before. (Plan of the Far North.)"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("covers the procedure after weeks", []),
        (
            "It COVERS the procedure,\nafter 7 weeks (of) care",
            ["line 1: covers the procedure after weeks of"],
        ),
        ("a: 1\nb: after six weeks of failed care", []),
        ("\n\nafter 12 weeks: of failed care; and", ["line 3: after weeks of failed care and"]),
        ("weeks_of failed care, and not before", []),
        ("Before the Plan of the Far North came", []),
        ("not before (Plan of the far", ["line 1: not before plan of the far"]),
    ],
)
def test_a_run_of_six_words_is_found_and_five_are_not(text: str, found: list[str]) -> None:
    assert borrowed(text, runs_of([SOURCE], ["before: Plan of the Far North"])) == found
