"""The server does what its own description says, whatever is sent to it."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from coverline.server.application import description
from coverline.server.settings import Settings
from tests.server.running import Running, running

# The description is a little narrower than the reader, which also takes 22511 without quotes and null.
LENIENT = [negative_data_rejection, positive_data_acceptance]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose log tells at the end whether anything failed."""
    with running(tmp_path_factory.mktemp("described"), most_requests=1000) as found:
        yield found
        assert [line for line in found.logged() if line["event"] == "failed"] == []


API = schemathesis.openapi.from_dict(json.loads(description(Settings())))
OPERATIONS = {each.ok().label: each.ok() for each in API.get_all_operations()}


@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_sent_gives_what_is_described(name: str, described: Running) -> None:
    @seed(0)
    @given(st.one_of(OPERATIONS[name].as_strategy(generation_mode=mode) for mode in GenerationMode))
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=described.address, excluded_checks=LENIENT)

    check()


class Page(HTMLParser):
    """The ids, links and assets of a page, and what a strict security policy would not let run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.assets: set[str] = set()
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found["id"]} if "id" in found else set()
        (self.links if tag == "a" else self.assets).update(
            found[name] for name in ("href", "src") if name in found
        )
        named = [name for name in found if name == "style" or name.startswith("on")]
        self.inline += [*named, *([tag] if tag in ("script", "style") and "src" not in found else [])]


def test_the_page_for_people_links_only_to_what_is_there(server: Running) -> None:
    found = server.get("/docs")
    page = Page(found.text)
    assert found.headers["content-type"].startswith("text/html")
    assert page.inline == []
    assert {each for each in page.links if each.startswith("#")} <= {f"#{name}" for name in page.ids}
    others = {each for each in page.links | page.assets if not each.startswith("#")}
    assert {server.get(each).status_code for each in others} == {200}


def test_every_problem_is_explained_at_the_address_that_it_names(server: Running) -> None:
    page = Page(server.get("/docs").text)
    address, _, anchor = server.post("/api/decide", {}).json()["type"].partition("#")
    assert (address, anchor in page.ids) == ("/docs", True)


def test_the_description_has_every_route(server: Running) -> None:
    paths = server.get("/openapi.json").json()["paths"]
    assert {path for path in paths if not re.match("/api/", path)} == set()
    assert {"/api/decide", "/api/compare", "/api/when", "/api/ask", "/api/batch", "/api/codes"} <= set(paths)
    assert {"/api/facts", "/api/policies", "/api/policies/{policy}", "/api/diff"} <= set(paths)
