"""What decides on a day: the page says what the library decides with."""

import re

import pytest

from coverline.web.dates_page import dates_reply
from tests.server.running import Running
from tests.web.forms import END, LIBRARY, mistakes, post


def decides(day: str) -> list[str]:
    """The version that decides on a day under each policy, nothing where none does."""
    return re.findall(r'data-decides="([^"]*)"', post("/dates", [("day", day), END]).page)


def test_each_side_of_the_day_on_which_a_policy_is_retired() -> None:
    place = list(LIBRARY.policies).index("cigna-0040")
    assert decides("2024-10-31")[place] == "2024-06-15"
    assert decides("2024-11-01")[place] == ""
    assert "EviCore" in post("/dates", [("day", "2024-11-01"), END]).page


@pytest.mark.parametrize("typed", ["", "2024", "2024-05", "soon", "2024-02-30"])
def test_what_is_no_day_is_to_be_mended(typed: str) -> None:
    found = post("/dates", [("day", typed), END])
    assert found.status == 422
    assert list(mistakes(found.page)) == ["day"]
    assert "data-decides" not in found.page


def test_the_blank_page_can_be_got_and_its_links_lead_somewhere(server: Running) -> None:
    assert server.get("/dates").text == dates_reply().page
    page = post("/dates", [("day", "2024-06-15"), END]).page
    for address in re.findall(r'href="(/(?:read/[^"]+)?)"', page):
        assert server.get(address).status_code == 200
