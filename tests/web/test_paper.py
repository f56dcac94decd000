"""What is printed: the packet and the answer as PDF, read back."""

from pathlib import Path

import pypdfium2
import pytest

from tests.web.person import SCREENSHOTS, Person
from tests.web.test_browser import walked


def read_back(content: bytes) -> list[str]:
    """The text of each page of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def photograph(content: bytes, name: str) -> None:
    """Keeps a picture of the first sheet for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    document = pypdfium2.PdfDocument(content)
    document[0].render(scale=1.5).to_pil().save(Path(SCREENSHOTS / f"{name}.png"))
    document.close()


def words(sheets: list[str]) -> str:
    """All text on one line."""
    return " ".join(" ".join(sheets).split())


def test_the_packet_is_printed_whole(person: Person) -> None:
    walked(person)
    with person.page.expect_popup() as opened:
        person.page.get_by_role("button", name="Print").click()
    packet = opened.value
    packet.wait_for_load_state()
    content = packet.pdf(format="Letter")
    photograph(content, "paper-packet")
    text = words(read_back(content))
    assert "meets the policy (not an approval)" in text
    assert "22511" in text
    assert "confirm with the plan" in text
    assert "not required per the policy" in text
    assert "Conservative treatment has failed" in text or "treatment failed" in text
    # A button is nothing to print.
    assert "Copy" not in text


def test_the_answer_can_be_printed_with_everything_unfolded(person: Person) -> None:
    walked(person)
    content = person.page.pdf(format="Letter")
    photograph(content, "paper-answer")
    text = words(read_back(content))
    assert "meets the policy (not an approval)" in text
    assert "Not done to prevent a fracture" in text
    assert "Other payers" not in text


@pytest.mark.parametrize("address", ["/", "/packet"])
def test_no_title_holds_a_fact(person: Person, address: str) -> None:
    walked(person)
    if address == "/packet":
        with person.page.expect_popup() as opened:
            person.page.get_by_role("button", name="Print").click()
        opened.value.wait_for_load_state()
        title = opened.value.title()
    else:
        title = person.page.title()
    assert title
    for word in ("22511", "L3", "2021", "M80", "osteoporotic", "meets"):
        assert word not in title
