"""A person at the pages, in a real browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

# What a chart says, by fact: a value of a choice, several of a set, or fields with what is typed in them.
Chart = Mapping[str, str | tuple[str, ...] | Mapping[str, str]]

SCREENSHOTS = Path(__file__).parent / "screenshots"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who fills in the pages of a server; `scripts` says whether the browser runs any."""

    page: Page
    address: str
    scripts: bool = True

    def send(self, button: str) -> None:
        """Presses a button, and waits for the page that follows."""
        pressed = self.page.get_by_role("button", name=button, exact=True).locator("visible=true").last
        if not self.scripts:
            with self.page.expect_navigation():
                pressed.click()
            return
        self.page.evaluate("document.body.dataset.before = 'yes'")
        pressed.click()
        self.page.wait_for_selector("body:not([data-before])")

    def start(self) -> None:
        """Opens the blank page."""
        self.page.goto(self.address)

    def plan(self, payer: str, product: str = "", state: str = "") -> None:
        """Fills in the first step and goes on."""
        self.page.get_by_label(payer).check()
        self.page.get_by_label("Kind of plan").select_option(product)
        self.page.locator("#state").fill(state)
        self.send("Continue")

    def request(self, code: str, levels: tuple[str, ...] = (), day: str = "", **more: str) -> None:
        """Fills in the second step and goes on; without a day nothing is scheduled."""
        self.page.get_by_label("Code", exact=True).fill(code)
        for level in levels:
            self.page.get_by_label(level, exact=True).check()
        if day:
            self.page.get_by_label("Day", exact=True).fill(day)
        else:
            self.page.get_by_label("Not scheduled yet").check()
        if "setting" in more:
            self.page.get_by_label("Setting").select_option(more["setting"])
        self.page.get_by_label("Diagnosis codes").fill(more.get("diagnoses", ""))
        self.send("Continue")

    @property
    def place(self) -> str:
        """The place that is asked about, nothing where no question is."""
        found = self.page.locator("form.question input[name=place]")
        return found.get_attribute("value") or "" if found.count() else ""

    def answer(self, chart: Chart) -> None:
        """Answers one question from a chart, which names a fact or a whole place."""
        value = chart.get(self.place, chart.get(self.place.partition(":")[0]))
        if value is None:
            self.send("Not documented")
            return
        if isinstance(value, Mapping):
            for name, text in value.items():
                field = self.page.locator(f"#{name}")
                field.select_option(text) if name == "unit" else field.fill(text)
        else:
            for each in (value,) if isinstance(value, str) else value:
                self.page.locator(f"input[name=value][value='{each}']").check()
        self.send("Continue")

    def answer_all(self, chart: Chart) -> list[str]:
        """Answers every question from a chart; what it does not say is not documented."""
        asked = []
        while self.place:
            asked.append(self.place)
            assert len(asked) < 60, asked
            self.answer(chart)
        return asked

    @property
    def outcomes(self) -> list[str]:
        """The outcome of each level on an answer page."""
        found = self.page.locator(".verdicts [data-outcome]").all()
        return [each.get_attribute("data-outcome") or "" for each in found]

    def photograph(self, name: str) -> None:
        """Keeps a picture of the whole page for people to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        (SCREENSHOTS / ".gitignore").write_text("*\n", encoding="utf-8")
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def context_of(browser: Browser, **options: object) -> BrowserContext:
    """A browser without a past."""
    return browser.new_context(**{"viewport": {"width": 1100, "height": 900}, **options})  # type: ignore[arg-type]
