"""What can be read: forms, value sets, searches by canonical name, and expansions."""

from typing import Any

import httpx
import pytest

from tests.fhir.models import require_valid
from tests.fhir.refused import told
from tests.server.running import Running

Resource = dict[str, Any]

EXPAND = "/fhir/ValueSet/$expand"


def _total(server: Running, path: str) -> int:
    response = server.get(path)
    assert response.status_code == 200, response.text
    require_valid(response.json())
    found: int = response.json()["total"]
    return found


def test_a_form_is_found_by_its_canonical_name_and_version(unregistered: Running) -> None:
    form = unregistered.get("/fhir/Questionnaire/cigna-0040").json()
    require_valid(form)
    url, version = form["url"], form["version"]
    assert url == f"{unregistered.address}/fhir/Questionnaire/cigna-0040"
    for query in (f"url={url}", f"url={url}&version={version}", f"url={url}|{version}"):
        found = unregistered.get(f"/fhir/Questionnaire?{query}").json()
        assert [each["resource"] for each in found["entry"]] == [form]
    assert _total(unregistered, f"/fhir/Questionnaire?url={url}&version=1999") == 0
    assert _total(unregistered, "/fhir/Questionnaire?url=urn:nothing") == 0
    assert _total(unregistered, f"/fhir/Questionnaire?version={version}&_format=json") > 0


@pytest.mark.parametrize(
    "query",
    [
        "title=x",
        "_id:not=cigna-0040",
        "_summary=true",
        "_sort=url",
        "url:contains=cigna",
        "_format=xml",
        "name=bcbsma-484",
        "_format=json&_format=json",
    ],
)
def test_a_search_that_would_be_overlooked_is_refused(unregistered: Running, query: str) -> None:
    told(unregistered.get(f"/fhir/Questionnaire?{query}"), 400)
    told(unregistered.get(f"/fhir/ValueSet/answers-technique?{query}"), 400)


def _ids(page: Resource) -> list[str]:
    return [each["resource"]["id"] for each in page.get("entry", ())]


def _links(page: Resource) -> dict[str, str]:
    return {each["relation"]: each["url"] for each in page["link"]}


@pytest.mark.parametrize("kind", ["Questionnaire", "Library", "ValueSet"])
def test_a_search_comes_page_by_page_and_whole(unregistered: Running, kind: str) -> None:
    whole = unregistered.get(f"/fhir/{kind}").json()
    assert "next" not in _links(whole)
    page = unregistered.get(f"/fhir/{kind}?_count=2&_format=json").json()
    assert len(page["entry"]) == 2
    found = _ids(page)
    while following := _links(page).get("next"):
        page = httpx.get(following).json()
        require_valid(page)
        assert page["total"] == whole["total"]
        assert httpx.get(_links(page)["self"]).json() == page
        found += _ids(page)
    assert found == _ids(whole)


def test_none_of_what_is_found_may_be_asked_for(unregistered: Running) -> None:
    for query in ("_count=0", "_offset=999999"):
        page = unregistered.get(f"/fhir/ValueSet?{query}").json()
        require_valid(page)
        assert page["total"] > 10
        assert page.keys().isdisjoint({"entry"})
        assert "next" not in _links(page)


def test_one_or_several_are_found_by_their_ids(unregistered: Running) -> None:
    url = f"{unregistered.address}/fhir/Questionnaire/cigna-0040"
    for query, ids in {
        "_id=cigna-0040": ["cigna-0040"],
        "_id=cigna-0040,bcbsma-484": ["bcbsma-484", "cigna-0040"],
        f"_id=cigna-0040&url={url}": ["cigna-0040"],
        f"_id=bcbsma-484&url={url}": [],
        "_id=nothing": [],
    }.items():
        assert sorted(set(_ids(unregistered.get(f"/fhir/Questionnaire?{query}").json()))) == ids


@pytest.mark.parametrize("wrong", ["-1", "1.5", "many", "", "٣", "9" * 400])
def test_a_page_is_of_a_whole_number(unregistered: Running, wrong: str) -> None:
    for name in ("_count", "_offset"):
        told(unregistered.get("/fhir/Questionnaire", params={name: wrong}), 400, name)


READ = "/fhir/Library/cigna-0040"
IN_JSON = (
    "*/*",
    "application/fhir+xml, application/*;q=0.1",
    "Application/JSON",
    "application/fhir+json; fhirVersion=4.0; q=0.5",
    "text/html,application/xml;q=0.9,*/*;q=0.8",
)
NOT_IN_JSON = (
    "application/fhir+xml",
    "text/html, application/xml",
    "application/json;q=0, application/fhir+xml",
    "application/fhir+json; fhirVersion=5.0",
    "*/*;q=0.0",
    ";;,=",
)
SERVED = ("/fhir/metadata", "/fhir/Questionnaire", READ, f"{EXPAND}?url=x")


@pytest.mark.parametrize("accept", IN_JSON)
def test_whoever_takes_json_is_answered(unregistered: Running, accept: str) -> None:
    for path in ("/fhir/metadata", READ):
        found = unregistered.get(path, headers={"Accept": accept})
        assert (found.status_code, found.headers["content-type"]) == (200, "application/fhir+json")


