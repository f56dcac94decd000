"""The flow as people go through it, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.server.running import Running
from tests.web.person import Chart, Person, context_of

MASSACHUSETTS = ("Blue Cross Blue Shield of Massachusetts", "commercial_ppo", "ma")
UNHEALED: Chart = {
    "indication": "osteoporotic_fracture",
    "symptomatic": "yes",
    "fracture_date": {"count": "7", "unit": "weeks", "as_of": "2021-03-15"},
    "conservative_treatment_failed": "yes",
    "conservative_treatment_duration": {"day": "2021-01-25"},
    "pain_from_nonhealing_fracture": "yes",
    "prophylactic": "no",
}


@pytest.fixture
def unscripted(browser: Browser, server: Running) -> Iterator[Person]:
    """Somebody whose browser runs no scripts."""
    with context_of(browser, java_script_enabled=False) as context:
        yield Person(context.new_page(), server.address, scripts=False)


@pytest.fixture
def on_a_phone(browser: Browser, server: Running) -> Iterator[Person]:
    """Somebody with a small phone, at night."""
    size = {"width": 360, "height": 740}
    with context_of(browser, viewport=size, is_mobile=True, has_touch=True, color_scheme="dark") as context:
        yield Person(context.new_page(), server.address)


def walked(person: Person, chart: Chart = UNHEALED, levels: tuple[str, ...] = ("L3",)) -> list[str]:
    """From the blank page to an answer; what was asked."""
    person.start()
    person.plan(*MASSACHUSETTS)
    person.request(" 22511", levels, "2021-03-18", setting="outpatient", diagnoses="m80.08xa")
    return person.answer_all(chart)


def test_from_a_blank_page_to_meets(person: Person) -> None:
    person.start()
    person.photograph("desk-1-plan")
    person.plan(*MASSACHUSETTS)
    person.photograph("desk-2-request")
    person.request("22511", ("L3",), "2021-03-18", setting="outpatient", diagnoses="m80.08xa")
    person.photograph("desk-3-question")
    person.answer_all(UNHEALED)
    person.photograph("desk-4-meets")
    assert person.outcomes == ["met"]
    assert "L3 22511: meets the policy (not an approval)." in person.page.locator(".verdicts").inner_text()
    assert "confirm with the plan" in person.page.locator("#request").inner_text()


def test_from_a_blank_page_to_needs_documentation(person: Person) -> None:
    asked = walked(person, {"indication": "osteoporotic_fracture", "symptomatic": "yes"})
    person.photograph("desk-needs-documentation")
    assert person.outcomes == ["needs_information"]
    assert len(asked) == len(set(asked))
    assert "if the chart shows" in person.page.locator("#paths").inner_text()
    assert person.page.locator("#missing li").count() > 2


def test_from_a_blank_page_to_decided_elsewhere(person: Person) -> None:
    person.start()
    person.plan("Cigna", "medicare_advantage_hmo", "FL")
    person.request("22513", ("T12",))
    person.photograph("desk-elsewhere")
    assert person.outcomes == ["not_applicable"]
    assert "L34976" in person.page.locator("#elsewhere").inner_text()


def test_two_levels_of_which_one_meets(person: Person) -> None:
    person.start()
    person.plan(*MASSACHUSETTS)
    person.request("22511", ("L1", "L3"), "2021-03-18")
    differing = "pain_from_nonhealing_fracture"
    while person.place.partition(":")[0] != differing:
        person.answer(UNHEALED)
    person.send("The levels differ here")
    asked = person.answer_all({**UNHEALED, f"{differing}:0:L3": "no"})
    assert asked == [f"{differing}:0:L1", f"{differing}:0:L3"]
    assert person.outcomes == ["needs_information", "not_met"]
    person.send("Go on with L1")
    assert person.answer_all(UNHEALED) == ["prophylactic:0:L1"]
    person.photograph("desk-two-levels")
    assert person.outcomes == ["met", "not_met"]


def test_moving_the_date_moves_what_lasts_and_not_what_happened(person: Person) -> None:
    walked(person)
    person.page.get_by_label("Another date of service").fill("2021-03-05")
    person.send("Move to this date")
    assert person.outcomes == ["needs_information"]
    answers = person.page.locator("#answers").inner_text()
    assert "39 days (since 2021-01-25)" in answers
    assert "2021-01-25" in answers.split("Fracture date")[1][:20]
    person.page.get_by_label("Another date of service").fill("2021-03-08")
    press(person, "Enter")
    assert person.outcomes == ["met"]


def test_any_answer_can_be_changed_from_the_answer(person: Person) -> None:
    walked(person)
    person.send("Change prophylactic")
    assert person.page.get_by_label("No", exact=True).is_checked()
    person.page.get_by_label("Yes", exact=True).check()
    person.send("Continue")
    assert person.outcomes == ["not_met"]
    person.send("Change the request")
    person.page.get_by_label("Code", exact=True).fill("0200T")
    person.send("Continue")
    assert "0200T" in person.page.locator(".verdicts").inner_text()


def test_back_in_the_browser_shows_each_page_as_it_was_left(person: Person) -> None:
    person.start()
    person.plan(*MASSACHUSETTS)
    person.request("22511", ("L3",), "2021-03-18")
    first = person.place
    person.answer(UNHEALED)
    second = person.place
    assert first != second
    person.page.go_back()
    assert person.place == first
    assert person.page.locator(":checked").count() == 1
    person.page.go_back()
    assert person.page.get_by_label("Code", exact=True).input_value() == "22511"
    person.page.go_forward()
    person.page.go_forward()
    assert person.place == second
    person.answer_all(UNHEALED)
    assert person.outcomes == ["met"]


@pytest.mark.parametrize("fixture", ["person", "unscripted"])
def test_the_page_s_own_back_leads_through_the_answers(fixture: str, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(fixture)
    person.start()
    person.plan(*MASSACHUSETTS)
    person.request("22511", ("L3",), "2021-03-18")
    first = person.place
    person.answer(UNHEALED)
    person.send("Back")
    assert person.place == first
    assert person.page.locator(":checked").count() >= 1
    person.send("Back")
    assert person.page.get_by_label("Code", exact=True).input_value() == "22511"
    person.send("Continue")
    assert person.place not in ("", first)


def test_without_scripts(unscripted: Person) -> None:
    walked(unscripted)
    assert unscripted.outcomes == ["met"]
    assert not unscripted.page.get_by_role("button", name="Copy").is_visible()
    unscripted.page.get_by_text("Plain text, to copy").click()
    assert "meets the policy" in unscripted.page.locator("#summary").inner_text()
    unscripted.send("Other payers")
    assert unscripted.page.locator("[data-payer]").count() == 5
    unscripted.photograph("desk-payers")


def tab_to(page: Page, field: str) -> None:
    """Presses Tab until a field has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == field:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{field} cannot be reached with Tab")


