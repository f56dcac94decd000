"""What is generated from the policies, before the published profiles of DTR 2.0.1 and the standard itself.

The package of SDC is not at hand: what DTR takes from it is checked where the profiles of DTR repeat it. Its
extensions are named below with where its pages let them stand and what they may hold, so that none comes
unnoticed.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from coverline.forms import Version
from tests.fhir.messages import Resource
from tests.fhir.test_profiles import LEFT_OPEN as OF_THE_STANDARD
from tests.fhir.validating.definitions import definitions
from tests.fhir.validating.independent import issues
from tests.fhir.validating.walk import validated
from tests.forms.everything import forms, responses, sets

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
ITEM = "Questionnaire.item"
# By address: the elements that an extension may stand on, and the key of its value.
EXTENSIONS = {
    "http://hl7.org/fhir/StructureDefinition/questionnaire-derivationType": (
        {"Questionnaire._derivedFrom"}, {"valueCodeableConcept"}
    ),
    f"{SDC}/sdc-questionnaire-enableWhenExpression": ({ITEM}, {"valueExpression"}),
    f"{SDC}/sdc-questionnaire-initialExpression": ({ITEM}, {"valueExpression"}),
    f"{SDC}/sdc-questionnaire-launchContext": ({"Questionnaire"}, {"extension"}),
    f"{SDC}/sdc-questionnaire-preferredTerminologyServer": ({"Questionnaire", ITEM}, {"valueUrl"}),
    f"{SDC}/sdc-questionnaire-questionnaireAdaptive": ({"Questionnaire"}, {"valueBoolean", "valueUrl"}),
}  # fmt: skip
LEFT_OPEN = OF_THE_STANDARD | {
    f"no definition of {each}" for each in (*EXTENSIONS, f"{SDC}/sdc-questionnaireresponse-adapt")
}


def _various(resources: Iterator[Resource]) -> Iterator[Resource]:
    """Those that hold a group of keys under a question or an extension where none before them held it."""
    seen: set[tuple[str, ...]] = set()
    for each in resources:
        marks = set(_marks(each, each["resourceType"]))
        if not marks <= seen:
            seen |= marks
            yield each


def _marks(value: Any, owner: str) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        owner = value.get("linkId") or value.get("url") or owner
        yield owner, *sorted(value), value.get("valueCode", "")
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        yield from _marks(each, owner)


@pytest.fixture(scope="module")
def generated() -> list[Resource]:
    """Every form and value set, and of the responses those that differ in kind and some of all."""
    all_responses = list(responses(Version.STU_2_0))
    return [*forms(), *sets(), *_various(iter(all_responses)), *all_responses[::40]]


def test_what_is_generated_keeps_the_profiles_that_it_claims(generated: list[Resource]) -> None:
    counts = Counter(each["resourceType"] for each in generated)
    assert min(counts[kind] for kind in ("Questionnaire", "ValueSet", "QuestionnaireResponse")) >= 10
    for each in generated:
        report = validated(each)
        assert list(report.wrong) == []
        assert report.left_open <= LEFT_OPEN


def _extended(value: Any, place: str) -> Iterator[tuple[str, Resource]]:
    """Every extension in a resource with the element that it stands on; an item in an item is an item."""
    if isinstance(value, list):
        for each in value:
            yield from _extended(each, place)
    elif isinstance(value, dict):
        place = value.get("resourceType", place)
        yield from ((place, each) for each in value.get("extension", ()))
        for name, each in value.items():
            yield from _extended(each, place if (name, place) == ("item", ITEM) else f"{place}.{name}")


def test_extensions_of_sdc_stand_where_they_may_and_hold_what_they_may(generated: list[Resource]) -> None:
    found = [each for one in generated for each in _extended(one, "") if each[1]["url"] in EXTENSIONS]
    assert {each["url"] for _, each in found} == EXTENSIONS.keys()
    for place, each in found:
        places, keys = EXTENSIONS[each["url"]]
        assert place in places
        assert each.keys() - {"url"} <= keys
        parts = {part["url"]: part.keys() - {"url"} for part in each.get("extension", ())}
        if parts:
            assert parts["name"] == {"valueCoding"}
            assert parts["type"] == {"valueCode"}


def test_a_validator_that_is_not_ours_finds_nothing_either(generated: list[Resource]) -> None:
    asked = [
        (each, profile)
        for each in generated
        for profile in (None, *each.get("meta", {}).get("profile", ()))
        if profile is None or definitions().structure(profile)
    ]
    assert len(asked) > len(generated)
    assert not any(issues(asked))
