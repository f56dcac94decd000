"""A visit leaves no trace of a patient: not in a log, an address, a title, a header, a store or a file."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Request

from coverline.web.posted import MEDIA_TYPE
from coverline.web.steps import STEPS
from tests.server.running import Running, running
from tests.web.forms import CONTENT, END, carrying
from tests.web.person import Person, context_of
from tests.web.test_browser import MASSACHUSETTS, UNHEALED
from tests.web.test_steps import case_of

CANARY = "canary7351"
FORM = {"content-type": MEDIA_TYPE, "accept": "text/html"}
NAMES = (
    "payer",
    "product",
    "state",
    "code-0",
    "technique-0",
    "level-0",
    "day",
    "part_of_date",
    "diagnoses",
    "setting",
    "place",
    "target",
    "value",
    "count",
    "unit",
    "as_of",
    "source",
    "recorded_on",
    "asked",
    "case",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The only folders that the server is told of."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[Running]:
    """A server of this module's own."""
    places = {"HOME": str(home), "TMPDIR": str(home)}
    with running(tmp_path_factory.mktemp("logs"), places) as found:
        yield found


@pytest.fixture(scope="module")
def answered(server: Running) -> list[httpx.Response]:
    """All that came back for a mark in every field of every form, in whole, altered and broken forms."""
    case = case_of(case=CANARY, facts={"symptomatic": {"value": True, "source": CANARY}})
    marked = [(name, CANARY) for name in NAMES if name != "case"]
    forms = [[*marked, END], [CONTENT, ("case", CANARY), *marked, END], carrying(case)[:-1]]
    forms += [carrying(case, (name, CANARY)) for name in NAMES]
    found = []
    with httpx.Client(base_url=server.address, headers=FORM, timeout=60) as client:
        for address in STEPS:
            found += [client.post(address, content=urlencode(form)) for form in forms]
            found.append(client.post(f"{address}?{CANARY}={CANARY}", content=urlencode(carrying(case))))
            found.append(client.post(address, content=CANARY, headers={"content-type": CANARY}))
            found.append(client.get(f"{address}?{CANARY}"))
        found += [client.get(f"/read/{CANARY}"), client.get(f"/{CANARY}")]
    return found


def test_the_mark_came_back_only_in_pages(answered: list[httpx.Response]) -> None:
    assert {200, 400, 404, 405, 415, 422} == {each.status_code for each in answered}
    assert any(CANARY in each.text for each in answered)
    for each in answered:
        assert each.headers["content-type"].startswith("text/html")
        assert each.headers["cache-control"] == "no-store"
        assert "set-cookie" not in each.headers
        assert CANARY not in str(each.headers.multi_items())


def test_no_log_and_no_file_holds_the_mark(
    answered: list[httpx.Response], server: Running, home: Path
) -> None:
    log = server.errors.read_text(encoding="utf-8")
    assert len(server.requests(len(answered))) >= len(answered)
    assert not [each for each in server.logged() if each["event"] == "failed"]
    for word in (CANARY, "22511", "bcbsma", "osteoporotic", "?"):
        assert word not in log
    assert list(home.rglob("*")) == []


def test_a_visit_leaves_nothing_in_the_browser_and_asks_nobody_else(
    browser: Browser, server: Running
) -> None:
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    with context_of(browser) as context:
        context.on("request", note)
        person = Person(context.new_page(), server.address)
        person.start()
        person.plan(*MASSACHUSETTS)
        person.request("22511", ("L3",), "2021-03-18", diagnoses="m80.08xa")
        person.answer_all(UNHEALED)
        person.send("Other payers")
        assert context.cookies() == []
        stored = "[localStorage.length, sessionStorage.length, JSON.stringify(history.state), document.title]"
        kept = person.page.evaluate(stored)
        assert kept[:2] == [0, 0]
        assert "22511" not in f"{kept[2:]}{person.page.url}"
    addresses = {each.url for each in asked}
    assert all(each.startswith(server.address) for each in addresses)
    assert not [each for each in addresses if "?" in each]
    assert {each.method for each in asked} == {"GET", "POST"}
    assert all(each.method == "POST" for each in asked if each.post_data)
