"""The work behind each address: whatever goes wrong in it, no value leaves it."""

import pytest

from coverline.web import work
from coverline.web.posted import MEDIA_TYPE
from coverline.web.steps import STEPS
from tests.web.forms import TODAY

CANARY = "canary7351"


def test_the_blank_page_and_the_policies_are_there() -> None:
    assert work.blank().status == 200
    assert work.read("index.html").status == 200
    assert work.read(CANARY).status == 404


@pytest.mark.parametrize("path", ["compare.html", "codes.html", "policies/bcbsma-484/2017-10-01.html"])
def test_policies_can_be_read(path: str) -> None:
    found = work.read(path)
    assert found.status == 200
    assert b"<h1" in found.body


def test_an_error_of_the_program_tells_its_place_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "/plan", lambda visit: {}[visit.posted.one("payer")])  # type: ignore[index, misc]
    found = work.step("/plan", f"payer={CANARY}&end=1".encode(), MEDIA_TYPE, TODAY)
    assert (found.status, found.body, found.failure[0]) == (500, b"", "KeyError")
    assert any("test_work.py" in place for place in found.failure)
    assert CANARY not in str(found.failure)
