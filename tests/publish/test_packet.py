"""Packets: the request and what it rests on, escaped, within a length, on paper and on a screen."""

import json
import re
import sys
from base64 import b64encode
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO

import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1
from ruamel.yaml import YAML
from weasyprint.urls import FatalURLFetchingError

from coverline.decide.facts import Undecidable
from coverline.language.cases import read_cases
from coverline.library import Library
from coverline.model.case import Case, Known
from coverline.model.determination import Outcome
from coverline.model.policy import Confirmation
from coverline.model.quantity import Span
from coverline.problem import Unreadable
from coverline.publish.assets import Linked
from coverline.publish.packet import Packet, packet
from coverline.publish.packet_page import packet_page
from coverline.publish.packet_text import packet_text
from coverline.publish.printing import pdf
from coverline.publish.readings import notes_that_matter
from coverline.publish.standing import Standing
from tests.cli.command import ROOT
from tests.publish.pages import faults, local, read

LIBRARY = Library.load()
CASES = {file.stem: file for file in sorted((ROOT / "tests" / "cli" / "cases").glob("*.yaml"))}
NAMES = ("met", "not-met", "needs-information", "decided-elsewhere", "two-levels", "stenting", "to-ask")
WORKED = sorted((ROOT / "tests" / "worked" / "cases").glob("*.yaml"))
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&amp; {{ 7 * 7 }} </style>'


@cache
def case(name: str) -> Case:
    (found,) = read_cases(CASES[name], name, LIBRARY.vocabulary)
    assert found.case is not None
    return found.case


@cache
def made(name: str) -> Packet:
    return packet(case(name), LIBRARY)


@pytest.mark.parametrize("name", NAMES)
def test_a_packet_is_a_valid_page_by_itself_and_where_it_is_served(name: str) -> None:
    for page in (packet_page(made(name)), packet_page(made(name), Linked("/assets/"))):
        assert list(faults(read(page))) == []


def test_a_packet_needs_nothing_beside_itself_and_lets_nothing_else_run() -> None:
    page = packet_page(made("met"))
    parsed = read(page)
    assert [each for each in parsed.root.iter() if each.get("src") or each.get("href")] == []
    assert "://" not in page
    (security,) = (each.get("content", "") for each in parsed.all("meta") if each.get("http-equiv"))
    for element in parsed.all("style", "script"):
        digest = b64encode(sha256((element.text or "").encode()).digest()).decode()
        assert f"{local(element)}-src 'sha256-{digest}'" in security
    assert security.startswith("default-src 'none'; ")


def test_where_it_is_served_its_style_and_script_are_files() -> None:
    parsed = read(packet_page(made("met"), Linked("/assets/")))
    assert [each.get("href") for each in parsed.all("link")] == ["/assets/style.css"]
    assert [each.get("src") for each in parsed.all("script")] == ["/assets/copy.js"]
    assert parsed.all("style") == []


def test_every_field_that_is_stated_can_be_copied_and_the_buttons_wait_for_the_script() -> None:
    parsed = read(packet_page(made("needs-information")))
    buttons = {each.get("aria-label"): each for each in parsed.all("button")}
    stated = [f"Copy {field.name}" for field in made("needs-information").request if field.value]
    assert list(buttons) == stated
    assert "Copy Setting" not in buttons
    assert all(each.get("hidden") is not None for each in buttons.values())
    copied = {each.get("id"): "".join(each.itertext()) for each in parsed.all("span") if each.get("id")}
    assert copied[buttons["Copy Procedure code"].get("data-copies")] == "22511"


def hostile() -> Case:
    known = Known("symptomatic", True, source=HOSTILE, recorded_on=Span.exactly(date(2024, 8, 1)))
    before = case("needs-information")
    return replace(
        before, identifier=HOSTILE, diagnoses=(HOSTILE,), facts={**before.facts, "symptomatic": known}
    )


