"""A document in the register: whole or not at all, and the rest of the file untouched."""

from pathlib import Path

import pytest

from coverline.document import read_file
from coverline.drafting.reading import read_document
from coverline.drafting.registering import Place, Wishes, register_document
from coverline.problem import Unreadable
from coverline.sources.passage import passage, registered_lines
from coverline.sources.reading import read_register
from coverline.sources.register import SourceDocument
from tests.drafting import pages
from tests.drafting.test_reading import TEXT

PLAIN = Wishes()
BEFORE = f"""\
# A comment that stays.
documents:
  first:   # and this one
    {{file: first.txt, publisher: A plan, number: "7", title: First, dates: [], sha256: {"a" * 64}, lines: 3,
     sections: []}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "texts").mkdir()
    file = tmp_path / "sources.yaml"
    file.write_text(BEFORE, encoding="utf-8")
    return Place(file, tmp_path / "texts")


def _file(place: Place, text: str = TEXT, name: str = "download.txt") -> Path:
    file = place.register.parent / name
    file.write_text(text, encoding="utf-8")
    return file


def _register(place: Place, wishes: Wishes = PLAIN, text: str = TEXT) -> SourceDocument:
    return register_document(read_document(_file(place, text)), wishes, place)


def _problems(place: Place, wishes: Wishes = PLAIN, text: str = TEXT) -> list[str]:
    """What is said of a document that is refused; neither file may have changed."""
    before = place.register.read_bytes(), sorted(place.texts.iterdir())
    with pytest.raises(Unreadable) as caught:
        _register(place, wishes, text)
    assert (place.register.read_bytes(), sorted(place.texts.iterdir())) == before
    assert sorted(each.name for each in place.register.parent.iterdir()) == [
        "download.txt",
        "sources.yaml",
        "texts",
    ]
    return [str(problem) for problem in caught.value.problems]


def test_the_rest_of_the_file_stays_byte_for_byte(place: Place) -> None:
    _register(place)
    after = place.register.read_text(encoding="utf-8")
    assert after.startswith(BEFORE)
    assert list(read_register(read_file(place.register)).documents) == ["first", "fn-77"]


def test_what_was_found_is_what_the_register_says(place: Place) -> None:
    document = _register(place, Wishes(publisher="Plan of the Far North"))
    assert (document.id, document.number, document.title) == (
        "plan-of-the-far-north-fn-77",
        "FN-77",
        "Plan of the Far North",
    )
    assert [(each.what, each.on, each.lines) for each in document.dates] == [
        ("effective", "2026-01-15", (4, 4)),
        ("next review", "2027-01", (5, 5)),
    ]
    assert document.place((12, 12)).said == "Coverage, first bullet, first sub-bullet"
    assert document.place((14, 14)).said == "Coverage, second bullet"
    assert registered_lines(document, place.texts)[8].startswith("Green care is considered")


def test_the_text_of_a_pdf_is_kept_with_its_pages(place: Place) -> None:
    file = pages.pdf(place.register.parent / "a.pdf", pages.POLICY * 3)
    document = register_document(read_document(file), Wishes(id="mine"), place)
    assert document.file == "mine.txt"
    assert len(document.pages) > 1
    copy = passage(document, (1, document.lines), place.texts)
    assert copy.same
    assert copy.text.count("\f") == len(document.pages) - 1


def test_a_text_that_lies_in_the_folder_is_its_own_copy(place: Place) -> None:
    file = place.texts / "theirs.txt"
    file.write_text(TEXT, encoding="utf-8")
    document = register_document(read_document(file), Wishes(), place)
    assert document.file == "theirs.txt"
    assert [each.name for each in place.texts.iterdir()] == ["theirs.txt"]


def test_a_first_document_makes_the_register(tmp_path: Path) -> None:
    place = Place(tmp_path / "content" / "sources.yaml", tmp_path / "texts")
    assert _register_new(place, tmp_path).id == "fn-77"
    assert list(read_register(read_file(place.register)).documents) == ["fn-77"]


def _register_new(place: Place, folder: Path) -> SourceDocument:
    file = folder / "download.txt"
    file.write_text(TEXT, encoding="utf-8")
    return register_document(read_document(file), Wishes(), place)


def test_two_documents_with_one_number_are_told_apart_by_a_person(place: Place) -> None:
    text = TEXT.replace("FN-77", "7")
    file = place.register.parent / "download.txt"
    found = f"{file}: found number 7, which first has"
    expected = "expected a number that no other document of its publisher has"
    hint = "name its --publisher, or register it as a later edition with --edition-of first"
    said = f"{found}; {expected}; {hint}"
    assert _problems(place, Wishes(id="new"), text) == [said]
    assert _problems(place, Wishes(id="new", publisher="A plan"), text) == [said]
    assert _register(place, Wishes(id="other", publisher="Another plan"), text).number == "7"
    assert _register(place, Wishes(id="later", publisher="A plan", edition_of="first"), text).number == "7"


def test_an_id_is_given_once_and_an_edition_is_of_something(place: Place) -> None:
    file = place.register.parent / "download.txt"
    edition, name = _problems(place, Wishes(id="first", edition_of="second"))
    assert edition == f"{file}: found no document second; expected one of first"
    assert name.startswith(f"{file}: found the id first, which the register has; expected an id of its own")


def test_a_document_without_criteria_is_registered_only_on_demand(place: Place) -> None:
    text = "Words on nothing in particular."
    (problem,) = _problems(place, text=text)
    assert "found no criteria; expected a sentence on what is covered or not" in problem
    assert (
        _register(place, Wishes(id="none", without_criteria=True), text).title
        == "Words on nothing in particular."
    )


def test_another_text_is_never_written_over(place: Place) -> None:
    (place.texts / "fn-77.txt").write_text("mine", encoding="utf-8")
    (problem,) = _problems(place)
    assert 'found another text under the name "fn-77.txt"' in problem
    assert (place.texts / "fn-77.txt").read_text(encoding="utf-8") == "mine"


def test_a_broken_register_stays_as_it_is(place: Place) -> None:
    place.register.write_text(BEFORE.replace("lines: 3", "lines: x"), encoding="utf-8")
    (problem,) = _problems(place)
    assert "expected the number of lines of the document" in problem


def test_a_folder_that_cannot_be_written_leaves_both_files_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, _: Path) -> None:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        _register(place)
    assert place.register.read_text(encoding="utf-8") == BEFORE
    assert list(place.texts.iterdir()) == []
