"""Which evidence is found for a criterion, a policy and a topic."""

import shutil
from pathlib import Path

import pytest

from coverline.library import Library
from coverline.library.content import EVIDENCE, SHIPPED
from coverline.library.evidence import Asked, cited_by, evidence_on, named
from coverline.library.replies.evidence import evidence_data
from coverline.problem import Unreadable

LIBRARY = Library.load()
CIGNA = "cigna-0040"


def studies(**asked: str) -> set[str]:
    return set(evidence_on(Asked(**asked), LIBRARY).studies)


def test_nothing_asked_is_everything() -> None:
    found = evidence_on(Asked(), LIBRARY)
    assert set(found.studies) == set(LIBRARY.content.evidence.studies)
    assert found.oddities == LIBRARY.content.evidence.oddities


def test_what_bears_on_a_part_bears_on_the_whole() -> None:
    parts = studies(criterion="hemangioma-painful") | studies(criterion="hemangioma-aggressive")
    assert studies(criterion="hemangioma") == parts
    assert len(parts) == 5


def test_a_policy_says_whose_criterion_is_meant() -> None:
    everybody = studies(criterion="six-weeks-failed")
    of_each = [studies(criterion="six-weeks-failed", policy=each) for each in ("bcbsma-484", CIGNA)]
    assert of_each[0] != of_each[1]
    assert of_each[0] | of_each[1] <= everybody


def test_a_policy_alone_says_who_cites() -> None:
    assert studies(policy=CIGNA) == {
        each.id for each in LIBRARY.content.evidence.studies.values() if CIGNA in each.cited_in
    }


def test_a_topic_narrows_further() -> None:
    assert studies(policy=CIGNA, topic="kiva") == {
        "tutton-2015-kast", "korovessis-2013", "korovessis-2014", "fda-k141141"
    }  # fmt: skip


def test_the_strongest_kind_comes_first_and_then_the_newest() -> None:
    found = list(evidence_on(Asked(topic="vertebroplasty"), LIBRARY).studies.values())
    order = [(each.kind, each.year) for each in found]
    assert [kind.value for kind, _ in order[:5]] == ["sham_rct"] * 4 + ["rct"]
    assert [year for _, year in order[:4]] == [2018, 2016, 2009, 2009]


def test_an_oddity_comes_with_its_study() -> None:
    assert set(named(["yuan-2016"], LIBRARY.content.evidence).oddities) == {"yuan-2016-reversed"}
    assert "yuan-2016-reversed" not in evidence_on(Asked(topic="sacroplasty"), LIBRARY).oddities


def test_a_citation_names_policy_payer_and_lines() -> None:
    (cigna, uhcwest) = cited_by(LIBRARY.content.evidence.studies["yuan-2016"], LIBRARY)
    assert (cigna.policy, cigna.payer, cigna.source) == (CIGNA, "cigna", CIGNA)
    assert uhcwest.lines == ((441, 450),)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(policy="cigna-004"), '--policy: found "cigna-004"; expected a policy'),
        (Asked(topic="sacroplastie"), 'did you mean "sacroplasty"?'),
        (Asked(criterion="hemangoma"), 'did you mean "hemangioma"?'),
        (Asked(criterion="impairment", policy=CIGNA), '--criterion: found "impairment"; expected'),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(asked: Asked, said: str) -> None:
    with pytest.raises(Unreadable) as found:
        evidence_on(asked, LIBRARY)
    assert said in str(found.value)


def test_an_unknown_study_is_told() -> None:
    with pytest.raises(Unreadable, match='did you mean "yuan-2016"'):
        named(["yuan-2015"], LIBRARY.content.evidence)


def test_the_data_links_studies_and_oddities() -> None:
    data = evidence_data(named(["yuan-2016"], LIBRARY.content.evidence), LIBRARY)
    (study,), (oddity,) = data["studies"], data["oddities"]
    assert (study["study"], study["n"], study["oddities"]) == ("yuan-2016", 1254, [oddity["oddity"]])
    assert {"policy": CIGNA, "criterion": "failed-six-weeks"} in study["bears_on"]
    assert [each["lines"] for each in oddity["accounts"]] == [[315, 315], [444, 445]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "content"
    shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("__compiled__"))
    return copy


def test_a_link_to_a_criterion_that_is_gone_is_refused(folder: Path) -> None:
    file = folder / "policies/bcbsma-484/2017-10-01.yaml"
    file.write_text(file.read_text().replace("nonhealing-fracture", "unhealed-fracture"))
    with pytest.raises(Unreadable, match='found "nonhealing-fracture"; expected a criterion of bcbsma-484'):
        Library.load(folder)


def test_a_broken_policy_is_not_told_as_broken_evidence(folder: Path) -> None:
    (folder / "policies/bcbsma-484/2017-10-01.yaml").write_text("policy: [")
    with pytest.raises(Unreadable) as found:
        Library.load(folder)
    assert "evidence" not in str(found.value)


def test_a_folder_without_evidence_decides_all_the_same(folder: Path) -> None:
    (folder / EVIDENCE).unlink()
    library = Library.load(folder)
    assert evidence_on(Asked(), library).studies == {}
    assert library.content_hash != LIBRARY.content_hash
