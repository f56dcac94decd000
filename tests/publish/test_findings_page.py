"""What is proved about a policy, on its page: every finding, with patients whom decide decides so."""

import pytest

from coverline.library.shipped import shipped
from coverline.model.case import written
from coverline.publish.case_rows import case_fields
from coverline.publish.findings_page import findings_page
from coverline.publish.policy_page import policy_page
from coverline.publish.site import Site
from coverline.publish.wording import in_words
from tests.prove.edited import proved
from tests.publish.pages import read

LIBRARY = shipped()
SITE = Site(LIBRARY)


@pytest.mark.parametrize("policy", LIBRARY.policies)
def test_every_finding_is_told_once_with_its_whole_patient_or_the_one_fact_that_differs(policy: str) -> None:
    versions = LIBRARY.policies[policy]
    found = findings_page(versions, policy_page(versions[-1], LIBRARY), LIBRARY)
    told = [each for group in found.groups for each in group.findings]
    expected = proved(*versions).findings
    assert {(each.finding.kind, each.finding.where) for each in told} == {
        (each.kind, each.where) for each in expected
    }
    assert len(told) == len(expected)
    shown: dict[str, str] = {}
    for each in told:
        witness = each.finding.witness
        if witness is None:
            assert not each.patient
            continue
        if each.but:
            name = next(known for known in witness.facts if each.but.startswith(f"{in_words(known)} "))
            shown |= {in_words(name): in_words(written(witness.facts[name].value))}
        else:
            shown = dict(each.patient)
        assert shown == {name: value for name, value in case_fields(witness) if value}


def test_the_overview_counts_what_the_pages_tell() -> None:
    overview = read(SITE.pages["open.html"]()).words
    assert "Not addressed: 8" in overview
    assert "Listed without a way in: 4" in overview
    assert "nothing" in overview
    michigan = read(SITE.pages["policies/bcbsm-sacral-augmentation/findings.html"]()).words
    assert "Nothing was found" in michigan
