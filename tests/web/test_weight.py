"""A page with everything that it loads stays under 100 KB, and loads nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from coverline.publish import assets
from coverline.web import replies, routes
from coverline.web.steps import first_page
from tests.web.forms import LIBRARY, carrying, post
from tests.web.test_same_answers import WORKED

MOST = 100_000


def weight(page: str) -> int:
    """The bytes of a page with its styles, scripts and pictures."""
    loaded = set(re.findall(r'(?:href|src)="/assets/([^"]+)"', page))
    return len(page.encode()) + sum(len(_asset(name).encode()) for name in loaded)


def _asset(name: str) -> str:
    return assets.text(name) if name in assets.NAMES else (routes.FOLDER / name).read_text(encoding="utf-8")


def test_the_first_page_is_light() -> None:
    assert weight(first_page(LIBRARY).page) < MOST / 2


@pytest.mark.parametrize("address", ["/answer", "/payers", "/packet", "/next"])
def test_no_page_of_a_worked_case_is_heavy(address: str) -> None:
    cases = list(WORKED.values())[:: 1 if address == "/answer" else 5]
    weights = [weight(post(address, carrying(case)).page) for case in cases]
    assert max(weights) < MOST
    assert min(weights) > MOST / 10


FILES = [*replies.FOLDER.glob("*.html"), *routes.FOLDER.iterdir()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_comes_from_elsewhere_and_nothing_is_inline(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?://|@import|url\(", text)
    if file.suffix == ".html":
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)|javascript:|<iframe|<img", text)
