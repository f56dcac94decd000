"""The static site: every page valid and whole, every link resolved, nothing fetched from anywhere."""

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest

from coverline.library import Library
from coverline.model.criteria import walk
from coverline.model.policy import PolicyVersion
from coverline.publish import assets
from coverline.publish.site import Site
from tests.cli.command import coverline
from tests.content.own_words import borrowed, runs_of
from tests.content.sources import lines_of
from tests.content.test_own_words import NAMES
from tests.publish.banned import banned
from tests.publish.pages import Read, faults, read

LIBRARY = Library.load()
SITE = Site(LIBRARY)
VERSIONS = [version for versions in LIBRARY.policies.values() for version in versions]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """Every page of the shipped content."""
    return {path: page() for path, page in SITE.pages.items()}


@pytest.fixture(scope="module")
def pages(made: dict[str, str]) -> dict[str, Read]:
    """Every page, read."""
    return {path: read(page) for path, page in made.items()}


@pytest.mark.parametrize("path", SITE.pages)
def test_a_page_is_valid_and_keeps_to_a_strict_content_policy(path: str, pages: dict[str, Read]) -> None:
    assert list(faults(pages[path])) == []


@pytest.mark.parametrize("path", SITE.pages)
def test_a_page_denies_and_approves_nothing(path: str, pages: dict[str, Read]) -> None:
    assert banned(pages[path].words) == []


def test_every_link_and_every_asset_is_in_the_site(pages: dict[str, Read]) -> None:
    broken = []
    for path, page in pages.items():
        for element in page.all("a", "link", "script", "img", "use", "source"):
            address = element.get("href") or element.get("src") or ""
            target, _, anchor = address.partition("#")
            place = normpath(f"{PurePosixPath(path).parent}/{target}") if target else path
            known = place in pages or place in assets.NAMES
            if not known or (anchor and anchor not in pages[place].ids):
                broken.append(f"{path}: {address}")
    assert broken == []


def test_every_page_is_linked_from_another(pages: dict[str, Read]) -> None:
    linked = {
        normpath(f"{PurePosixPath(path).parent}/{(element.get('href') or '').partition('#')[0]}")
        for path, page in pages.items()
        for element in page.all("a")
    }
    assert set(pages) - linked == set()


def test_no_page_and_no_asset_names_an_address_outside(made: dict[str, str]) -> None:
    texts = [*made.values(), *(assets.text(name) for name in assets.NAMES)]
    outside = {each for text in texts for each in re.findall(r"(?:https?:)?//[a-z][^\s\"'<]*", text)}
    assert outside <= {"http://www.w3.org/2000/svg"}  # the name of a drawing's elements; nothing is fetched
    assert not any("@import" in text or "url(" in text for text in texts)


def said(policy: PolicyVersion) -> list[str]:
    """Everything that a policy version says in words of its own."""
    nodes = [node for position in policy.positions for node in walk(position.criteria)]
    return [
        *(node.label for node in nodes),
        *(node.never_decides_alone for node in nodes if node.never_decides_alone),
        *(text for note in policy.notes.values() for text in (note.asks, note.reading, note.changes)),
        *(warning.says for warning in policy.warnings),
        *(text for each in policy.definitions for text in (each.term, each.means)),
        *(each.says for each in policy.statements),
        *(text for each in policy.documentation for text in (each.label, *each.includes)),
        *(entry.note for entry in (*policy.codes.procedures, *policy.codes.diagnoses) if entry.note),
        *(misprint.printed for misprint in policy.codes.misprints),
        *(document.title for document in policy.documents.values()),
    ]


@pytest.mark.parametrize("policy", VERSIONS, ids=lambda each: each.id)
def test_the_page_of_a_policy_says_everything_that_the_policy_says(
    policy: PolicyVersion, pages: dict[str, Read]
) -> None:
    page = pages[SITE.path(policy)]
    assert [text for text in said(policy) if " ".join(text.split()) not in page.words] == []
    anchors = [node.id for position in policy.positions for node in walk(position.criteria)]
    anchors += [f"note-{name}" for name in policy.notes]
    anchors += [f"warning-{each.id}" for each in policy.warnings]
    assert set(anchors) - set(page.ids) == set()


