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
from tests.fhir.validating.definitions import definitions
from tests.fhir.validating.fits import misfits
from tests.fhir.validating.independent import issues
from tests.fhir.validating.walk import validated
from tests.forms.everything import forms, in_cql, responses, sets

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
LEFT_OPEN = {f"no definition of {each}" for each in (*EXTENSIONS, f"{SDC}/sdc-questionnaireresponse-adapt")}


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
    """Every form, library and value set, and of the responses those that differ in kind and some of all."""
    all_responses = list(responses(Version.STU_2_0))
    return [*forms(), *in_cql(), *sets(), *_various(iter(all_responses)), *all_responses[::40]]


def test_what_is_generated_keeps_the_profiles_that_it_claims(generated: list[Resource]) -> None:
    counts = Counter(each["resourceType"] for each in generated)
    assert min(counts[kind] for kind in ("Questionnaire", "ValueSet", "QuestionnaireResponse")) >= 10
    assert counts["Library"] >= 5
    for each in generated:
        report = validated(each)
        assert list(report.wrong) == []
        assert report.left_open <= LEFT_OPEN


def test_every_response_fits_its_form() -> None:
    by_url = {each["url"]: each for each in forms()}
    drafts = list(responses(Version.STU_2_0))
    assert len(drafts) > 2000
    codes = _codes()
    for each in drafts:
        named = each["questionnaire"].partition("|")[0]
        form = each["contained"][0] if named.startswith("#") else by_url[named]
        assert list(misfits(each, form, codes)) == []


def _codes() -> dict[str, set[tuple[str, str]]]:
    """The codes of every value set that can be listed."""
    listed = ((each["url"], each["expansion"].get("contains", ())) for each in sets() if "expansion" in each)
    return {url: {(one["system"], one["code"]) for one in codes} for url, codes in listed}


ANSWER = {"valueBoolean": True}
# What is done to a draft, and what is told of it.
UNFIT: dict[str, tuple[Resource, str]] = {
    "unknown": ({"linkId": "colour", "answer": [ANSWER]}, "colour is not asked here"),
    "type": ({"linkId": "indication", "answer": [ANSWER]}, "indication is a choice"),
    "code": ({"linkId": "indication", "answer": [{"valueCoding": {"code": "x"}}]}, "which is not offered"),
    "several": ({"linkId": "symptomatic", "answer": [ANSWER, ANSWER]}, "has several answers"),
    "text": ({"linkId": "symptomatic", "text": "?", "answer": [ANSWER]}, "symptomatic has another text"),
    "place": ({"linkId": "product"}, "product is not asked here"),
}


@pytest.mark.parametrize("way", UNFIT)
def test_what_does_not_fit_is_found(way: str) -> None:
    item, told = UNFIT[way]
    form = next(each for each in forms() if each["id"] == "cigna-0040")
    response = {"status": "in-progress", "item": [{"linkId": "facts", "item": [item]}]}
    assert any(told in each for each in misfits(response, form, _codes()))


def test_what_is_hidden_is_found_in_what_is_completed() -> None:
    form = {
        "item": [
            {"linkId": "a", "type": "boolean"},
            {
                "linkId": "b",
                "type": "boolean",
                "enableWhen": [{"question": "a", "operator": "=", "answerBoolean": True}],
            },
        ]
    }
    no = {"linkId": "a", "answer": [{"valueBoolean": False}]}
    response = {"status": "completed", "item": [no, {"linkId": "b", "answer": [ANSWER]}]}
    assert list(misfits(response, form, {})) == ["b is answered, and hidden"]
    assert list(misfits({**response, "status": "in-progress"}, form, {})) == []


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
