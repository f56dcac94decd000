"""Value sets: every one can be expanded, and what cannot be listed is said."""

from itertools import chain

import pytest

from coverline.forms import UnknownValueSet, expand, form, value_sets
from coverline.forms.urls import UNCLOSED, value_set
from coverline.library.shipped import shipped
from tests.fhir.resources import Resource
from tests.forms.everything import ADDRESS, NOW, versions

SETS = value_sets(shipped(), ADDRESS)


def expanded(name: str, **how: object) -> Resource:
    return expand(value_set(name, ADDRESS), shipped(), ADDRESS, NOW, **how)["expansion"]


def codes(expansion: Resource) -> list[str]:
    return [each["code"] for each in expansion.get("contains", [])]


def test_every_set_that_a_form_names_is_there() -> None:
    named = {f"{each['url']}|{each['version']}" for each in SETS}
    items = chain.from_iterable(
        group["item"] for each in versions() for group in form(each, shipped(), ADDRESS)["item"]
    )
    asked = {each["answerValueSet"] for each in items if "answerValueSet" in each}
    assert asked
    assert asked <= named


@pytest.mark.parametrize("url", [each["url"] for each in SETS])
def test_every_set_has_codes_or_says_that_they_cannot_be_listed(url: str) -> None:
    found = expand(url, shipped(), ADDRESS, NOW)["expansion"]
    unclosed = {"url": UNCLOSED, "valueBoolean": True} in found.get("extension", [])
    assert found["total"] or unclosed
    assert found["timestamp"] == "2026-07-01T12:00:00+00:00"


def test_a_beginning_stands_for_the_codes_of_the_list() -> None:
    found = codes(expanded("osteoporotic-vertebral-fracture"))
    assert found == ["M80.08", "M80.08XA", "M80.08XD", "M80.08XG", "M80.08XK", "M80.08XP", "M80.08XS"]
    whole = expanded("conservative-therapy")
    assert whole["extension"] == [{"url": UNCLOSED, "valueBoolean": True}]


def test_members_agree_with_the_table_that_charts_are_read_with() -> None:
    terms = shipped().content.terms
    for name in terms.sets:
        for each in expanded(name).get("contains", []):
            system = terms.systems[each["system"]]
            assert name in terms.members.names(system, each["code"].replace(".", "").upper())


def test_a_page_of_a_filtered_set() -> None:
    found = expanded("answers-levels", text="t1", offset=1, count=2)
    assert codes(found) == ["T10", "T11"]
    assert (found["total"], found["offset"]) == (4, 1)
    assert codes(expanded("answers-technique", text="Balloon K")) == ["balloon_kyphoplasty"]
    assert "contains" not in expanded("answers-technique", offset=500)


def test_a_version_after_the_address_is_no_matter() -> None:
    assert expanded("mri") == expand(value_set("mri", ADDRESS) + "|1", shipped(), ADDRESS, NOW)["expansion"]


def test_an_unknown_set() -> None:
    with pytest.raises(UnknownValueSet) as unknown:
        expanded("nothing")
    said = str(unknown.value)
    assert said == (
        f"found value set {ADDRESS}/fhir/ValueSet/nothing; expected one of the {len(SETS)} below {ADDRESS}"
    )
