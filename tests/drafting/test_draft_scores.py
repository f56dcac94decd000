"""What drafts get right of documents, the table of the guide: the shipped five and eleven in other styles.

The five are read where ../shared/sources is beside the project; `--update-golden` writes the table anew.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coverline.document import Entries, read_file, read_text
from coverline.drafting.draft import draft
from coverline.drafting.reading import read_document
from coverline.library import Library
from tests.content.own_words import borrowed, runs_of
from tests.drafting import scoring
from tests.drafting.pages import printed

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "add-a-policy.md"
SOURCES = ROOT.parent / "shared" / "sources"
OWN = Path(__file__).parent / "documents"
LIBRARY = Library.load()
SHIPPED = {
    each.source: LIBRARY.folder / LIBRARY.content.files[name][-1]
    for name, versions in LIBRARY.policies.items()
    for each in versions[-1:]
}
STYLES = {
    "numbered": "numbered.txt",
    "joined": "joined.html",
    "narrative": "narrative.txt",
    "lettered": "lettered.txt",
    "regulation": "regulation.txt",
    "conjoined": "conjoined.txt",
    "columns": "columns.html",
    "running": "running.html",
    "letter": "letter.txt",
    "assessment": "assessment.html",
    "manual": "manual.txt",
}
# These are set as a PDF, and read from that.
ON_PAPER = ("running",)
HEAD = "| document | positions | passages | joins | facts | doubted | codes | misprints | dates |"


def row(name: str, document: Path, finished: Path) -> str:
    read = read_document(document)
    text = draft(read, "cigna", "a-draft", LIBRARY.vocabulary)
    assert borrowed(text, runs_of(["\n".join(read.lines)])) == []
    drafted, answer = read_text(text, "draft"), read_file(finished)
    assert isinstance(drafted, Entries)
    assert isinstance(answer, Entries)
    proposed, doubted = scoring.facts(drafted, answer)
    cells = (
        name,
        scoring.positions(drafted, answer, LIBRARY.vocabulary),
        scoring.passages(drafted, answer),
        scoring.nesting(drafted, answer),
        proposed,
        doubted,
        scoring.codes(drafted, answer),
        scoring.misprints(drafted, answer),
        scoring.dates(drafted, answer),
    )
    return f"| {' | '.join(map(str, cells))} |"


def rows() -> Iterator[tuple[str, Path, Path]]:
    for name, file in STYLES.items():
        yield name, OWN / file, OWN / f"{name}.answer.yaml"
    for name, finished in SHIPPED.items():
        yield name, SOURCES / LIBRARY.register.documents[name].file, finished


@pytest.mark.parametrize(
    ("name", "document", "finished"), [pytest.param(*each, id=each[0]) for each in rows()]
)
def test_the_guide_says_what_a_draft_gets_right(
    name: str, document: Path, finished: Path, update_golden: bool, tmp_path: Path
) -> None:
    if not document.exists():
        pytest.skip(f"the document is not at hand: {document}")
    if name in ON_PAPER:
        document = printed(tmp_path / f"{name}.pdf", document.read_text(encoding="utf-8"))
    found = row(name, document, finished)
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    if update_golden:
        at = lines.index(HEAD)
        while lines[at].startswith("|") and not lines[at].startswith(f"| {name} |"):
            at += 1
        after = at + 1 if lines[at].startswith("|") else at
        GUIDE.write_text("\n".join([*lines[:at], found, *lines[after:]]) + "\n", encoding="utf-8")
        return
    assert found in lines
