"""What is generated is what the standard allows, as far as its models and the package's profiles tell."""

import json
import tarfile
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from coverline.forms import Version
from coverline.forms.urls import CONTEXT as ABOUT
from coverline.forms.urls import COVERAGE, INTENDED_USE
from tests.cli.command import ROOT
from tests.fhir.resources import Resource
from tests.forms.everything import everything, responses

PACKAGE = ROOT.parent / "shared" / "fhir" / "davinci_dtr_2.0.1.tgz"
REQUIRED = {
    "Questionnaire": "StructureDefinition-dtr-std-questionnaire",
    "QuestionnaireResponse": "StructureDefinition-dtr-questionnaireresponse",
}
packaged = pytest.mark.skipif(not PACKAGE.exists(), reason=f"the package of DTR is not at {PACKAGE}")


@cache
def _everything(version: Version) -> tuple[Resource, ...]:
    return tuple(everything(version))


@pytest.mark.parametrize("version", Version)
def test_the_models_of_the_standard_take_everything(version: Version) -> None:
    models = pytest.importorskip("fhir.resources.R4B", reason="fhir.resources is not installed")
    # The versions differ in the responses alone, and there in two elements.
    some = 1 if version is Version.STU_2_0 else 20
    found = {json.dumps(each, sort_keys=True): each for each in _everything(version)[::some]}
    kinds = {each["resourceType"] for each in found.values()}
    assert kinds >= {"Questionnaire", "QuestionnaireResponse", "ValueSet"}
    for text, each in found.items():
        models.get_fhir_model_class(each["resourceType"]).model_validate_json(text)


@cache
def _profile(name: str) -> Any:
    with tarfile.open(PACKAGE) as package:
        content = package.extractfile(f"package/{name}.json")
        assert content is not None
        return json.load(content)


def _lacking(resource: Resource, profile: Any) -> Iterator[str]:
    """The required elements of a profile, one and two names deep, that a resource lacks."""
    for element in profile["snapshot"]["element"]:
        _, *names = element["id"].split(".")
        if not element.get("min") or not names or any(":" in name or "[" in name for name in names):
            continue
        if len(names) == 1 and names[0] not in resource:
            yield names[0]
        if len(names) == 2:
            holders = resource.get(names[0], [])
            for each in holders if isinstance(holders, list) else [holders]:
                if isinstance(each, dict) and names[1] not in each and names[0] != "contained":
                    yield ".".join(names)


@packaged
def test_forms_and_drafts_have_what_their_profiles_require() -> None:
    checked = 0
    for each in _everything(Version.STU_2_0):
        named = each.get("meta", {}).get("profile", [""])[0].rpartition("/")[2]
        for profile in REQUIRED.values():
            if profile.endswith(f"-{named}") and named:
                assert list(_lacking(each, _profile(profile))) == []
                checked += 1
    assert checked > 100


@packaged
def test_the_check_finds_what_is_lacking() -> None:
    (first, *_) = (each for each in _everything(Version.STU_2_0) if each["resourceType"] == "Questionnaire")
    profile = _profile(REQUIRED["Questionnaire"])
    for name in ("url", "status", "subjectType", "text"):
        assert list(_lacking({key: value for key, value in first.items() if key != name}, profile)) == [name]


@pytest.mark.parametrize("version", Version)
def test_a_response_says_what_it_is_about(version: Version) -> None:
    """In 2.0 coverage and order are contexts; in 2.2 the coverage has an extension of its own."""
    response = next(responses(version))
    about = [
        (each["url"], each["valueReference"]["reference"])
        for each in response["extension"]
        if each["url"] != INTENDED_USE
    ]
    coverage = COVERAGE if version is Version.STU_2_2 else ABOUT
    assert about == [(coverage, "Coverage/coverage"), (ABOUT, "ServiceRequest/order")]


def test_every_link_id_is_there_once() -> None:
    for each in _everything(Version.STU_2_0):
        if each["resourceType"] == "Questionnaire":
            names = list(_names(each))
            assert len(set(names)) == len(names)


def _names(holder: Resource) -> Iterator[str]:
    for item in holder.get("item", []):
        yield item["linkId"]
        yield from _names(item)
