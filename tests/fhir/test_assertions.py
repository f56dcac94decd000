"""What is asserted of every case of the shipped policies, against the rules of both versions of CRD."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import pytest

from coverline.api.fhir.assertions import Assertion, assertion, open_assertion
from coverline.api.fhir.coverage_information import URL, Asserting, updated
from coverline.api.fhir.versions import Version
from coverline.intake.gaps import Wanting
from coverline.library.shipped import shipped
from coverline.model.case import Case
from coverline.model.determination import Determination, Outcome
from coverline.model.policy import Authorization
from tests.fhir.messages import coverage, order

# What may be written, of the codes that either version has; what only the newer one has stands below.
CODES = {
    "covered": {"covered", "conditional"},
    "pa-needed": {"no-auth", "auth-needed", "conditional"},
    "doc-needed": {"clinical"},
    "doc-purpose": {"withpa", "retain-doc"},
    "info-needed": {"location", "timeframe", "contract-window", "OTH"},
}
NEWER = {"covered": {"indeterminate"}, "info-needed": {"detail-code"}}
REASONS = {Version.STU_2_0: {"detail-code"}, Version.STU_2_2: {"technical", "no-active-coverage"}}
TODAY = date(2026, 11, 21)
AUTHORIZATION = {
    Authorization.REQUIRED: "auth-needed",
    Authorization.NOT_REQUIRED: "no-auth",
    Authorization.UNKNOWN: "conditional",
}


def _decided() -> Iterator[tuple[Case, tuple[Determination, ...]]]:
    """Every service of every case of the case tables, with its parts."""
    library = shipped()
    for versions in library.policies.values():
        for policy in versions:
            for table in library.tables(policy):
                for row in table.rows:
                    whole = library.decide(row.case)
                    for _, parts in groupby(whole.services or (whole,), lambda each: each.part.index):
                        yield row.case, tuple(parts)


@pytest.fixture(scope="module")
def decided() -> list[tuple[Case, tuple[Determination, ...]]]:
    return list(_decided())


def _extension(case: Case, parts: tuple[Determination, ...], version: Version) -> dict[str, list[Any]]:
    return _written(assertion(parts, case, settled_by_setting=False, scheduled=True), version)


def _written(said: Assertion, version: Version) -> dict[str, list[Any]]:
    """The parts of the extension, by name."""
    asserting = Asserting("https://a.example.org", version, TODAY, coverage(), "id-1")
    changed = updated(order(), said, asserting)
    assert changed is not None
    (extension,) = changed["extension"]
    assert extension["url"] == URL
    found: dict[str, list[Any]] = {}
    for part in extension["extension"]:
        (value,) = [value for key, value in part.items() if key != "url"]
        found.setdefault(part["url"], []).append(value)
    return found


def _require_rules(found: dict[str, list[Any]], version: Version) -> None:
    """The codes and the rules of the extension: crd-ci-q1 to q8, in the stricter form of 2.2."""
    for name, allowed in CODES.items():
        newer = NEWER.get(name, set()) if version is Version.STU_2_2 else set()
        assert set(found.get(name, ())) <= allowed | newer, name
    conditional = "conditional" in (*found["covered"], *found["pa-needed"])
    assert ("questionnaire" in found) <= ("doc-needed" in found)
    assert ("info-needed" in found) == conditional
    assert "withpa" not in found.get("doc-purpose", ()) or found["pa-needed"] == ["auth-needed"]
    assert "satisfied-pa-id" not in found
    assert found["reason"]
    assert all(each["text"] for each in found["reason"])
    codes = {each["code"] for reason in found["reason"] for each in reason.get("coding", ())}
    assert codes <= REASONS[version]
    assert all(len(found[name]) == 1 for name in ("coverage", "covered", "pa-needed", "date"))
    assert found["coverage-assertion-id"] == ["id-1"]
    assert version is Version.STU_2_2 or "expiry-date" not in found


@pytest.mark.parametrize("version", list(Version))
def test_every_case_keeps_the_rules_of_the_extension(
    decided: list[tuple[Case, tuple[Determination, ...]]], version: Version
) -> None:
    assert len(decided) > 1000
    for case, parts in decided:
        _require_rules(_extension(case, parts, version), version)


@pytest.mark.parametrize("version", list(Version))
def test_an_ehr_that_gave_nothing_never_makes_an_answer_worse(
    decided: list[tuple[Case, tuple[Determination, ...]]], version: Version
) -> None:
    """What is met or is a person's to judge stays so; only what asks for facts could not be judged."""
    for case, parts in decided:
        said = assertion(parts, case, settled_by_setting=False, scheduled=True, silent=True)
        found = _written(said, version)
        _require_rules(found, version)
        outcomes = {part.outcome for part in parts}
        if outcomes == {Outcome.MET}:
            assert found["covered"] == ["covered"]
        elif Outcome.NEEDS_INFORMATION in outcomes and version is Version.STU_2_2:
            assert found["covered"] == ["indeterminate"]
        else:
            assert found["covered"] == ["conditional"]


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize("wanting", [*(frozenset({each}) for each in Wanting), frozenset(Wanting)])
def test_what_no_case_could_be_made_of_keeps_the_rules_too(
    wanting: frozenset[Wanting], version: Version
) -> None:
    found = _written(open_assertion("22513", wanting, ("found nothing; expected something",)), version)
    _require_rules(found, version)
    assert found["covered"] == found["pa-needed"] == ["conditional"]
    assert not {"doc-needed", "questionnaire", "expiry-date"} & found.keys()


def test_every_case_asserts_what_was_decided_and_no_more(
    decided: list[tuple[Case, tuple[Determination, ...]]],
) -> None:
    met = 0
    for case, parts in decided:
        found = _extension(case, parts, Version.STU_2_2)
        all_met = all(part.outcome is Outcome.MET for part in parts)
        met += all_met
        assert (found["covered"] == ["covered"]) == all_met
        assert found["pa-needed"] == [AUTHORIZATION[parts[0].prior_authorization]]
        texts = [each.get("text", "") for each in found["reason"]]
        for part in parts:
            assert any((part.part.level or "level not stated") in text for text in texts)
            for referral in part.refer_to:
                assert any(referral.what in text for text in texts)
        if any(part.missing for part in parts):
            assert found["doc-needed"] == ["clinical"]
            assert found["questionnaire"][0].startswith(
                f"https://a.example.org/fhir/Questionnaire/{parts[0].policy.id}"
            )
    assert 100 < met < len(decided)


def test_nothing_is_written_where_nothing_is_new(
    decided: list[tuple[Case, tuple[Determination, ...]]],
) -> None:
    case, parts = decided[0]
    said = assertion(parts, case, settled_by_setting=False, scheduled=True)
    first = Asserting("https://a.example.org", Version.STU_2_2, TODAY, coverage(), "id-1")
    later = Asserting("https://a.example.org", Version.STU_2_2, date(2026, 11, 22), coverage(), "id-2")
    other = Asserting("https://a.example.org", Version.STU_2_2, TODAY, coverage("c2"), "id-3")
    once = updated(order(extension=[{"url": "urn:other"}]), said, first)
    assert once is not None
    assert updated(once, said, later) is None
    both = updated(once, said, other)
    assert both is not None
    assert [each["url"] for each in both["extension"]] == ["urn:other", URL, URL]
    changed = updated(once, assertion(parts, case, settled_by_setting=True, scheduled=False), later)
    assert changed is not None
    assert [each["url"] for each in changed["extension"]] == ["urn:other", URL]