def test_whatever_a_case_says_is_text() -> None:
    page = packet_page(packet(hostile(), LIBRARY))
    parsed = read(page)
    assert list(faults(parsed)) == []
    assert len(parsed.all("script")) == 1
    assert parsed.all("img") == []
    assert "".join(HOSTILE.split()) in "".join(parsed.words.split())
    assert HOSTILE not in page


def worked() -> list[Case]:
    texts = [json.dumps(YAML(typ="safe", pure=True).load(file)["case"], default=str) for file in WORKED]
    read_all = [read_cases(text, "worked", LIBRARY.vocabulary) for text in texts]
    return [each.case for found in read_all for each in found if each.case is not None]


def test_every_worked_case_has_a_packet_in_the_words_of_this_house() -> None:
    seen = set()
    for each in worked():
        try:
            whole = packet(each, LIBRARY)
        except Undecidable:
            continue
        seen |= {level.outcome for level in whole.levels}
        page, said = read(packet_page(whole)), packet_text(whole)
        assert list(faults(page)) == []
        for text in (said, page.words):
            assert not re.search(r"\b(denied|denial|deny)\b", text, re.IGNORECASE)
        assert [level for level in whole.levels if f"{level.subject}: {level.verdict}" not in said] == []
        facts = [str(row.recorded) for sheet in whole.sheets for row in sheet.facts]
        assert [fact for fact in facts if fact not in said] == []
    assert seen == set(Outcome)


def standings(name: str) -> dict[str, Standing]:
    return {row.id: row.standing for sheet in made(name).sheets for row in sheet.criteria}


def test_what_nobody_recorded_is_not_documented_and_never_not_met() -> None:
    stands = standings("needs-information")
    assert stands["nonhealing-fracture"] is Standing.NOT_DOCUMENTED
    assert stands["lytic-severe-pain/indication"] is Standing.NOT_MET
    assert stands["vertebroplasty"] is Standing.OPEN
    unknown = [row for sheet in made("needs-information").sheets for row in sheet.criteria if row.wants]
    assert {row.standing for row in unknown} == {Standing.NOT_DOCUMENTED}


def test_what_is_not_needed_is_said_once_and_folded_below() -> None:
    (sheet,) = made("met").sheets
    rows = {row.id: row for row in sheet.criteria}
    assert (rows["hemangioma"].standing, rows["hemangioma"].folded) == (Standing.NOT_NEEDED, False)
    assert (rows["hemangioma-painful"].standing, rows["hemangioma-painful"].folded) == (
        Standing.NOT_NEEDED,
        True,
    )
    assert "Painful hemangioma" not in read(packet_page(made("met"))).words
    assert rows["failed-six-weeks"].standing is Standing.SHOWN


def test_an_exclusion_is_absent_or_present_and_not_shown_or_unmet() -> None:
    known = {"fracture_healed": Known("fracture_healed", True), "symptomatic": Known("symptomatic", True)}
    exclusions = replace(case("met"), payer="uhcwest", state="CA", facts={**case("met").facts, **known})
    exclusions = replace(exclusions, facts={k: v for k, v in exclusions.facts.items() if "imaging" not in k})
    (sheet,) = packet(exclusions, LIBRARY).sheets
    stands = {row.id: row.standing for row in sheet.criteria}
    assert stands["healed"] is Standing.PRESENT
    assert stands["asymptomatic"] is Standing.ABSENT
    assert stands["cord-compression"] is Standing.NOT_DOCUMENTED


def test_a_fact_stands_with_its_place_and_with_the_criteria_that_need_it() -> None:
    (sheet,) = made("met").sheets
    facts = {row.recorded.fact: row for row in sheet.facts}
    imaging = facts["imaging shows recent fracture"]
    assert imaging.recorded.place == "MRI of 2024-07-02, 2024-07-02"
    assert [label for label, _ in imaging.bears_on] == ["Imaging shows a recent compression fracture"]
    assert facts["imaging"].bears_on == ()
    assert [label for label, _ in facts["indication"].bears_on] == ["One of the four printed fracture types"]


def test_levels_with_other_facts_have_sheets_of_their_own() -> None:
    assert [sheet.subjects for sheet in made("two-levels").sheets] == [
        ("T10 22510 vertebroplasty",),
        ("L1 22511 vertebroplasty",),
    ]


