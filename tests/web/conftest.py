"""One server and one browser for all tests of the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.server.running import Running, running
from tests.web.person import Person, context_of

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real server in a process of its own."""
    with running(tmp_path_factory.mktemp("pages")) as found:
        yield found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium; it ends with this folder, for its event loop runs on until then."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not there")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture
def person(browser: Browser, server: Running) -> Iterator[Person]:
    """Somebody at a desk; whatever the browser complains of fails the test."""
    with context_of(browser) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        yield Person(page, server.address)
        # A status of 4xx is a message of the page itself, not of a fault in it.
        assert [each for each in complaints if "Failed to load resource" not in each] == []
