"""Every kind of page against the rules of axe for WCAG 2.2 at level AA, by day and at night."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from coverline.model.vocabulary import Kind
from coverline.web.dates_page import dates_reply
from coverline.web.replies import Reply
from coverline.web.steps import first_page
from tests.server.running import Running
from tests.web.forms import END, LIBRARY, Fields, carrying, post
from tests.web.person import context_of
from tests.web.test_steps import case_of

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

KINDS = {
    Kind.YES_NO: "symptomatic",
    Kind.CHOICE: "indication",
    Kind.SET: "imaging",
    Kind.DATE: "fracture_date",
    Kind.DURATION: "conservative_treatment_duration",
    Kind.PERCENT: "vertebral_height_remaining",
}
TWO_LEVELS = case_of(
    services=[{"code": "22511", "levels": ["L1", "L3"]}],
    facts={
        "indication": "osteoporotic_fracture",
        "imaging": ["mri"],
        "conservative_treatment_duration": "5 weeks",
    },
    lesions=[{"levels": ["L1"], "facts": {"prophylactic": True}}],
)
SILENT = case_of(date_of_service="2021-03")


def _asked(fact: str, *typed: tuple[str, str]) -> Reply:
    address = "/question" if typed else "/change"
    return post(address, carrying(case_of(), ("place", f"{fact}:0:"), ("target", f"{fact}:0:"), *typed))


@cache
def pages() -> dict[str, Reply]:
    """One page of each kind."""
    plan: Fields = [("payer", "bcbsma"), END]
    typed: Fields = [("code-0", "2"), ("day", "x"), ("diagnoses", "y"), ("setting", "z"), END]
    twice: Fields = [("payer", "bcbsma"), ("services", "1"), ("add", "1"), END]
    return {
        "plan": first_page(LIBRARY),
        "plan to mend": post("/plan", [("state", "XX"), END]),
        "request": post("/plan", plan),
        "request to mend": post("/service", [*plan[:1], *typed]),
        "two services": post("/service", twice),
        **{f"{kind.value} question": _asked(fact) for kind, fact in KINDS.items()},
        "technique question": _asked("technique"),
        "levels question": _asked("levels"),
        "date of service question": _asked("date_of_service"),
        "choice to mend": _asked("indication", ("value", "x")),
        "date to mend": _asked("fracture_date", ("count", "x"), ("as_of", "y"), ("source", "z" * 300)),
        "meets nothing yet": post("/answer", carrying(SILENT)),
        "two levels": post("/answer", carrying(TWO_LEVELS)),
        "not scheduled": post("/answer", carrying(TWO_LEVELS, ("unscheduled", "yes"))),
        "date to move": post("/move", carrying(TWO_LEVELS, ("day", "2021"), ("asked", "symptomatic:0:L1"))),
        "elsewhere": post("/answer", carrying(case_of(product="medicare_advantage_hmo"))),
        "dates": dates_reply(),
        "dates of a day": post("/dates", [("day", "2024-11-01"), END]),
        "day to mend": post("/dates", [("day", "2024"), END]),
        "payers": post("/payers", carrying(TWO_LEVELS)),
        "packet": post("/packet", carrying(TWO_LEVELS)),
        "refused": post("/answer", [END]),
        "other content": post("/answer", [*carrying(case_of())[1:], ("content", "0")]),
    }


@pytest.mark.parametrize("name", sorted(set(pages()) - {"packet"}))
def test_one_thing_on_each_page_takes_the_focus_and_no_id_stands_twice(name: str) -> None:
    page = pages()[name].page
    assert page.count(" autofocus") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


@pytest.fixture(scope="module", params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser by day, and one at night."""
    with context_of(browser, color_scheme=request.param) as context:
        yield context.new_page()


@pytest.mark.parametrize("name", pages())
def test_axe_finds_nothing(name: str, page: Page, server: Running) -> None:
    # The page is served under the server's own address and security policy, as if it had come from there.
    def answer(route: Any) -> None:
        headers = {**server.get("/").headers}
        del headers["content-length"]
        route.fulfill(body=pages()[name].page, headers=headers)

    page.route(f"{server.address}/shown", answer)
    page.goto(f"{server.address}/shown")
    page.unroute(f"{server.address}/shown")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    told = [
        (each["id"], each["help"], [node["html"][:160] for node in each["nodes"][:3]])
        for each in found["violations"]
    ]
    assert told == [], json.dumps(told, indent=1)
    assert len(found["passes"]) > 10