def press(person: Person, key: str) -> None:
    """Presses a key and waits for the page that follows."""
    person.page.evaluate("document.body.dataset.before = 'yes'")
    person.page.keyboard.press(key)
    person.page.wait_for_selector("body:not([data-before])")


def test_with_the_keyboard_alone(person: Person) -> None:
    page, keys = person.page, person.page.keyboard
    person.start()
    assert page.evaluate("document.activeElement.id") == "payer-bcbsma"
    keys.press("Space")
    tab_to(page, "product")
    keys.type("Commercial PPO")
    tab_to(page, "state")
    keys.type("ma")
    press(person, "Enter")
    assert page.evaluate("document.activeElement.id") == "code-0"
    keys.type("22511")
    tab_to(page, "level-0-L3")
    keys.press("Space")
    tab_to(page, "day")
    keys.type("03182021")
    tab_to(page, "diagnoses")
    press(person, "Enter")
    for _ in range(20):
        if not person.place:
            break
        _answer_by_keys(person)
    assert person.outcomes == ["met"]
    assert page.evaluate("document.activeElement.tagName") == "H1"
    keys.press("Tab")
    assert "Print" in page.evaluate("document.activeElement.textContent")


def _answer_by_keys(person: Person) -> None:
    fact = person.place.partition(":")[0]
    value = UNHEALED[fact]
    assert person.page.evaluate("document.activeElement.form.className") == "question"
    if value in ("yes", "no"):
        person.page.keyboard.press(str(value)[0])
    elif isinstance(value, str):
        person.page.keyboard.press("Space")
    else:
        tab_to(person.page, "count")
        person.page.keyboard.type("7")
        tab_to(person.page, "as_of")
        person.page.keyboard.type("03152021")
    press(person, "Enter")


