"""The plot of the evidence, read as the drawing that it is."""

from itertools import combinations
from math import dist
from xml.etree import ElementTree as ET

import pytest

from coverline.library import Library
from coverline.library.evidence import Asked, evidence_on
from coverline.model.evidence import Direction, Evidence
from coverline.publish.evidence_plot import COLOURS, LARGEST, SMALLEST, drawing

LIBRARY = Library.load()
ALL = LIBRARY.content.evidence
SVG = "{http://www.w3.org/2000/svg}"


def dots(evidence: Evidence) -> list[ET.Element]:
    """The circles that stand for studies: those that say which."""
    root = ET.fromstring(drawing(evidence))
    return [each for each in root.iter(f"{SVG}circle") if each.find(f"{SVG}title") is not None]


def named(evidence: Evidence, start: str) -> ET.Element:
    (found,) = (each for each in dots(evidence) if (each.findtext(f"{SVG}title") or "").startswith(start))
    return found


def test_every_dated_study_is_drawn_once() -> None:
    dated = [each for each in ALL.studies.values() if each.year is not None]
    assert len(dots(ALL)) == len(dated)
    assert f"{len(dated)} studies; {len(ALL.studies) - len(dated)} without a printed year" in drawing(ALL)


def test_no_circle_hides_another() -> None:
    circles = [tuple(float(each.attrib[key]) for key in ("cx", "cy", "r")) for each in dots(ALL)]
    for one, other in combinations(circles, 2):
        assert dist(one[:2], other[:2]) >= one[2] + other[2]


def test_every_circle_lies_on_the_drawing() -> None:
    _, _, width, height = map(float, ET.fromstring(drawing(ALL)).attrib["viewBox"].split())
    for each in dots(ALL):
        x, y, r = (float(each.attrib[key]) for key in ("cx", "cy", "r"))
        assert r <= x <= width - r
        assert r <= y <= height - r


def test_the_area_shows_n() -> None:
    small, middle, huge = (float(named(ALL, each).attrib["r"]) for each in ("Strub", "Wardlaw", "Hinde"))
    assert small == SMALLEST
    assert huge == LARGEST
    assert (middle / huge) ** 2 == pytest.approx(300 / 2000, abs=0.01)


def test_a_study_without_n_is_hollow_and_says_so() -> None:
    hollow = named(ALL, "Clark")
    assert hollow.attrib["fill"] == "#ffffff"
    assert "n not printed" in (hollow.findtext(f"{SVG}title") or "")


def test_years_run_to_the_right_and_colours_tell_directions() -> None:
    assert float(named(ALL, "Denis").attrib["cx"]) < float(named(ALL, "NICE").attrib["cx"])
    assert named(ALL, "Buchbinder 2009").attrib["stroke"] == COLOURS[Direction.AGAINST]


def test_the_words_say_what_the_drawing_shows() -> None:
    root = ET.fromstring(drawing(ALL))
    assert root.attrib["role"] == "img"
    named_by = root.attrib["aria-labelledby"].split()
    assert named_by == [each.attrib["id"] for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")]
    words = root.findtext(f"{SVG}desc") or ""
    assert "favours: 57, 2007 to 2025; the largest is Hinde 2020, n 2,089,944" in words
    assert "against: 9, 2009 to 2020; the largest is Firanescu (VERTOS IV) 2018, n 180" in words


@pytest.mark.parametrize("asked", [Asked(topic="kiva"), Asked(criterion="steroid-induced")])
def test_few_studies_or_none_are_a_drawing_too(asked: Asked) -> None:
    evidence = evidence_on(asked, LIBRARY)
    assert len(dots(evidence)) == len(evidence.studies)
    assert "mixed: 0. " in drawing(evidence)
