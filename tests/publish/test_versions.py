"""A policy with two versions: both are pages, and what changed between them is one."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from coverline.language.cases import read_cases
from coverline.library import Library
from coverline.publish.packet import packet
from coverline.publish.site import Site
from tests.cli.command import ROOT
from tests.publish.pages import faults, read

CONTENT = ROOT / "src" / "coverline" / "content"
FILE = Path("policies", "cigna-0040", "2024-06-15.yaml")
EDITS = {
    "  name: 2024-06-15": "  name: 2024-11-01",
    "  first_day: not printed": "  first_day: 2024-11-01",
    "  last_day: 2024-10-31": "  last_day: open",
    "fracture_age: less than 3 months": "fracture_age: less than 2 months",
}
PAIR = "policies/cigna-0040/2024-06-15--2024-11-01.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The shipped content, with a version of one policy that begins where the last one ends."""
    folder = tmp_path_factory.mktemp("library") / "content"
    shutil.copytree(CONTENT, folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    for before, after in EDITS.items():
        assert before in text
        text = text.replace(before, after)
    kept, _, cases = text.partition("\ncases:")
    typical = cases.partition("    change_one_thing:")[0].replace("2024-09-10", "2024-12-10")
    later = f"{kept}\ncases:{typical}".replace("2024-07-01", "2024-11-01")
    (folder / FILE).with_stem("2024-11-01").write_text(later, encoding="utf-8")
    return Site(Library.load(folder))


def test_each_version_has_a_page_that_names_the_other(site: Site) -> None:
    paths = ("policies/cigna-0040/2024-06-15.html", "policies/cigna-0040/2024-11-01.html")
    for path, other in (paths, paths[::-1]):
        page = read(site.pages[path]())
        assert list(faults(page)) == []
        addresses = {each.get("href") for each in page.all("a")}
        assert {f"../../{other}", f"../../{PAIR}"} <= addresses


def test_what_changed_is_shown_as_text_and_as_patients(site: Site) -> None:
    page = read(site.pages[PAIR]())
    assert list(faults(page)) == []
    assert "version 2024-06-15 and version 2024-11-01" in page.words
    assert "fracture age less than 3 months fracture age less than 2 months" in page.words
    assert "They are never in force together" in page.words
    assert "Met by version 2024-06-15, not by version 2024-11-01" in page.words
    assert page.words.count("asks: Fracture less than three months old") == 1


def test_a_packet_has_the_readings_of_the_version_that_decided(site: Site) -> None:
    (found,) = read_cases(ROOT / "tests" / "cli" / "cases" / "met.yaml", "met", site.library.vocabulary)
    assert found.case is not None
    older, newer = site.library.policies["cigna-0040"]
    known = {name: replace(note, reading="another") for name, note in newer.notes.items()}
    site.library.content.policies["cigna-0040"] = (older, replace(newer, notes=known))  # type: ignore[index]
    notes = packet(found.case, site.library).notes
    assert notes
    assert all(note == older.notes[note.id] for note in notes)