def test_enter_on_an_open_question_answers_nothing(person: Person) -> None:
    person.start()
    person.plan(*MASSACHUSETTS)
    person.request("22511", ("L3",), "2021-03-18")
    asked = person.place
    press(person, "Enter")
    assert person.place == asked
    assert person.page.evaluate("document.activeElement.id") == "mistakes"
    person.page.locator("#mistakes a").first.click()
    person.photograph("desk-mistake")
    person.answer_all(UNHEALED)
    assert person.outcomes == ["met"]


def test_on_a_phone_nothing_scrolls_sideways_and_targets_are_large(on_a_phone: Person) -> None:
    person = on_a_phone
    person.start()
    person.photograph("phone-1-plan")
    _fits(person)
    person.plan(*MASSACHUSETTS)
    _fits(person)
    person.photograph("phone-2-request")
    person.request("22511", ("L1", "L3"), "2021-03-18")
    while person.place:
        _fits(person)
        person.photograph("phone-3-question")
        person.answer(UNHEALED)
    _fits(person)
    person.photograph("phone-4-answer")
    person.send("Other payers")
    _fits(person)
    person.photograph("phone-5-payers")


def _fits(person: Person) -> None:
    wide = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    small = person.page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, select, label.tile, input[type=text])")]
            .filter(each => each.offsetParent && !each.classList.contains("unseen"))
            .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 80)])
            .filter(([box]) => box.height < 36 || box.width < 36).map(([_, html]) => html)"""
    )
    assert small == []


def test_the_plain_text_can_be_copied(browser: Browser, server: Running) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with context_of(browser, permissions=permissions) as context:
        person = Person(context.new_page(), server.address)
        walked(person)
        person.page.get_by_role("button", name="Copy", exact=True).click()
        person.page.get_by_role("button", name="Copied", exact=True).wait_for()
        copied = person.page.evaluate("navigator.clipboard.readText()")
    assert "L3 22511: meets the policy (not an approval)" in copied


def test_reasons_lead_to_the_policy_at_their_criterion(person: Person) -> None:
    person.start()
    person.plan(*MASSACHUSETTS)
    person.request("22511", ("L3",), "2021-03-18")
    with person.page.expect_popup() as opened:
        person.page.locator(".why a").first.click()
    policy = opened.value
    policy.wait_for_load_state()
    anchor = policy.url.partition("#")[2]
    assert policy.locator(f"[id='{anchor}']").is_visible()
    assert person.place


def test_none_of_these_stands_alone(person: Person) -> None:
    # No policy's criteria ask for a set today, so the question is opened as a change.
    person.start()
    person.plan(*MASSACHUSETTS)
    person.request("22511", ("L3",), "2021-03-18")
    person.page.evaluate("document.querySelector('[name=target]').value = 'imaging:0:'")
    person.send("Back")
    person.page.get_by_label("MRI").check()
    person.page.get_by_label("None of these").check()
    assert person.page.locator(":checked").count() == 1
    person.page.get_by_label("CT", exact=True).check()
    assert not person.page.get_by_label("None of these").is_checked()
    person.page.get_by_label("None of these").check()
    person.send("Continue")
    person.send("Show the answer so far")
    assert "none" in person.page.locator("#answers").inner_text()


def test_one_way_of_telling_a_time_empties_the_others(person: Person) -> None:
    walked(person)
    person.send("Change fracture date")
    assert person.page.locator("#day").input_value() == "2021-01-25"
    person.page.locator("#part_of_date").fill("2021-01")
    assert person.page.locator("#day").input_value() == ""
    person.page.locator("#count").fill("8")
    assert person.page.locator("#part_of_date").input_value() == ""