def test_only_readings_that_nobody_has_confirmed_are_told() -> None:
    named = {note.id for note in made("met").notes}
    assert {"three-months", "six-weeks"} <= named
    assert "sacroplasty-codes" not in named
    policy = LIBRARY.version("cigna-0040")
    by = Confirmation("Dr. A. Name", "clinician", date(2026, 1, 31))
    confirmed = {name: replace(note, confirmed=by) for name, note in policy.notes.items()}
    assert notes_that_matter(made("met").answer, replace(policy, notes=confirmed)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_shorter_text_keeps_whole_lines_and_names_what_it_leaves_out(name: str) -> None:
    whole = packet_text(made(name))
    lines = whole.splitlines()
    shortest = _shortest(made(name))
    for length in range(shortest, len(whole), 97):
        text = packet_text(made(name), length)
        assert len(text) <= length
        (left_out,) = [line for line in text.splitlines() if line.startswith("Left out to keep to")]
        assert [line for line in text.splitlines() if line not in lines] == [left_out]
        kept = {line for line in text.splitlines() if line.isupper()}
        missing = [line for line in lines if line.isupper() and line not in kept]
        assert all(title.casefold() in left_out.casefold() for title in missing)
    assert packet_text(made(name), len(whole)) == whole


def _shortest(found: Packet) -> int:
    """The length that a refusal names, which then does."""
    with pytest.raises(Unreadable, match="found 1 characters; expected at least") as refused:
        packet_text(found, 1)
    length = int(re.findall(r"at least (\d+)", str(refused.value))[0])
    while True:
        try:
            packet_text(found, length)
        except Unreadable:
            length += 1
        else:
            return length


def test_the_pdf_has_the_words_its_pages_are_numbered_and_nothing_names_the_patient() -> None:
    page = packet_page(replace(made("two-levels"), identifier="Doe-Jane-1941"))
    paper = pdf(page)
    assert pdf(page) == paper
    with pdfplumber.open(BytesIO(paper)) as read_back:
        texts = [each.extract_text() for each in read_back.pages]
        metadata = read_back.metadata
        described = resolve1(read_back.doc.catalog["Metadata"]).get_data()
    words = " ".join(" ".join(texts).split())
    for said in (
        "meets the policy (not an approval)",
        "does not meet the policy",
        "22510",
        "M80.08XA, D47.29",
    ):
        assert said in words
    assert texts[-1].startswith("Before sending: for the office")
    assert [text.splitlines()[-1] for text in texts] == [
        f"{number} of {len(texts)}" for number in range(1, len(texts) + 1)
    ]
    assert "Doe" in words
    assert not any("Doe" in str(value) for value in metadata.values())
    assert {"CreationDate", "ModDate"}.isdisjoint(metadata)
    assert b"Doe" not in described


def test_the_pdf_is_tagged_for_people_who_listen_to_it() -> None:
    paper = pdf(packet_page(made("met")))
    assert pypdfium2.PdfDocument(paper).is_tagged()
    with pdfplumber.open(BytesIO(paper)) as read_back:
        catalog = read_back.doc.catalog
        assert catalog["Lang"] == b"en"
        assert resolve1(catalog["MarkInfo"])["Marked"]
        assert b"pdfuaid" in resolve1(catalog["Metadata"]).get_data()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "data:image/png;base64,AA=="]
)
def test_paper_is_made_without_fetching_anything(address: str) -> None:
    page = packet_page(made("met")).replace("</main>", f'<img src="{address}" alt=""></main>')
    with pytest.raises(FatalURLFetchingError):
        pdf(page)


def test_without_the_text_layout_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Absent:
        def find_spec(self, name: str, *_: object) -> None:
            if name.partition(".")[0] == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0': no such file")

    for name in [each for each in sys.modules if each.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Absent(), *sys.meta_path])
    with pytest.raises(Unreadable, match="expected Pango, which lays out the text of a PDF; install it"):
        pdf("<p>anything</p>")
