"""What can be read: forms, value sets, searches by canonical name, and expansions."""

import httpx
import pytest

from tests.fhir.models import require_valid
from tests.fhir.refused import told
from tests.server.running import Running

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
        "_id=cigna-0040",
        "url:contains=cigna",
        "_format=xml",
        "name=bcbsma-484",
        "_format=json&_format=json",
    ],
)
def test_a_search_that_would_be_overlooked_is_refused(unregistered: Running, query: str) -> None:
    told(unregistered.get(f"/fhir/Questionnaire?{query}"), 400)
    told(unregistered.get(f"/fhir/ValueSet/answers-technique?{query}"), 400)


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