@pytest.mark.parametrize("accept", NOT_IN_JSON)
def test_whoever_takes_no_json_is_told_so(unregistered: Running, accept: str) -> None:
    for path in SERVED:
        assert "application/fhir+json" in told(unregistered.get(path, headers={"Accept": accept}), 406)
    for path in ("/fhir/Questionnaire/$next-question", EXPAND):
        told(unregistered.post(path, {}, headers={"Accept": accept}), 406)


def test_a_format_in_the_address_stands_before_the_header(unregistered: Running) -> None:
    xml = {"Accept": "application/fhir+xml"}
    for written in ("json", "application/json", "application/fhir+json", "application/fhir%2Bjson"):
        for path in ("/fhir/metadata", "/fhir/Library", READ):
            assert unregistered.get(f"{path}?_format={written}", headers=xml).status_code == 200
    told(unregistered.get("/fhir/metadata?_format=xml"), 400)


def test_a_parameter_behind_a_call_would_be_overlooked(unregistered: Running) -> None:
    for path in ("/fhir/Questionnaire/$questionnaire-package", EXPAND):
        told(unregistered.post(f"{path}?url=x", {}), 400)
    told(unregistered.get("/fhir/metadata?mode=full"), 400)


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fetc", "cigna-0040|1", "%00", "x" * 5000])
def test_an_unknown_id_is_not_there(unregistered: Running, name: str) -> None:
    told(unregistered.get(f"/fhir/Questionnaire/{name}"), 404)


def _expanded(server: Running, **given: str) -> httpx.Response:
    url = f"{server.address}/fhir/ValueSet/{given.pop('name', 'vertebral-fracture')}"
    return server.get(EXPAND, params={"url": url, **given})


def test_a_value_set_is_expanded_page_by_page(unregistered: Running) -> None:
    whole = _expanded(unregistered, name="answers-levels").json()
    require_valid(whole)
    codes = whole["expansion"]["contains"]
    assert whole["expansion"]["total"] == len(codes) > 5
    paged = []
    for offset in range(0, len(codes), 5):
        page = _expanded(unregistered, name="answers-levels", count="5", offset=str(offset)).json()[
            "expansion"
        ]
        assert (page["total"], page["offset"]) == (len(codes), offset)
        paged += page["contains"]
    assert paged == codes
    assert "contains" not in _expanded(unregistered, count="0").json()["expansion"]
    assert "contains" not in _expanded(unregistered, offset="999999999").json()["expansion"]


def test_a_filter_keeps_the_codes_that_hold_it(unregistered: Running) -> None:
    found = _expanded(unregistered, name="answers-technique", filter="BALLOON").json()["expansion"]
    assert [each["code"] for each in found["contains"]] == ["balloon_kyphoplasty"]


def test_a_call_with_a_body_gives_the_same(unregistered: Running) -> None:
    url = f"{unregistered.address}/fhir/ValueSet/answers-technique"
    given = [
        {"name": "url", "valueUri": url},
        {"name": "filter", "valueString": "kypho"},
        {"name": "count", "valueInteger": 1},
        {"name": "offset", "valueInteger": 1},
    ]
    posted = unregistered.post(EXPAND, {"resourceType": "Parameters", "parameter": given}).json()
    asked = _expanded(unregistered, name="answers-technique", filter="kypho", count="1", offset="1").json()
    for each in (posted, asked):
        del each["expansion"]["timestamp"]
    assert posted == asked
    assert len(posted["expansion"]["contains"]) == 1


def test_a_version_that_is_not_kept_is_not_there(unregistered: Running) -> None:
    found = _expanded(unregistered).json()
    url, version = found["url"], found["version"]
    assert unregistered.get(EXPAND, params={"url": f"{url}|{version}"}).status_code == 200
    told(unregistered.get(EXPAND, params={"url": f"{url}|1999"}), 404, "url")
    told(_expanded(unregistered, valueSetVersion="1999"), 404, "url")


def test_what_cannot_be_expanded_is_told(unregistered: Running) -> None:
    told(unregistered.get(EXPAND), 400, "url")
    told(unregistered.get(EXPAND, params={"url": "http://hl7.org/fhir/ValueSet/x"}), 404, "url")
    for wrong in ("-1", "1.5", "many", "٣", "9" * 400):
        told(_expanded(unregistered, count=wrong), 400, "count")
        told(_expanded(unregistered, offset=wrong), 400, "offset")
    told(_expanded(unregistered, contextDirection="incoming"), 400)
    body = {"resourceType": "Parameters", "parameter": [{"name": "url", "valueUri": "x"}, {"name": "y"}]}
    told(unregistered.post(EXPAND, body), 400, "Parameters.parameter[1]")
    body["parameter"] = [{"name": "url", "valueUri": "x"}, {"name": "count", "valueInteger": -1}]
    told(unregistered.post(EXPAND, body), 400, "Parameters.parameter[1].valueInteger")