@pytest.mark.parametrize("policy", VERSIONS, ids=lambda each: each.id)
def test_every_case_of_a_policy_is_a_row(policy: PolicyVersion, pages: dict[str, Read]) -> None:
    rows = {f"case-{table.id}-{row.id}" for table in LIBRARY.tables(policy) for row in table.rows}
    assert rows <= set(pages[SITE.path(policy, "cases")].ids)


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)> &amp; {{ 7 * 7 }}'


def test_whatever_a_policy_file_says_is_text() -> None:
    policy = LIBRARY.version("uhcwest-vertebroplasty-kyphoplasty")
    (position,) = policy.positions
    altered = replace(
        policy,
        title=HOSTILE,
        positions=(replace(position, criteria=replace(position.criteria, label=HOSTILE)),),
        warnings=tuple(replace(each, says=HOSTILE) for each in policy.warnings),
        documentation=tuple(
            replace(each, label=HOSTILE, includes=(HOSTILE,)) for each in policy.documentation
        ),
        notes={name: replace(each, asks=HOSTILE, reading=HOSTILE) for name, each in policy.notes.items()},
        statements=tuple(replace(each, says=HOSTILE) for each in policy.statements),
    )
    library = Library(
        replace(LIBRARY.content, policies={policy.id: (altered,)}), LIBRARY.content_hash, LIBRARY.folder
    )
    for path in (SITE.path(policy), "index.html", "readings.html", "compare.html"):
        page = read(Site(library).pages[path]())
        assert list(faults(page)) == []
        assert len(page.all("script")) == 1
        assert page.all("img") == []
        assert " ".join(HOSTILE.split()) in page.words


def test_both_sides_of_a_boundary_are_shown(pages: dict[str, Read]) -> None:
    words = pages["policies/cigna-0040/2024-06-15.html"].words
    assert "service 2024-09-10 since 2024-06-11 passes since 2024-06-10 fails" in words
    assert "42 days passes 41 days fails" in words


def test_two_payers_stand_side_by_side_with_patients_who_show_each_direction(pages: dict[str, Read]) -> None:
    words = pages["differences/bcbsma-484--cigna-0040.html"].words
    one, other = "Blue Cross Blue Shield of Massachusetts", "Cigna"
    assert f"Met by {one}, not by {other}" in words
    assert f"Met by {other}, not by {one}" in words
    assert (
        "No patient separates them" in pages["differences/bcbsm-sacral-augmentation--cigna-0040.html"].words
    )


def test_the_same_content_gives_the_same_bytes_in_another_process(
    tmp_path: Path, made: dict[str, str]
) -> None:
    folder = tmp_path / "site"
    run = coverline("publish", str(folder), environment={"PYTHONHASHSEED": "1"})
    assert (run.status, run.err) == (0, "")
    assert run.out == f"{folder}: {len(made)} pages; begin with {folder / 'index.html'}\n"
    assert {path: (folder / path).read_bytes().decode() for path in made} == made


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_is_easy_to_read_on_every_ground(theme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", assets.text(assets.STYLE), re.DOTALL)
    palette = colours(blocks[theme])
    text = {name: value for name, value in palette.items() if name not in ("paper", "raised", "line")}
    assert len(text) == 7
    poor = [
        f"{name} on {ground}: {contrast(value, palette[ground]):.2f}"
        for name, value in text.items()
        for ground in ("paper", "raised")
        if contrast(value, palette[ground]) < 4.5
    ]
    assert poor == []


def test_no_page_holds_a_sentence_of_a_payer(pages: dict[str, Read]) -> None:
    texts = ["\n".join(lines_of(source)) for source in LIBRARY.register.documents]
    titles = [document.title for policy in VERSIONS for document in policy.documents.values()]
    known = runs_of(texts, (*NAMES, *LIBRARY.vocabulary.payers.values(), *titles))
    stretches = {text for page in pages.values() for text in page.texts}
    assert [found for text in sorted(stretches) for found in borrowed(text, known)] == []
