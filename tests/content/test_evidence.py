"""The shipped evidence against the findings that it was written from, and against the policies."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from coverline.library import Library
from coverline.model.criteria import walk
from coverline.model.evidence import Direction
from tests.content.sources import ROOT

LIBRARY = Library.load()
EVIDENCE = LIBRARY.content.evidence
FINDINGS = ROOT.parent / "shared" / "evidence" / "evidence.csv"
SOURCES = {
    "bcbsma": "bcbsma-484",
    "floridablue": "floridablue-02-20000-18",
    "cigna": "cigna-0040",
    "uhcwest": "uhcwest-mmg",
    "bcbsm": "bcbsm-sacral",
}


def findings() -> list[dict[str, str]]:
    if not FINDINGS.exists():
        pytest.skip(f"the findings are not at hand: {FINDINGS}")
    with Path(FINDINGS).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(text: str) -> list[str]:
    """The numbers of a finding, which stay where its words are chosen anew."""
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_every_finding_is_there_with_its_figures() -> None:
    rows = findings()
    assert [each["study_id"] for each in rows] == list(EVIDENCE.studies)
    for row, study in zip(rows, EVIDENCE.studies.values(), strict=True):
        printed = (str(study.year or ""), study.kind.value, study.topic, str(study.n or ""))
        assert printed == (row["year"], row["kind"], row["topic"], row["n"]), study.id
        assert study.direction.value == row["direction"], study.id
        assert study.population == row["indication"]
        assert figures(study.finding) == figures(row["finding"]), study.id


def test_every_citation_of_a_finding_is_there() -> None:
    for row in findings():
        printed = {
            (SOURCES[payer], tuple(map(int, lines.split("-"))))
            for payer, lines in (each.split(":") for each in row["lines"].split())
        }
        study = EVIDENCE.studies[row["study_id"]]
        assert {(source, each) for source, cited in study.cited_in.items() for each in cited} == printed


def test_a_shape_of_the_whole_that_a_slip_would_change() -> None:
    directions = Counter(each.direction for each in EVIDENCE.studies.values())
    assert directions == {
        Direction.FAVOURS: 57,
        Direction.MIXED: 22,
        Direction.NEUTRAL: 30,
        Direction.AGAINST: 9,
    }
    unlinked = [each.id for each in EVIDENCE.studies.values() if not each.bears_on]
    assert unlinked == ["zhang-2017", "cheng-2022", "fda-parallax-2010", "vbs-europe", "nct00765258"]


def test_a_link_agrees_with_the_technique_of_its_position() -> None:
    """A study of one technique bears on positions that hold for this technique."""
    techniques = {
        "vertebroplasty": {"vertebroplasty"},
        "kyphoplasty": {"balloon_kyphoplasty"},
        "rf_kyphoplasty": {"radiofrequency_kyphoplasty"},
        "kiva": {"mechanical_augmentation"},
        "spinejack": {"mechanical_augmentation"},
        "sacroplasty": {"sacroplasty"},
        "any": {
            "vertebroplasty",
            "balloon_kyphoplasty",
            "mechanical_augmentation",
            "radiofrequency_kyphoplasty",
        },
    }
    holds = {
        (policy, criterion.id): set(position.techniques)
        for policy, versions in LIBRARY.policies.items()
        for position in versions[-1].positions
        for criterion in walk(position.criteria)
    }
    assert [
        (study.id, policy, each)
        for study in EVIDENCE.studies.values()
        for policy, criteria in study.bears_on.items()
        for each in criteria
        if not techniques[study.topic] & holds[policy, each]
    ] == []


def test_an_oddity_says_where_to_look() -> None:
    assert len(EVIDENCE.oddities) >= 15
    assert all(each.accounts for each in EVIDENCE.oddities.values())
    yuan = EVIDENCE.oddities["yuan-2016-reversed"]
    assert {each.source for each in yuan.accounts} == {"cigna-0040", "uhcwest-mmg"}
    for oddity in EVIDENCE.oddities.values():
        for study in oddity.about:
            cited = EVIDENCE.studies[study].cited_in
            assert {each.source for each in oddity.accounts} <= set(cited), oddity.id
